"""A lookup of ours: whether a value is among those of another query."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import In


class Among(In):
    """As `in` with a query, for one branch of several: PostgreSQL reads the query once, before it chooses its way.

    Otherwise it takes half of all rows for a match of such a branch, and reads the whole table where the indexes of
    the branches would do.
    """

    lookup_name = "among"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: Any) -> str:
        """The comparison with the other query's rows."""
        if connection.vendor == "postgresql" and not self.rhs_is_direct_value():
            return f"= ANY(ARRAY{rhs})"
        return str(super().get_rhs_op(connection, rhs))
