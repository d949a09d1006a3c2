"""What the screens of the library ask for."""
