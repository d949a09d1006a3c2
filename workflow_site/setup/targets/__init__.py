"""The tables that may be imported: units, people, checklists, findings, registers, values of indicators, marks."""

from accountability.imports import register
from workflow_site.setup.targets import (
    checklists,
    departments,
    findings,
    institutions,
    measurements,
    people,
    register_entries,
    training_results,
)


def declare() -> None:
    """Register the targets in the order in which a new site imports them."""
    kinds = (
        institutions, departments, people, checklists, findings, register_entries, measurements, training_results,
    )  # fmt: skip
    for kind in kinds:
        register(kind.TARGET)
