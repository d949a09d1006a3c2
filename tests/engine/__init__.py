"""Flows, the verbs that move them, background work, acknowledgements."""
