"""How Django loads this app."""

from django.apps import AppConfig
from django.db import models
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """组织机构."""

    name = "organizations"
    verbose_name = _("组织机构")

    def ready(self) -> None:
        """Say who sees units and people and what administrators may do; after a migrate write rights, put up guards."""
        from organizations import lookups, rights, rules, separation  # models are not loaded before ready()

        models.Field.register_lookup(lookups.Among)
        rules.declare()
        pre_migrate.connect(separation.before_migrate, sender=self, dispatch_uid="organizations.separation")
        post_migrate.connect(separation.install, sender=self, dispatch_uid="organizations.separation")
        post_migrate.connect(rights.write_defaults, sender=self, dispatch_uid="organizations.rights")
