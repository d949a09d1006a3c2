"""What belongs to a row, read along with it: all values of a group in one list, so that they cost no query more."""

from typing import Any

from django.db import models


class Together(models.Aggregate):
    """All values of a group in one list, in no order that could be relied upon."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """The same by PostgreSQL's name."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


def listed(rows: models.QuerySet[Any], values: Any) -> models.Subquery:
    """The values of another query's rows as one column; nothing where it has no rows."""
    group = rows.order_by().annotate(of_one=models.Value(1)).values("of_one")
    return models.Subquery(group.annotate(together=Together(values)).values("together"))
