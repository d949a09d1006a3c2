"""What people type into the screens of the plans."""
