"""Finding: what was typed is read, asked of an index, filtered by sight, grouped, counted and shown."""
