"""Who owes what by when, what was signed, and the trail that proves it."""
