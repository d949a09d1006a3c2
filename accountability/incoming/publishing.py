"""信息发布: drafted, checked three times (初审、复审、终审), put up, and taken down when it must be."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import events, trail
from accountability.attachments import attach
from accountability.gate import Checked
from accountability.incoming.wording import refuse_secrets, require_text, trimmed
from accountability.models import Publication, PublicationPlace
from accountability.models.publications import LONGEST_TEXT
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Stale
from organizations.rights import require

KEEP = "accountability.publish"
State, Where = Publication.State, PublicationPlace.Where
PERSONAL = (
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    re.compile(r"(?:住院号|病历号|门诊号|床号|身份证号?|腕带)[：:\s]*[A-Za-z0-9]+"),
    re.compile(r"(?:患者|病人|患儿|产妇)[\u4e00-\u9fff]某"),
)
"""Identity numbers, mobile numbers, case and bed numbers, patients by their family name (个人信息保护法第二十八条)."""


@dataclass(frozen=True)
class Text:
    """What is to be published."""

    title: str
    text: str
    kind: str = Publication.Kind.NEWS
    happened_on: datetime.date | None = None
    basis: str = ""
    names_persons: bool = False
    names_because: str = ""


def personal_data(text: str) -> list[str]:
    """What in a text looks like personal data."""
    return [found.group() for pattern in PERSONAL for found in pattern.finditer(text)]


def without_personal_data(text: str) -> str:
    """A text as it may be copied into a group: numbers that lead to a person are masked."""
    for pattern in PERSONAL:
        text = pattern.sub("×××", text)
    return text


def draft_publication(
    organization: Organization,
    *,
    text: Text,
    by: Person,
    source: models.Model | None = None,
    files: Sequence[Checked] = (),
) -> Publication:
    """起草: at most 500 characters, about something that has happened."""
    require(by, KEEP, organization)
    _check(text)
    with transaction.atomic():
        publication = Publication.objects.create(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            source_type=ContentType.objects.get_for_model(source) if source is not None else None,
            source_id=source.pk if source is not None else None,
            source_label=str(source)[:200] if source is not None else "",
            drafted_by=by,
            **_columns(text),
        )
        with engine.hold(publication):
            for file in files:
                attach(file, to=publication, by=by)
            trail.record("publication_drafted", publication, by=by)
            engine.start(publication, by=by)
    return publication


def revise_publication(publication: Publication, *, text: Text, version: int, by: Person) -> Publication:
    """Change the words while nobody checks them."""
    require(by, KEEP, publication)
    _check(text)
    with engine.hold(publication):
        engine.require_turn(publication, "draft", by=by)
        if publication.version != version:
            raise Stale(_("这份稿件在您填写期间已被修改，请刷新页面，核对后重新提交。"))
        for name, value in _columns(text).items():
            setattr(publication, name, value)
        publication.drafted_by = by
        publication.version += 1
        publication.save()
        trail.record("publication_revised", publication, by=by)
    return publication


def submit_publication(publication: Publication, *, version: int, by: Person) -> Publication:
    """送审: what looks like personal data must have its reason first."""
    with engine.hold(publication):
        engine.require_turn(publication, "draft", by=by)
        if publication.version != version:
            raise Stale(_("这份稿件在您查看期间已被修改，请刷新页面，核对后重新送审。"))
        found = personal_data(f"{publication.title}\n{publication.text}")
        if found and not publication.names_persons:
            shown = _("、").join(found[:3])
            raise NotYet(_("正文中有疑似个人信息（%(what)s），请删除，或者写明公开的依据和期限。") % {"what": shown})
        publication.state = State.CHECKING
        publication.version += 1
        publication.save()
        trail.record("publication_submitted", publication, by=by)
        engine.finish(publication, "draft", by=by)
    return publication


def clear(publication: Publication) -> None:
    """The final check has passed: it may be put up."""
    publication.state = State.CLEARED
    publication.save(update_fields=["state"])
    trail.record("publication_cleared", publication, by=None)
    with in_first_language():
        text = _("信息发布审核已通过，请发布并登记：%(label)s") % {"label": publication}
    url = publication.get_absolute_url()
    notify([publication.drafted_by], text=text, url=url, source=publication, kind="publication")


def put_up(
    publication: Publication,
    *,
    where: str,
    since: datetime.date,
    by: Person,
    name: str = "",
    until: datetime.date | None = None,
    url: str = "",
    picture: Checked | None = None,
) -> PublicationPlace:
    """发布登记: where it stands, from when until when, with a link or a picture."""
    require(by, KEEP, publication)
    _check_place(where, since=since, until=until)
    with engine.hold(publication):
        if publication.state not in (State.CLEARED, State.PUBLISHED):
            raise NotYet(_("稿件还没有通过信息发布审核，或者已经撤下，不能登记发布。"))
        place = PublicationPlace.objects.create(
            publication=publication,
            where=where,
            name=trimmed(name, 80),
            since=since,
            until=until,
            url=url,
            recorded_by=by,
        )
        if picture is not None:
            attach(picture, to=publication, by=by, note=str(place))
        is_first = publication.state == State.CLEARED
        publication.state = State.PUBLISHED
        publication.save(update_fields=["state"])
        trail.record("publication_published", publication, by=by, also=[place], extra={"where": str(place)})
        events.publication_published.send(sender=Publication, thing=publication, place=place, by=by)
        if is_first:
            engine.finish(publication, "publish", by=by)
    return place


def take_down(publication: Publication, *, because: str, by: Person) -> Publication:
    """撤下: everywhere, with the reason; the record stays."""
    require(by, KEEP, publication)
    reason = require_text(because, "because", _("请写明撤下的原因。"))
    with engine.hold(publication):
        if publication.state == State.WITHDRAWN:
            raise AlreadyDone(who=publication.withdrawn_by, when=publication.withdrawn_at)
        if publication.state != State.PUBLISHED:
            raise NotYet(_("稿件还没有发布，不需要撤下。"))
        publication.state, publication.withdrawn_because = State.WITHDRAWN, trimmed(reason, 200)
        publication.withdrawn_by, publication.withdrawn_at = by, timezone.now()
        publication.save()
        trail.record("publication_withdrawn", publication, by=by, because=reason)
    return publication


def drop(publication: Publication, *, because: str, by: Person) -> Publication:
    """不再发布: a draft, or a checked text, that will not be put up."""
    require(by, KEEP, publication)
    reason = require_text(because, "because", _("请写明不再发布的原因。"))
    with engine.hold(publication):
        if publication.state not in (State.DRAFT, State.CLEARED):
            raise NotYet(_("审核中或者已经发布的稿件不能这样办理，请先撤回送审或者撤下。"))
        publication.state = State.CANCELLED
        publication.save(update_fields=["state"])
        trail.record("publication_dropped", publication, by=by, because=reason)
        engine.cancel(publication, by=by, because=reason)
    return publication


def note_return(sender: type, *, thing: models.Model, by: Person | None, because: str, **_event: Any) -> None:
    """A check was not passed, or the drafter took it back: it is a draft again."""
    if isinstance(thing, Publication) and thing.state == State.CHECKING:
        thing.state = State.DRAFT
        thing.version += 1
        thing.save(update_fields=["state", "version"])
        trail.record("publication_returned", thing, by=by, because=because)


def _columns(text: Text) -> dict[str, Any]:
    return {
        "kind": text.kind,
        "title": trimmed(text.title, 120),
        "text": trimmed(text.text),
        "happened_on": text.happened_on,
        "basis": trimmed(text.basis, 200),
        "names_persons": text.names_persons,
        "names_because": trimmed(text.names_because, 200) if text.names_persons else "",
    }


def _check(text: Text) -> None:
    errors: dict[str, str] = {}
    if not text.title.strip():
        errors["title"] = _("请填写标题。")
    if not text.text.strip():
        errors["text"] = _("请填写正文。")
    elif len(text.text.strip()) > LONGEST_TEXT:
        errors["text"] = _("正文最多500字，现有%(n)d字，请压缩。") % {"n": len(text.text.strip())}
    if text.happened_on and text.happened_on > timezone.localdate() and text.kind == Publication.Kind.NEWS:
        errors["happened_on"] = _("信息稿报道的事件日期不能晚于今天。")
    if text.names_persons and not text.names_because.strip():
        errors["names_because"] = _("涉及个人信息的，请写明公开的依据和期限。")
    if errors:
        raise Invalid(errors)
    refuse_secrets(title=text.title, text=text.text)


def _check_place(where: str, *, since: datetime.date, until: datetime.date | None) -> None:
    if where not in Where.values:
        raise Invalid({"where": _("请选择发布载体。")})
    if since > timezone.localdate():
        raise Invalid({"since": _("发布日期不能晚于今天，请在发布后登记。")})
    if until is not None and until < since:
        raise Invalid({"until": _("公示截止日期不能早于发布日期。")})
