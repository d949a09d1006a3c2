"""What the reader finds in a plan; every thing keeps the printed sentence it stands in and its place there."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Measure:
    """One numbered item or paragraph under a heading; `number` as printed, gaps and all."""

    number: str
    text: str


@dataclass
class Section:
    """A heading and what stands under it."""

    number: str
    title: str
    level: int
    measures: list[Measure] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The shape of `import_plan --json`."""
        measures = [{"number": measure.number, "text": measure.text} for measure in self.measures]
        return {"number": self.number, "title": self.title, "level": self.level, "measures": measures}


@dataclass(frozen=True)
class Place:
    """Where a thing stands: its printed sentence, the characters there, and the section's number in the reading."""

    source: str
    start: int
    end: int
    section: int


@dataclass(frozen=True)
class Obligation:
    """Something to be done `at_least` to `at_most` times in `every` units; `due` ISO, MM-DD or as printed."""

    text: str
    unit: str
    at_least: int | None
    at_most: int | None
    every: int
    kind: str
    due: str
    responsible: str
    doubt: str
    place: Place
    alternative: str = ""
    coverage: bool = False

    def as_json(self) -> dict[str, Any]:
        """The shape of `import_plan --json`."""
        return {
            "text": self.text,
            "source": self.place.source,
            "unit": self.unit,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "every": self.every,
            "kind": self.kind,
            "due": self.due or None,
            "responsible": self.responsible or None,
            "alternative": self.alternative or None,
            "coverage": self.coverage,
            "doubt": self.doubt or None,
        }


@dataclass(frozen=True)
class Indicator:
    """A figure to be reached or kept; `value` in the printed unit, `at_most` the upper end of a range."""

    name: str
    comparator: str
    value: float
    unit: str
    doubt: str
    place: Place
    at_most: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of `import_plan --json`."""
        return {
            "name": self.name,
            "comparator": self.comparator,
            "value": int(self.value) if self.value == int(self.value) else self.value,
            "at_most": self.at_most,
            "unit": self.unit,
            "source": self.place.source,
            "doubt": self.doubt or None,
        }


@dataclass(frozen=True)
class Dated:
    """A day something is bound to: ISO where the year is known, else MM-DD."""

    text: str
    due: str
    place: Place

    def as_json(self) -> dict[str, Any]:
        """The shape of `import_plan --json`."""
        return {"text": self.text, "source": self.place.source, "due": self.due}


@dataclass(frozen=True)
class Basis:
    """A document the plan rests on; `number` is its 文号 where printed."""

    title: str
    number: str
    place: Place

    def as_json(self) -> dict[str, Any]:
        """The shape of `import_plan --json`."""
        return {"title": self.title, "number": self.number or None, "source": self.place.source}


@dataclass(frozen=True)
class Unread:
    """Words that look like a figure or a frequency and were not understood, and why."""

    text: str
    reason: str
    place: Place

    def as_json(self) -> dict[str, Any]:
        """The shape of `import_plan --json`."""
        return {"text": self.text, "reason": self.reason, "source": self.place.source}


@dataclass
class Reading:
    """All that was found in one plan, in the order of the text."""

    title: str = ""
    year: int | None = None
    sections: list[Section] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    basis: list[Basis] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The shape of `import_plan --json`."""
        parts = ("sections", "obligations", "indicators", "dates", "basis", "unread")
        lists = {part: [thing.as_json() for thing in getattr(self, part)] for part in parts}
        return {"title": self.title, "year": self.year, **lists}
