"""What does a change do to readers and writers? Normal form, one walk, many small rules, one table."""
