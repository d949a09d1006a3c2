"""The site is broken on purpose while people work, and what was lost, doubled or left standing is counted."""
