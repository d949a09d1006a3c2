"""What must hold for the shape of the code."""
