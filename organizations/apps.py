"""How Django loads this app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """组织机构."""

    name = "organizations"
    verbose_name = _("组织机构")

    def ready(self) -> None:
        """Say who sees units and people, what administrators may do, and write missing rights after a migrate."""
        from organizations import rights, rules  # models are not loaded before ready()

        rules.declare()
        post_migrate.connect(rights.write_defaults, sender=self, dispatch_uid="organizations.rights")
