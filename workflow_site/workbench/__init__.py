"""My work: what is to be done today, and the frame every page stands in."""
