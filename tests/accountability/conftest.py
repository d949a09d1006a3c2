"""The cast is on stage."""

from tests.cast import cast

__all__ = ["cast"]
