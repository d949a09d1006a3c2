"""Annual plans: objectives, measures, indicators, and what became of them."""
