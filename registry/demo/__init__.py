"""What is the State of Meridian? An invented state to try Charter with: its data and its loader."""
