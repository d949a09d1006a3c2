"""Backups: made while people write, checked without a database, put back into an empty one."""
