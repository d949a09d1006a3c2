"""Words of the plans for templates."""
