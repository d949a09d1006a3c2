"""The pages of the annual plan."""
