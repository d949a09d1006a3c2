"""The column type of a path."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

PATH_LENGTH = 200


class PathField(models.CharField):
    """A place in the tree of organizations, compared byte by byte on every database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", PATH_LENGTH)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Byte order is SQLite's own; PostgreSQL is told."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
