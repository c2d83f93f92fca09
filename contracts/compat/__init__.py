"""What does a change do to readers and writers? One walk, many small rules, one table."""
