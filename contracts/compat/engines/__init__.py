"""What do the engines behind servers make of types, names and new columns? One file a question."""
