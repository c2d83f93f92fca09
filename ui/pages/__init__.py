"""What can be looked at? One page a file: its address, its struct, and how it is filled."""
