"""不良事件: reported in confidence or anonymously, worked on by named officers alone, learnt from without names.

The trail says that an event was reported, graded and closed, and which officer did it; never who reported, and none of
what was told. Nothing here opens a finding. Source: domain notes E7, W7.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import assignments, notices, numbering, trail
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.acting import nobody
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import events
from rectification.models import (
    AdverseEvent,
    AdverseKind,
    AdverseLesson,
    AdverseLevel,
    AdverseOfficer,
    AdverseReporter,
    Improvement,
)

from . import wording

NAME_OFFICERS = "rectification.name_adverse_officer"
AN_HOUR = datetime.timedelta(hours=1)
MOST_ANONYMOUS = 20
"""Anonymous reports an institution takes within an hour: nobody is known, so nobody can be slowed down for himself."""


def load_kinds(paper: Mapping[str, Any]) -> None:
    """Put the shipped levels and kinds in; what is there is left as it is."""
    for order, row in enumerate(paper["levels"], start=1):
        told = {**row, "order": order}
        AdverseLevel.objects.get_or_create(organization=None, code=told.pop("code"), defaults=told)
    for order, row in enumerate(paper["kinds"], start=1):
        told = {**row, "order": order}
        AdverseKind.objects.get_or_create(code=told.pop("code"), defaults=told)


def levels_of(institution: Organization) -> QuerySet[AdverseLevel]:
    """The levels of an institution: its own, or the shipped ones where it has none."""
    own = AdverseLevel.objects.filter(organization=institution)
    return AdverseLevel.objects.filter(Q(organization=institution) | Q(organization=None) & ~Exists(own))


def officers_of(institution: Organization) -> QuerySet[AdverseOfficer]:
    """Who reads the reports of an institution today."""
    rows = AdverseOfficer.objects.in_office().filter(organization=institution, person__active=True)
    return rows.select_related("person")


def name_officer(institution: Organization, *, person: Person, since: datetime.date, by: Person) -> AdverseOfficer:
    """A leader of the institution says who reads its reports; nobody is an officer by his post alone."""
    if not rights.exercise(by, NAME_OFFICERS, institution.path):
        raise NotAllowed(_("不良事件管理员由本单位分管领导或主要负责人指定。"))
    if not person.active or person.home.institution_path != institution.path:
        raise Invalid({"person": _("管理员应当是本单位在岗人员，请另选。")})
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=institution.pk)
        if officers_of(institution).filter(person=person).exists():
            raise AlreadyDone(_("“%(who)s”已经是不良事件管理员。") % {"who": person})
        made = AdverseOfficer.objects.create(
            organization=institution,
            org_path=institution.path,
            institution_path=institution.path,
            person=person,
            since=since,
            named_by=by,
        )
        trail.record("adverse_officer_named", made, by=by, responsible=person)
    return made


def report_adverse(
    institution: Organization,
    *,
    kind: AdverseKind,
    happened_on: datetime.date,
    story: str,
    by: Person | None,
    actuality: str,
    level: AdverseLevel | None = None,
    place: str = "",
    handling: str = "",
    department: Organization | None = None,
) -> AdverseEvent:
    """Report an event: in confidence where a person is named, anonymously where nobody is."""
    words = wording.required("story", story, _("请写明事件经过。"))
    if happened_on > timezone.localdate():
        raise Invalid({"happened_on": _("发生日期不能晚于今天。")})
    with transaction.atomic(), nobody():
        Organization.objects.select_for_update(no_key=True).get(pk=institution.pk)
        readers = _readers(institution, is_anonymous=by is None)
        event = AdverseEvent.objects.create(
            organization=institution,
            org_path=institution.path,
            institution_path=institution.path,
            way=AdverseEvent.Way.CONFIDENTIAL if by else AdverseEvent.Way.ANONYMOUS,
            kind=kind,
            level=level,
            actuality=actuality,
            happened_on=happened_on,
            place=place.strip(),
            story=words,
            handling=handling.strip(),
            reported_on=timezone.localdate(),
        )
        if by is not None:
            AdverseReporter.objects.create(event=event, person=by, department=department)
        _tell(event, readers)
    return event


def _readers(institution: Organization, *, is_anonymous: bool) -> list[Person]:
    """The officers who will read a report; refused where there are none, or too many come from nobody."""
    readers = [officer.person for officer in officers_of(institution)]
    if not readers:
        raise NotYet(_("本单位还没有指定不良事件管理员，暂时不能上报；请先联系本单位负责人指定。"))
    if is_anonymous:
        _refuse_flood(institution)
    return readers


def _tell(event: AdverseEvent, readers: list[Person]) -> None:
    """Number the report, note that there is one, and tell the officers."""
    year, unit = event.reported_on.year, event.organization
    event.number = numbering.take("rectification.adverse", organization=unit, year=year, to=event, by=None)
    event.save(update_fields=["number"])
    trail.record("adverse_reported", event, by=None)
    with in_first_language():
        text = _("收到不良事件报告：%(number)s，请及时受理。") % {"number": event.number.text}
    notices.notify(readers, text=text, url=event.get_absolute_url(), source=event, kind="adverse")
    events.adverse_reported.send(sender=AdverseEvent, thing=event, by=None)


def _refuse_flood(institution: Organization) -> None:
    """Nobody is known, so all anonymous reports of an hour are counted together."""
    recent = trail.TrailEvent.objects.filter(
        verb="adverse_reported", org_path=institution.path, at__gte=timezone.now() - AN_HOUR
    ).values("object_id")
    if AdverseEvent.objects.filter(pk__in=recent, way=AdverseEvent.Way.ANONYMOUS).count() >= MOST_ANONYMOUS:
        raise NotYet(_("一小时内的匿名上报过多，请稍后再试，或者登录后保密上报。"))


def _held(event: AdverseEvent, by: Person) -> AdverseEvent:
    """The event under its lock, for an officer of its institution who did not report it himself."""
    held = AdverseEvent.objects.select_for_update(no_key=True).get(pk=event.pk)
    if not officers_of(held.organization).filter(person=by).exists():
        raise NotAllowed(_("不良事件只由本单位指定的管理员办理。"))
    if held.state == AdverseEvent.State.CLOSED:
        raise AlreadyDone(_("这起不良事件已经办结。"))
    return held


def _write(event: AdverseEvent, held: AdverseEvent, verb: str, *, by: Person, **values: object) -> None:
    """Write what changed; the trail names the step and the officer and says nothing of the contents."""
    for name, value in values.items():
        setattr(held, name, value)
    held.version += 1
    held.save()
    trail.record(verb, held, by=by)
    for field in held._meta.concrete_fields:
        setattr(event, field.attname, getattr(held, field.attname))


def accept_adverse(event: AdverseEvent, *, kind: AdverseKind, level: AdverseLevel, by: Person) -> None:
    """受理定级: sort and grade it."""
    with transaction.atomic():
        held = _held(event, by)
        if level not in levels_of(held.organization):
            raise Invalid({"level": _("等级的选项已经变化，请重新选择。")})
        _write(event, held, "adverse_accepted", by=by, kind=kind, level=level, state=AdverseEvent.State.ACCEPTED)


def analyse_adverse(event: AdverseEvent, *, method: str, causes: str, by: Person) -> None:
    """What it came from."""
    said = wording.required("causes", causes, _("请写明原因分析。"))
    with transaction.atomic():
        _write(event, _held(event, by), "adverse_analysed", by=by, method=method, causes=said)


def note_channel(event: AdverseEvent, *, receipt: str, on: datetime.date, by: Person) -> None:
    """The number under which the national channel took it."""
    said = wording.required("receipt", receipt, _("请填写国家渠道的回执编号。"))
    if on > timezone.localdate():
        raise Invalid({"on": _("上报日期不能晚于今天。")})
    with transaction.atomic():
        _write(event, _held(event, by), "adverse_channel_noted", by=by, channel_receipt=said, channel_on=on)


def close_adverse(event: AdverseEvent, *, conclusion: str, by: Person, feedback: str = "") -> None:
    """Close it, with an answer to whoever reported in confidence."""
    said = wording.required("conclusion", conclusion, _("请写明处理意见。"))
    with transaction.atomic():
        held = _held(event, by)
        if held.state == AdverseEvent.State.REPORTED:
            raise NotYet(_("请先受理定级，再办结。"))
        if not held.causes:
            raise NotYet(_("请先写明原因分析，再办结。"))
        answer = feedback.strip() if held.way == AdverseEvent.Way.CONFIDENTIAL else ""
        _write(event, held, "adverse_closed", by=by, conclusion=said, feedback=answer, state=AdverseEvent.State.CLOSED)
        reporter = AdverseReporter.objects.filter(event=held).select_related("person").first()
        if reporter is not None:
            with in_first_language():
                text = _("您保密上报的不良事件已办结，可查看反馈。")
            notices.notify(
                [reporter.person], text=text, url=held.get_absolute_url(), source=None, kind="adverse_closed"
            )


def open_improvement(
    institution: Organization,
    *,
    title: str,
    text: str,
    lead_unit: Organization,
    holder: Person,
    due_on: datetime.date,
    by: Person,
) -> Improvement:
    """An officer has something mended; what he writes must not say whose event it was."""
    named = wording.required("title", title, _("请填写改进事项。"))
    _require_officer(institution, by)
    refuse_names(institution, {"title": named, "text": text})
    if lead_unit.institution_path != institution.path:
        raise Invalid({"lead_unit": _("责任科室应当属于本单位。")})
    with transaction.atomic():
        made = Improvement.objects.create(
            organization=institution,
            org_path=institution.path,
            institution_path=institution.path,
            title=named,
            text=text.strip(),
            opened_by=by,
            opened_on=timezone.localdate(),
        )
        made.assignment = assignments.assign(
            source=made, title=named, lead_unit=lead_unit, holder=holder, due_on=due_on, by=by, kind="improvement"
        )
        made.save(update_fields=["assignment"])
        trail.record("improvement_opened", made, by=by, responsible=holder)
        events.improvement_opened.send(sender=Improvement, thing=made, by=by)
    return made


def share_lesson(
    institution: Organization, *, kind: AdverseKind, title: str, story: str, lesson: str, reach: str, by: Person
) -> AdverseLesson:
    """Tell others what is to be learnt, without names."""
    _require_officer(institution, by)
    told = {
        "title": wording.required("title", title, _("请填写标题。")),
        "story": wording.required("story", story, _("请填写案例。")),
        "lesson": wording.required("lesson", lesson, _("请填写教训和改进。")),
    }
    refuse_names(institution, told)
    with transaction.atomic():
        made = AdverseLesson.objects.create(
            organization=institution,
            org_path=institution.path,
            institution_path=institution.path,
            kind=kind,
            reach=reach,
            shared_by=by,
            shared_on=timezone.localdate(),
            **told,
        )
        trail.record("lesson_shared", made, by=by)
    return made


def _require_officer(institution: Organization, by: Person) -> None:
    if not officers_of(institution).filter(person=by).exists():
        raise NotAllowed(_("不良事件只由本单位指定的管理员办理。"))


def refuse_names(institution: Organization, texts: dict[str, str]) -> None:
    """Names of those who have reported to this institution and of their departments stand in no shared text."""
    rows = AdverseReporter.objects.filter(event__institution_path=institution.path)
    people = set(rows.values_list("person__name", flat=True))
    units = {name for name in rows.values_list("department__name", flat=True) if name}
    for field, text in texts.items():
        if _stands_in(text, people | units):
            raise Invalid({field: _("文字中有报告人或者报告科室的名称，请改写后再提交。")})


def _stands_in(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in names if len(name) > 1)
