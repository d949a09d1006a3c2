"""What a browser asks of accountability."""
