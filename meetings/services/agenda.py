"""The agenda: items added, changed, put in order, settled; papers asked of units and handed in."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import attachments, trail
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from engine.jobs import enqueue, job
from engine.models import Job
from meetings import permissions
from meetings.models import AgendaItem, AgendaPaper, ItemState, Meeting, MeetingState, Part
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Stale

from . import wording

ASKING, FEW = "meetings.ask_papers", 20
OPEN = (MeetingState.PLANNED, MeetingState.NOTICED)
EDITABLE = (
    "part", "title", "text", "unit", "speaker", "minutes", "major", "papers_due_on", "restricted"
)  # fmt: skip


def add_item(meeting: Meeting, *, part: str, title: str, by: Person, **fields: Any) -> AgendaItem:
    """One more item at the end; while the meeting runs too, which is told in the trail."""
    with engine.hold(meeting):
        _require_open(meeting, by)
        values = {"text": "", **fields, "part": part, "title": title}
        _check(meeting, values)
        last = meeting.agenda.order_by("-order").values_list("order", flat=True).first() or 0
        source = values.pop("source", None)
        shown = values.pop("shown", "")
        item = AgendaItem(meeting=meeting, org_path=meeting.org_path, order=last + 1, shown=shown, **_cleaned(values))
        if source is not None:
            item.source, item.source_label = source, str(source)[:200]
        item.save()
        trail.record("agenda_item_added", meeting, by=by, also=[item], extra={"item": item.title})
    return item


def revise_item(item: AgendaItem, *, version: int, by: Person, **fields: Any) -> AgendaItem:
    """Change an item; what the kind must have keeps its part."""
    with engine.hold(item.meeting, item):
        _require_open(item.meeting, by)
        if item.version != version:
            raise Stale(mine={"": str(fields.get("title", ""))}, theirs={str(_("议题")): item.title})
        values = {**{name: getattr(item, name) for name in EDITABLE}, **fields}
        _check(item.meeting, values)
        if (item.required or item.standing) and values["part"] != item.part:
            raise Invalid({"part": _("这是会议类型规定的议程，不能改为其他类别。")})
        if item.is_deliberation and values["title"].strip() != item.title:
            raise Invalid({"title": _("提请审议的事项以送审的名称为准，议题名称不能修改。")})
        for name, value in _cleaned(values).items():
            setattr(item, name, value)
        item.version += 1
        item.save()
        trail.record("agenda_item_revised", item.meeting, by=by, also=[item], extra={"item": item.title})
    return item


def order_items(meeting: Meeting, *, places: dict[int, int], by: Person) -> None:
    """Put the items in the order of the numbers typed; equal numbers keep their order."""
    with engine.hold(meeting):
        _require_open(meeting, by)
        items = sorted(meeting.agenda.all(), key=lambda item: (places.get(item.pk, item.order), item.order, item.pk))
        for place, item in enumerate(items, 1):
            item.order = place
        AgendaItem.objects.bulk_update(items, ["order"])
        trail.record("agenda_ordered", meeting, by=by, also=items)


def settle_item(item: AgendaItem, *, state: str, conclusion: str, by: Person) -> AgendaItem:
    """What became of an item: settled or heard, put off, or struck; what the kind must have is not struck."""
    meeting = item.meeting
    with engine.hold(meeting, item):
        permissions.require_desk(by, meeting)
        if not (meeting.is_open or meeting.is_recording):
            raise NotYet(_("纪要已经送签，不能再修改议程结果。"))
        if state not in ItemState.values:
            raise Invalid({"state": _("请选择议程结果。")})
        if state == ItemState.STRUCK and item.required:
            raise Invalid({"state": _("“%(what)s”是这类会议的必备议程，不能撤下。") % {"what": item.title}})
        if item.is_deliberation and state in (ItemState.SETTLED, ItemState.HEARD):
            raise Invalid({"state": _("“%(what)s”提请会议审议，请记录审议结果。") % {"what": item.title}})
        if meeting.kind.without_patients:
            wording.refuse_patient("conclusion", conclusion)
        item.state, item.conclusion, item.resolution = state, conclusion.strip(), ""
        item.version += 1
        item.save()
        trail.record("agenda_item_settled", meeting, by=by, also=[item], extra={"item": item.title, "state": state})
    return item


def ask_paper(
    item: AgendaItem, *, units: Sequence[Organization], due_on: datetime.date, wanted: str, by: Person
) -> list[AgendaPaper]:
    """Ask units for their papers before the meeting; who is asked already is left alone."""
    meeting = item.meeting
    with engine.hold(meeting, item):
        _require_open(meeting, by)
        if not units:
            raise Invalid({"units": _("请选择报送材料的单位。")})
        if due_on > timezone.localdate(meeting.starts_at):
            raise Invalid({"due_on": _("材料报送截止日期不能晚于会议日期。")})
        known = set(item.papers.values_list("unit_id", flat=True))
        told = {"item": item, "meeting_path": meeting.org_path, "wanted": wanted.strip(), "due_on": due_on}
        made = AgendaPaper.objects.bulk_create(
            AgendaPaper(unit=unit, org_path=unit.path, asked_by=by, **told)
            for unit in dict.fromkeys(units)
            if unit.pk not in known
        )
        item.papers_due_on = due_on
        item.save(update_fields=["papers_due_on"])
        trail.record("paper_asked", meeting, by=by, also=[item, *made], extra={"units": [str(one) for one in units]})
        _tell_units(meeting, made, by)
    return made


def hand_in_paper(
    paper: AgendaPaper, *, text: str, files: Sequence[attachments.Checked] = (), version: int, by: Person
) -> AgendaPaper:
    """A unit hands in its paper, or a better one, until the meeting is held."""
    meeting = paper.item.meeting
    with engine.hold(meeting, paper):
        permissions.require(by, "hand_in_paper", paper)
        if not meeting.is_open:
            raise NotYet(_("会议已经召开或取消，不再接收材料；需要补交的请联系会务经办人。"))
        if paper.version != version:
            raise Stale(mine={str(_("材料正文")): text}, theirs={str(_("材料正文")): paper.text})
        if not text.strip() and not files:
            raise Invalid({"text": _("请填写材料正文，或者上传文件。")})
        if meeting.kind.without_patients:
            wording.refuse_patient("text", text)
        paper.text, paper.submitted_by, paper.submitted_at = text.strip(), by, timezone.now()
        paper.version += 1
        paper.save()
        for file in files:
            attachments.attach(file, to=paper, by=by)
        trail.record("paper_handed_in", paper, by=by)
        with in_first_language():
            told = _("会前材料已报送：%(unit)s，%(item)s") % {"unit": paper.unit, "item": paper.item.title}
        notify([meeting.arranged_by], text=told, url=meeting.get_absolute_url(), source=paper, kind="meeting")
    return paper


def remind_papers(item: AgendaItem, *, by: Person) -> int:
    """Remind the units whose papers are missing; how many."""
    with engine.hold(item.meeting, item):
        _require_open(item.meeting, by)
        owing = list(item.papers.filter(submitted_at__isnull=True).select_related("unit"))
        if not owing:
            raise AlreadyDone(_("各单位的材料都已报送，无需催报。"))
        _tell_units(item.meeting, owing, by)
        trail.record("paper_asked", item.meeting, by=by, extra={"reminded": [str(one.unit) for one in owing]})
    return len(owing)


def _tell_units(meeting: Meeting, papers: Sequence[AgendaPaper], by: Person) -> None:
    """Tell the units of these papers: a few at once, many in the background."""
    if len(papers) <= FEW:
        for paper in papers:
            _tell_unit(paper, by)
        return
    keys = [paper.pk for paper in papers]
    enqueue(ASKING, by=by, org_path=meeting.org_path, total=len(keys), papers=keys)


@job(ASKING, title=gettext_lazy("通知单位报送会议材料"))
def tell_chunk_of_units(work: Job) -> "engine.More | None":
    """The next few units; one whose paper has come, or whose meeting is over, is not told any more."""
    keys = work.payload["papers"]
    owing = AgendaPaper.objects.filter(pk__in=keys[:FEW], submitted_at__isnull=True, item__meeting__state__in=OPEN)
    for paper in owing.select_related("unit", "item", "asked_by"):
        _tell_unit(paper, work.by or paper.asked_by)
    Job.objects.filter(pk=work.pk).update(payload={"papers": keys[FEW:]})
    return engine.More(work.done + len(keys[:FEW]), work.total) if keys[FEW:] else None


def _tell_unit(paper: AgendaPaper, by: Person) -> None:
    """Tell those in the unit who may hand it in."""
    with in_first_language():
        text = _("请于%(due)s前报送会议材料：%(item)s") % {"due": paper.due_on, "item": paper.item.title}
    told = rights.who_may("meetings.hand_in_paper", paper.org_path).exclude(pk=by.pk)
    notify(told, text=text, url=paper.get_absolute_url(), source=paper, kind="meeting")


def _require_open(meeting: Meeting, by: Person) -> None:
    """Its keeper, before it was held; while it runs too."""
    permissions.require_desk(by, meeting)
    if meeting.state not in OPEN:
        raise NotYet(_("会议已经召开或取消，不能再修改议程。"))


def _check(meeting: Meeting, values: dict[str, Any]) -> None:
    """What an item needs."""
    wording.line("title", str(values["title"]), _("请填写议题。"))
    if values["part"] not in Part.values:
        raise Invalid({"part": _("请选择议程类别。")})
    if values.get("major") and not meeting.kind.majors:
        raise Invalid({"major": _("这类会议不研究三重一大事项，请改用党委会或院长办公会。")})
    if meeting.kind.without_patients:
        wording.refuse_patient("title", str(values["title"]), str(values.get("text") or ""))


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"An agenda item has no editable {', '.join(sorted(unknown))}.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
