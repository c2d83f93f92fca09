"""A report or a list of findings in each form that people and build servers read."""
