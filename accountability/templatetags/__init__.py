"""Tags of accountability."""
