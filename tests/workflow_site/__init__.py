"""The site: how it starts, what it reads, what it shows."""
