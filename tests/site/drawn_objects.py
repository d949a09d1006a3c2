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
    NoticeReceipt,
    Participant,
    Phase,
    PolicyQuestion,
    PoolMember,
    SupervisionOrder,
    WorkNotice,
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


def _participant() -> Participant:
    return Participant.objects.get(campaign=_phase().campaign, organization__name=HOSPITAL)


def _order() -> SupervisionOrder:
    """The hospital, handed down."""
    phase, by = _phase(), Person.objects.get(name="李干事")
    day, place = timezone.localdate(), phase.campaign.organization
    paths = {"org_path": phase.org_path, "institution_path": phase.institution_path, "issuer_path": phase.org_path}
    order = SupervisionOrder.objects.create(
        campaign=phase.campaign, phase=phase, issuer=place, to=place, due_on=day, receive_due_on=day, issued_by=by,
        **paths,
    )  # fmt: skip
    order.units.add(_participant())
    return order


def _receipt() -> NoticeReceipt:
    """The hospital's, of a notice to nobody else."""
    unit, by = _participant(), Person.objects.get(name="李干事")
    campaign = unit.campaign
    paths = {"org_path": campaign.org_path, "institution_path": campaign.institution_path}
    told = {"title": f"致{HOSPITAL}", "text": "请补报。", "list_name": "一家", "sign_by": timezone.localdate()}
    notice = WorkNotice.objects.create(campaign=campaign, sent_by=by, **told, **paths)
    return NoticeReceipt.objects.create(
        notice=notice, organization=unit.organization, name=unit.name, org_path=unit.org_path
    )


def _question() -> PolicyQuestion:
    """The hospital's."""
    unit = _participant()
    paths = {"org_path": unit.org_path, "institution_path": unit.org_path, "office_path": unit.campaign.org_path}
    return PolicyQuestion.objects.create(
        campaign=unit.campaign, participant=unit, text=f"{HOSPITAL}如何填报？", due_on=timezone.localdate(),
        asked_by=Person.objects.get(name="张主任"), **paths,
    )  # fmt: skip


MORE_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "rectification:checklist_detail": lambda: {"pk": _checklist().checklist_id},
    "rectification:draw_new": lambda: {"pk": _phase().pk},
    "rectification:member_end": lambda: {"pk": _member().pk},
    "rectification:order_new": lambda: {"pk": _phase().pk},
    "rectification:phase_recognise": lambda: {"pk": _phase().pk, "participant": _participant().pk},
    "rectification:participant_question": lambda: {"pk": _participant().pk},
    "rectification:worknotice_detail": lambda: {"pk": _receipt().notice_id},
    "rectification:worknotice_receive": lambda: {"pk": _receipt().pk},
    "rectification:question_answer": lambda: {"pk": _question().pk},
}
MORE_BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "rectification:order_": lambda: {"pk": _order().pk},
    "rectification:draw_": lambda: {"pk": _draw().pk},
    "rectification:checklist_": lambda: {"pk": _checklist().pk},
    "rectification:pool_": lambda: {"pk": _pool().pk},
    "rectification:attention_": lambda: {"pk": _attention().pk},
}
