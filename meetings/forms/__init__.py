"""What the pages of meetings ask."""
