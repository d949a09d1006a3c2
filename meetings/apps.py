"""How Django loads this app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DECLARING = (
    "permissions",
    "attendance_registry",
    "trail_words",
    "opened",
    "findables",
    "citations",
    "checks",
    "walked",
    "from_papers",
    "themed",
)


class MeetingsConfig(AppConfig):
    """会议管理."""

    name = "meetings"
    verbose_name = _("会议管理")

    def ready(self) -> None:
        """Fill the registries of the layers below: rights, sight, trail, open work, search, checks and flows."""
        for name in DECLARING:
            import_module(f"meetings.{name}").declare()
        import_module("meetings.flows")
