"""How does the verdict of the official JSON Schema become findings that people can act on?

`editions` holds the schemas, `complaints` reduces a validator's nested errors to what is wrong,
`knowledge` says what a schema knows at a place, `wording` puts it in plain words.
"""
