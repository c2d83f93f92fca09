"""What is stored, and how does it get to disk? The storage seam is SQLAlchemy."""
