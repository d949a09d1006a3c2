"""What the screens of rectification ask for."""
