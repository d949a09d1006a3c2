"""How Django loads this app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DECLARING = (
    "permissions", "supervising", "trail_words", "ledgers", "ledger_checks", "draw_checks", "opened", "citations",
    "findables", "adverse", "adverse_opened", "closing",
    "walked", "patterns", "archived", "lent", "reported_up",
    "themed",
)  # fmt: skip


class RectificationConfig(AppConfig):
    """专项整治."""

    name = "rectification"
    verbose_name = _("专项整治")

    def ready(self) -> None:
        """Fill the registries of the layers below: rights, sight, trail, numbers, checks and flows."""
        for name in DECLARING:
            import_module(f"rectification.{name}").declare()
        import_module("rectification.flows")
