"""How plans are numbered: by a series of our own, or with the 文号 that the office's register gives."""

from accountability import numbering


def declare() -> None:
    """Tell numbering how the numbers are written."""
    numbering.declare("plans.plan", prefix="JH{unit:03d}", pattern="{prefix}-{year}-{n:03d}")
    numbering.declare("plans.document", kind="document")
