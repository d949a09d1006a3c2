"""Keeps the column groups of every table, so that a digest of today can be checked after the table has grown."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from accountability import digest
from accountability.models.trail import TrailShape


def keep(using: str = DEFAULT_DB_ALIAS) -> None:
    """Add the column groups that are new; those of earlier versions stay."""
    if TrailShape._meta.db_table not in connections[using].introspection.table_names():
        return
    kept = set(TrailShape.objects.using(using).values_list("shape", flat=True))
    new = []
    for model in apps.get_models():
        names = digest.columns(model)
        shape = digest.shape(model, names)
        if shape not in kept:
            new.append(TrailShape(shape=shape, model=model._meta.label_lower, columns=",".join(names)))
    TrailShape.objects.using(using).bulk_create(new)
