"""设置: what a unit enters before it begins to work; today the import of units and people."""
