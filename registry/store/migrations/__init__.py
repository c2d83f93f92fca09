"""How did the tables come to be as they are? One step a file, run by `registry.store.schema`."""
