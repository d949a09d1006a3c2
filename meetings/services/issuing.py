"""印发: the signed minutes go out, are read, and leave as a package; what may be copied into a group is short."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import IO, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from accountability.models import Attachment
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from engine.asking import open_turn
from meetings import events, permissions
from meetings.models import Manner, Meeting, MeetingState, Minutes, MinutesReader, ReaderRole
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet

from . import deliberating
from .generating import in_chinese

MOST_CHARACTERS = 500
SAID = (Manner.POINTED, Manner.STRESSED, Manner.DEMANDED)


def issue_minutes(meeting: Meeting, *, readers: Sequence[Person], by: Person) -> None:
    """Issue the signed minutes and put them before these people; who has not read them stays on the list."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        open_turn(meeting, "issue")
        if not readers:
            raise Invalid({"readers": _("请选择传阅人员。")})
        minutes = meeting.minutes
        rows = _readers(minutes, readers)
        meeting.state, meeting.issued_at = MeetingState.ISSUED, timezone.now()
        meeting.version += 1
        meeting.save()
        trail.record("minutes_issued", meeting, by=by, also=[minutes, *rows])
        _tell(minutes, [one for one in readers if one != by], _("会议纪要已印发，请阅：%(what)s"))
        deliberating.tell(meeting, by=by)
        events.minutes_issued.send(sender=Meeting, thing=meeting, by=by)
        engine.finish(meeting, "issue", by=by)


def read_minutes(minutes: Minutes, *, by: Person) -> None:
    """已阅: said by the reader himself."""
    with engine.hold(minutes):
        reader = minutes.readers.circulated().filter(person=by).first()
        if reader is None:
            raise NotAllowed(_("这份纪要没有送您传阅，不需要签阅。"))
        if reader.answered_at:
            raise AlreadyDone(who=by, when=reader.answered_at)
        reader.answered_at = timezone.now()
        reader.save(update_fields=["answered_at"])
        trail.record("minutes_read", minutes, by=by, also=[reader])


def remind_readers(minutes: Minutes, *, by: Person) -> int:
    """Remind those who have not read them; how many."""
    with engine.hold(minutes.meeting):
        permissions.require_desk(by, minutes.meeting)
        owing = Person.objects.filter(pk__in=minutes.readers.circulated().waiting().values("person"))
        if not owing:
            raise AlreadyDone(_("传阅人员都已阅，无需催阅。"))
        _tell(minutes, list(owing), _("请阅会议纪要：%(what)s"))
        trail.record("minutes_issued", minutes.meeting, by=by, extra={"reminded": [one.name for one in owing]})
        return len(owing)


def bulletin(meeting: Meeting) -> str:
    """A short text to copy into a group: what the meeting did and asked for, without names of persons (F13)."""
    if meeting.restricted:
        raise NotYet(_("仅参会人员可见的会议不生成信息稿。"))
    day = date_format(timezone.localtime(meeting.held_at or meeting.starts_at), "n月j日")
    told = {"day": day, "host": meeting.organization.name, "what": meeting.title}
    text = _("%(day)s，%(host)s召开%(what)s。") % told
    names = _names(meeting)
    for manner in SAID:
        said = meeting.statements.filter(manner=manner, struck=False).order_by("order", "pk")
        for place, row in enumerate(said):
            lead = _("会议%(how)s，") % {"how": Manner(manner).label} if not place else ""
            text = _added(text, lead + _ended(_without(names, row.text)))
    points = [row.text for row in meeting.decisions.standing().order_by("order", "pk")]
    for place, point in enumerate(points, 1):
        lead = _("会议议定：") if place == 1 else ""
        text = _added(text, f"{lead}{in_chinese(place)}是{_ended(_without(names, point))}")
    return text


def _added(text: str, sentence: str) -> str:
    """With the sentence where it still fits, whole or not at all."""
    return text + sentence if len(text) + len(sentence) <= MOST_CHARACTERS else text


def _ended(text: str) -> str:
    return text.replace("\n", "").rstrip("。；;，,") + "。"


def _names(meeting: Meeting) -> set[str]:
    """The names of those who answer for something or spoke."""
    held = Person.objects.filter(pk__in=meeting.decisions.standing().values("holder"))
    spoke = Person.objects.filter(pk__in=meeting.statements.values("speaker"))
    return {person.name for person in [*held, *spoke] if len(person.name) > 1}


def _without(names: set[str], text: str) -> str:
    """The words without these names."""
    for name in names:
        text = text.replace(name, _("有关人员"))
    return text


def pack(meeting: Meeting, into: IO[bytes], *, files: Sequence[Attachment], with_record: bool, by: Person) -> None:
    """Everything of the meeting as one zip: notice, agenda, record, minutes, list of decisions, papers."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _texts(meeting, with_record=with_record):
            package.writestr(name, text.encode("utf-8-sig"))
        taken: set[str] = set()
        for file in files:
            name = file.name if file.name not in taken else f"{file.pk}-{file.name}"
            taken.add(name)
            package.write(attachments.stored(file.blob.sha256), _("会议材料/%(name)s") % {"name": name})
    trail.witness("meeting_packed", meeting, by=by, extra={"files": [file.name for file in files]})


def _texts(meeting: Meeting, *, with_record: bool) -> list[tuple[str, str]]:
    """Name and words of each paper."""
    when = date_format(timezone.localtime(meeting.starts_at), "Y年n月j日 H:i")
    notice = [meeting.title, when, meeting.place, meeting.purpose, meeting.notes, meeting.contact]
    agenda = [f"{place}．{item.title}\n{item.text}".strip() for place, item in enumerate(meeting.agenda.all(), 1)]
    told = [
        (_("01 会议通知.txt"), "\n".join(part for part in notice if part)),
        (_("02 会议议程.txt"), "\n".join(agenda)),
    ]
    if with_record:
        said = meeting.statements.filter(struck=False).order_by("order", "pk")
        lines = [f"{row.speaker_label}{row.get_manner_display()}：{row.text}" for row in said]
        told.append((_("03 会议记录.txt"), "\n".join(lines)))
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and (with_record or meeting.issued_at):
        number = minutes.number.text if minutes.number else _("讨论稿，不作为执行依据")
        told.append((_("04 会议纪要.txt"), f"{minutes.title}\n{number}\n\n{minutes.text}"))
    told.append((_("05 议定事项清单.csv"), _table(meeting)))
    return told


def _table(meeting: Meeting) -> str:
    """The decisions as a table that a spreadsheet opens."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    head = (_("序号"), _("议定事项"), _("牵头单位"), _("配合单位"), _("责任人"), _("完成时限"), _("状态"))
    writer.writerow(head)
    rows = meeting.decisions.standing().select_related("lead_unit", "holder", "assignment")
    for place, row in enumerate(rows.prefetch_related("supporting_units").order_by("order", "pk"), 1):
        units = "、".join(unit.name for unit in row.supporting_units.all())
        cells = (place, row.text, row.lead_unit or "", units, row.holder or "", row.due_on or "", row.standing_label)
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return sheet.getvalue()


def _harmless(cell: str) -> str:
    """No cell is a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell


def _readers(minutes: Minutes, people: Sequence[Person]) -> list[MinutesReader]:
    """Everybody before whom they are put, each once."""
    told: dict[str, Any] = {"minutes": minutes, "role": ReaderRole.READING, "round": 1, "org_path": minutes.org_path}
    rows = [MinutesReader(person=one, **told) for one in dict.fromkeys(people)]
    return MinutesReader.objects.bulk_create(rows, batch_size=500)


def _tell(minutes: Minutes, people: Sequence[Person], sentence: str) -> None:
    with in_first_language():
        text = sentence % {"what": minutes.title}
    notify(people, text=text, url=minutes.get_absolute_url(), source=minutes, kind="meeting")
