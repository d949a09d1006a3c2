"""How Django loads this app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """法规库."""

    name = "search"
    verbose_name = _("法规库")

    def ready(self) -> None:
        """Fill the registries of the layers below: rights, sight, the words of the trail."""
        for name in ("permissions", "trail_words", "tasks", "papers", "walked"):
            import_module(f"search.{name}").declare()
        import_module("search.flows")
