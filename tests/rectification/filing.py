"""Makers of statistical forms and of what units file with them."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from engine import jobs
from organizations.models import Organization, Person
from rectification import services
from rectification.models import Collection, Filing, Form, FormVersion
from tests.rectification.making import Stage, fresh

SUMMARY = {"A1": "2", "B1": "30", "C1": "5", "E1": "3", "F1": "1", "G1": "2", "I1": "1"}


def column(code: str, name: str, kind: str = "whole", **fields: Any) -> dict[str, Any]:
    """A column as the designer gives it."""
    return {"code": code, "name": name, "kind": kind, **fields}


def check(expression: str, message: str = "", *, must: bool = True) -> dict[str, Any]:
    """A relation as the designer gives it."""
    return {"expression": expression, "message": message, "must": must}


def designed(
    stage: Stage, columns: Sequence[dict[str, Any]], checks: Sequence[dict[str, Any]] = (), **fields: Any
) -> FormVersion:
    """A draft of the city with this design."""
    draft = services.draft_form(organization=stage.cast.city, name="床位使用季报", by=stage.cast.li)
    return services.design_form(draft, version=1, columns=columns, checks=checks, by=stage.cast.li, **fields)


def beds(stage: Stage) -> FormVersion:
    """A published form with a rate and two fixed rows and their total."""
    columns = [
        column("A", "开放床位", unit="张", lowest=0),
        column("B", "占用床日", unit="床日"),
        column("C", "使用率", "computed", unit="%", formula="比率(B, A)"),
    ]
    checks = [check("A1 + A2 = A3", "合计行应等于前两行之和")]
    draft = designed(stage, columns, checks, rows=["内科", "外科", "合计"])
    return services.publish_form(draft, by=stage.cast.li)


def summary() -> FormVersion:
    """The shipped annex 1."""
    return Form.objects.get(code="rectification-summary").versions.get()


def asked(stage: Stage, version: FormVersion | None = None, **fields: Any) -> Collection:
    """A form asked of the hospital, the Chinese medicine hospital and the clinic, approved and handed out."""
    fields = {"due_on": timezone.localdate() + datetime.timedelta(days=5), **fields}
    rule = fields.pop("scope_rule", {"include": [unit.pk for unit in stage.units], "tags": ["无此标签"]})
    draft = services.draft_collection(
        version or summary(), organization=stage.cast.city, scope_rule=rule, by=stage.cast.li, **fields
    )
    services.approve_collection(draft, by=stage.cast.director_wang)
    jobs.run_all()
    return fresh(draft)


def of(collection: Collection, unit: Organization) -> Filing:
    """A unit's form."""
    return collection.filings.get(organization=unit)


def filed(filing: Filing, *, by: Person, reviewer: Person, values: dict[str, str] | None = None) -> Filing:
    """Filled in, reviewed and sent up."""
    services.save_filing(filing, values=values or SUMMARY, by=by)
    services.submit_filing(filing, by=by)
    services.report_filing(filing, by=reviewer)
    return fresh(filing)
