"""The tables that may be imported: units, people, checklists, findings."""

from accountability.imports import register
from workflow_site.setup.targets import checklists, departments, findings, institutions, people


def declare() -> None:
    """Register the targets in the order in which a new site imports them."""
    for target in (institutions.TARGET, departments.TARGET, people.TARGET, checklists.TARGET, findings.TARGET):
        register(target)
