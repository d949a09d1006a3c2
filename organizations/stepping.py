"""What migrations do in one step: the models are put together once for all operations, not anew after each."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations of which none touches a table that another of them changes; a hundred new tables cost one step.

    After each operation Django renders every model that is related to the changed one, here nearly all of them:
    minutes of every first start and of every test run.
    """

    serialization_expand_args = ["operations"]
    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration writes it down."""
        return self.__class__.__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """All changes of the state, before any model is rendered."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The changes of the tables, one after the other."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What is printed while it runs."""
        return "; ".join(operation.describe() for operation in self.operations)[:200]


class LaidOut(Operation):
    """The tables of models whose state is complete by now, each made once as it stands.

    Two apps that point at each other come in two migrations; where the first only describes its models, no table is
    made narrow and then made anew for every column the second adds.
    """

    reversible = False

    def __init__(self, models: Sequence[str]) -> None:
        self.models = list(models)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a migration writes it down."""
        return self.__class__.__qualname__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: the models were described before."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """All tables with their indexes and constraints."""
        for name in self.models:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def describe(self) -> str:
        """What is printed while it runs."""
        return "Create the tables of " + ", ".join(self.models)[:180]
