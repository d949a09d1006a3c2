"""The pages of the site, asked for as a browser asks."""
