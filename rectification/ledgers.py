"""How campaigns and findings are numbered: per organization and year, without gaps."""

from accountability import numbering


def declare() -> None:
    """Tell numbering how the two ledgers are written."""
    numbering.declare("rectification.campaign", prefix="ZX", pattern="{prefix}-{year}-{n:03d}")
    numbering.declare("rectification.finding", prefix="ZG{unit:03d}", pattern="{prefix}-{year}-{n:04d}")
