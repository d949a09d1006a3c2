"""Meetings, their minutes and the decisions that become somebody's task."""
