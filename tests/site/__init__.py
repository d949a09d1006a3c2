"""The site as a whole: what holds on every page, and the demo city as its visitors meet it."""
