"""Units, people, their posts over time, working days, and who may see what."""
