"""The cast is on stage, and each of them can be signed in."""

from tests.cast import cast

__all__ = ["cast"]
