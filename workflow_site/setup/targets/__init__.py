"""The tables of units, people and checklists that may be imported."""

from accountability.imports import register
from workflow_site.setup.targets import checklists, departments, institutions, people


def declare() -> None:
    """Register the targets in the order in which a new site imports them."""
    for target in (institutions.TARGET, departments.TARGET, people.TARGET, checklists.TARGET):
        register(target)
