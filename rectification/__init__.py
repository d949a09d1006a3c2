"""Campaigns: phases, inspections, findings, and their verified close-out."""
