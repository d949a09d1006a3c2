"""How campaigns and findings are numbered: per organization and year, without gaps."""

from accountability import numbering


def declare() -> None:
    """Tell numbering how the ledgers and the papers are written."""
    numbering.declare("rectification.campaign", prefix="ZX", pattern="{prefix}-{year}-{n:03d}")
    numbering.declare("rectification.finding", prefix="ZG{unit:03d}", pattern="{prefix}-{year}-{n:04d}")
    for code, letters in (("order", "TZ"), ("feedback", "FK"), ("supervise", "DB")):
        numbering.declare(f"rectification.{code}", prefix=letters + "{unit:03d}", pattern="{prefix}-{year}-{n:03d}")
