"""Which text do the bytes hold? UTF-8 unless a byte order mark says otherwise; never a guess."""

import codecs

from contracts.reader.lines import Lines
from contracts.reader.refusals import NOT_TEXT, refusal

_MARKS = (  # the mark of UTF-32 begins with that of UTF-16, so it is looked for first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(source: bytes) -> str:
    """Return the text without its byte order mark.

    Raises: UnreadableError at the first byte that is not text.
    """
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in _MARKS if source.startswith(mark)), (b"", "utf-8")
    )
    body = source[len(mark) :]
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding)
        raise refusal(
            NOT_TEXT,
            f"Byte 0x{body[error.start]:02x} is not {encoding.upper()} text.",
            Lines(before).position(len(before)),
        ) from error
