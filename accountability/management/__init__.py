"""Commands of accountability."""
