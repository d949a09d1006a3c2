"""What may be imported: targets with their columns, registered by the apps that own the things."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.db.models import Model

    from organizations.models import Organization, Person

Words = str | Promise


class Kind(Enum):
    """How the text of a cell is read."""

    TEXT = "text"
    DAY = "day"
    YES = "yes"  # 是 or 否, otherwise no
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """One column: its name in the code, its heading, and what may stand in it."""

    name: str
    label: Words
    required: bool = False
    kind: Kind = Kind.TEXT
    longest: int = 200
    choices: Mapping[str, Words] = field(default_factory=dict)
    """Stored value and the words for it; a cell may hold either."""
    otherwise: Any = ""
    """What an empty cell means."""
    about: Words = ""
    """A sentence for the sheet of instructions."""


@dataclass(frozen=True)
class Row:
    """One row as read: its number in the sheet, its key, and its values by column name."""

    number: int
    key: str
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """A value by its column's name."""
        return self.values[name]


class Problem(NamedTuple):
    """What is wrong with a cell, or with the whole row where no column is named; a sentence that says what to do."""

    number: int
    column: str
    sentence: str


class Place(NamedTuple):
    """Beneath which unit a table is imported, and by whom; without a person by the system itself."""

    organization: "Organization"
    by: "Person | None"


class Know(Protocol):
    """Reads what the rows refer to and what is there already."""

    def __call__(self, place: Place, rows: Sequence[Row]) -> Any:
        """What the other parts are given as `known`."""


class Apply(Protocol):
    """Makes the thing of one row through its verbs."""

    def __call__(self, row: Row, known: Any, *, by: "Person | None") -> "Model":
        """The thing that was made."""


@dataclass(frozen=True)
class Target:
    """A kind of table; the package's docstring says what each part does."""

    name: str
    title: Words
    permission: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    know: Know
    check: Callable[[Sequence[Row], Any], Iterable[Problem]]
    exists: Callable[[Row, Any], bool]
    apply: Apply
    samples: tuple[Mapping[str, str], ...] = ()
    lead: Words = ""
    """A sentence on the page where the table is uploaded."""
    label: str = "name"
    """The column by which a row is called on screen."""

    def column(self, name: str) -> Column:
        """A column by its name."""
        return next(column for column in self.columns if column.name == name)


_targets: dict[str, Target] = {}


def register(target: Target) -> Target:
    """Let a kind of table be imported."""
    names = {column.name for column in target.columns}
    if not {*target.key, target.label} <= names:
        raise ValueError(f"The key and the label of {target.name} must be among its columns.")
    known = _targets.get(target.name)
    if known is not None and known.apply is not target.apply:
        raise ValueError(f"Two targets are called {target.name}.")
    _targets[target.name] = target
    return target


def every_target() -> list[Target]:
    """All targets in the order in which they were registered."""
    return list(_targets.values())


def target_of(name: str) -> Target | None:
    """The target of this name, if there is one."""
    return _targets.get(name)
