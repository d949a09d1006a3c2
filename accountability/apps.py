"""How Django loads this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountabilityConfig(AppConfig):
    """责任与记录."""

    name = "accountability"
    verbose_name = _("责任与记录")

    def ready(self) -> None:
        """Fill the registries of the layers below and make sure the trail is guarded after every migrate."""
        from accountability import (
            opened,
            registry_core,
            registry_deadlines,
            registry_handovers,
            registry_imports,
            registry_trail,
            reorganizing,
        )

        self.registered = (
            registry_core,
            registry_deadlines,
            registry_imports,
            reorganizing,
        )  # these register as they are loaded
        registry_trail.declare(self)
        opened.declare()
        registry_handovers.declare()
