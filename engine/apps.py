"""How Django loads this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngineConfig(AppConfig):
    """流程引擎."""

    name = "engine"
    verbose_name = _("流程引擎")

    def ready(self) -> None:
        """Register the engine's own jobs, recurring work and checks."""
        from engine import background, checks, forgetting

        self.registered = (background, checks, forgetting)
