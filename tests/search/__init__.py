"""The library, its index and its pages."""
