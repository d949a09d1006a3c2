"""Draws, pools, attentions and drafts of checklists with which the routes around them are tried."""

import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from organizations.models import Organization, Person
from rectification.models import (
    Attention,
    AttentionReader,
    Checklist,
    ChecklistVersion,
    Draw,
    InspectorPool,
    Phase,
    PoolMember,
)

HOSPITAL = "江州市第一人民医院"


def _phase() -> Phase:
    return Phase.objects.get(campaign__state="running", kind="supervise")


POPULATION = {
    "about": {"unit": "江州市卫生健康委员会"}, "objects": [], "inspectors": [], "left_out": [],
    "rules": {"team": [], "unseen_days": 0, "unseen_campaigns": 0, "count": 1, "strata": [], "coverage": False},
}  # fmt: skip


def _draw() -> Draw:
    """A draw of the commission, made."""
    phase, by = _phase(), Person.objects.get(name="李干事")
    told = {
        "population": json.dumps(POPULATION), "population_sha256": "0" * 64, "seed": "0", "seed_sha256": "0" * 64,
        "result": "[]", "result_sha256": "0" * 64, "state": "drawn",
    }  # fmt: skip
    paths = {"org_path": phase.org_path, "institution_path": phase.institution_path}
    batch = Draw.objects.filter(phase=phase).count() + 1
    return Draw.objects.create(
        campaign=phase.campaign, phase=phase, batch=batch, object_kind="institution", frozen_by=by, **told, **paths
    )


def _checklist() -> ChecklistVersion:
    """A draft of the hospital's."""
    place = Organization.objects.get(name=HOSPITAL)
    own = Checklist.objects.get_or_create(
        code="own", defaults={"name": f"{HOSPITAL}手卫生检查表", "organization": place}
    )
    return ChecklistVersion.objects.get_or_create(checklist=own[0], version=1)[0]


def _pool() -> InspectorPool:
    phase = _phase()
    paths = {"org_path": phase.org_path, "institution_path": phase.institution_path}
    return InspectorPool.objects.get_or_create(
        organization=phase.campaign.organization, name="省级专家", defaults=paths
    )[0]


def _member() -> PoolMember:
    return PoolMember.objects.create(pool=_pool(), person=Person.objects.get(name="张主任"), since=timezone.localdate())


def _attention() -> Attention:
    """The leader's, about a department of the hospital."""
    phase, leader = _phase(), Person.objects.get(name="陈副主任")
    unit = Organization.objects.filter(parent__name=HOSPITAL).earliest("pk")
    paths = {"org_path": phase.org_path, "institution_path": phase.institution_path}
    day = timezone.localdate()
    attention = Attention.objects.create(unit=unit, because="频发", grantor=leader, since=day, until=day, **paths)
    AttentionReader.objects.create(attention=attention, person=leader)
    return attention


MORE_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "rectification:checklist_detail": lambda: {"pk": _checklist().checklist_id},
    "rectification:draw_new": lambda: {"pk": _phase().pk},
    "rectification:member_end": lambda: {"pk": _member().pk},
}
MORE_BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "rectification:draw_": lambda: {"pk": _draw().pk},
    "rectification:checklist_": lambda: {"pk": _checklist().pk},
    "rectification:pool_": lambda: {"pk": _pool().pk},
    "rectification:attention_": lambda: {"pk": _attention().pk},
}
