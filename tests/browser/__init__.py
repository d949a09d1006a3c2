"""The pages in a real browser: at a desk, on a phone, with and without scripts."""
