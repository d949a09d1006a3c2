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
            records,
            registry_archives,
            registry_consultations,
            registry_core,
            registry_dates,
            registry_deadlines,
            registry_documents,
            registry_handovers,
            registry_imports,
            registry_incoming,
            registry_presence,
            registry_protection,
            registry_trail,
            registry_walks,
            reorganizing,
        )

        self.registered = (
            registry_archives,
            registry_consultations,
            registry_core,
            registry_deadlines,
            registry_documents,
            registry_imports,
            reorganizing,
            records,
        )  # these register as they are loaded
        registry_trail.declare(self)
        opened.declare()
        registry_handovers.declare()
        registry_presence.declare()
        registry_dates.declare()
        registry_incoming.declare()
        registry_walks.declare()
        registry_consultations.declare()
        registry_protection.declare()
        registry_archives.declare()
