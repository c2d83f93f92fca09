"""What does Charter say over HTTP? One resource a file; a handler calls one service function."""
