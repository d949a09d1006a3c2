"""An edition on its way to its readers: uploaded, corrected, checked by somebody else, published, due for review."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, notices, trail
from accountability.models import Blob, Notice
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotAllowed, NotYet
from search import events, permissions
from search.about import About
from search.describing import title_key
from search.intake import Taken
from search.models import Access, Article, Edition, EditionState, IssuingAuthority, Level, Regulation

from .importing import edition_of, rows_of
from .linking import hold_shelf, require_keeper


def draft_edition(
    taken: Taken, *, about: About, by: Person, place: Organization, regulation: Regulation | None = None
) -> Edition:
    """Put a read file into the library as a draft: of a unit's own rule, or of somebody else's document.

    With `regulation` it becomes a new edition of that document; else the document is new.
    """
    permissions.require(by, "keep_library", place)
    if regulation is not None:
        require_keeper(regulation, by)
    _check_dates(about)
    is_own = regulation.is_own if regulation else about.level == Level.INSTITUTION
    if not is_own and not permissions.keeps_for_all(place):
        raise NotAllowed(_("只有上级管理部门可以维护公共法规库；本单位的制度请选择“本单位制度”。"))
    with transaction.atomic():
        hold_shelf()
        document = regulation or _document(taken, about, place if is_own else None)
        _refuse_number_twice(about.document_number, document)
        edition = edition_of(taken, document.pk, by=by, state=EditionState.DRAFT)
        edition.regulation = document
        edition.source = _blob(taken)
        edition.org_path, edition.institution_path = place.path, place.institution_path
        _describe(edition, about)
        edition.save()
        Article.objects.bulk_create(rows_of(taken.parsed.articles, edition))
        with engine.hold(edition):
            trail.record("edition_drafted", edition, by=by, also=[document, edition.source])
            if is_own:
                engine.start(edition, by=by)
    return edition


def _document(taken: Taken, about: About, owner: Organization | None) -> Regulation:
    """A new document, unless one of this name is there."""
    title = (about.title or taken.description.title).strip()[:200]
    key = title_key(title)
    if not key:
        raise Invalid({"title": _("请填写名称。")})
    same = Regulation.objects.filter(title_key=key, level=about.level, org_path=owner.path if owner else "").first()
    if same is not None:
        raise Invalid({"title": _("库中已有《%(title)s》，请在该文件的页面上添加新版本。") % {"title": same.title}})
    issuer = about.issuer.strip()[:200] or taken.description.issuer
    made = Regulation.objects.create(
        title=title,
        title_key=key,
        level=about.level,
        kind=about.kind,
        issuer=_issuer(issuer, about.level, owner),
        organization=owner,
        org_path=owner.path if owner else "",
        institution_path=owner.institution_path if owner else "",
        access=about.access if owner else Access.PUBLIC,
        review_months=about.review_months,
        abridged=about.abridged,
    )
    made.readers.set(about.readers)
    return made


def _issuer(name: str, level: str, owner: Organization | None) -> IssuingAuthority | None:
    if owner is not None:
        return None
    return IssuingAuthority.objects.get_or_create(name=name, defaults={"level": level})[0] if name else None


def _describe(edition: Edition, about: About) -> None:
    """What the keeper says wins over what was read."""
    edition.label = about.label or edition.label
    edition.document_number = about.document_number or edition.document_number
    edition.issued_on = about.issued_on or edition.issued_on
    edition.effective_on = about.effective_on or edition.effective_on
    edition.ended_on = about.ended_on or edition.ended_on


def _check_dates(about: About) -> None:
    if about.effective_on and about.ended_on and about.ended_on < about.effective_on:
        raise Invalid({"ended_on": _("有效期至不能早于施行日期。")})


def _refuse_number_twice(number: str, document: Regulation) -> None:
    """Two documents under one 文号 are refused; two editions of one document are not."""
    if not number:
        return
    rows = Edition.objects.filter(document_number=number, regulation__org_path=document.org_path)
    other = rows.exclude(regulation=document).select_related("regulation").first()
    if other is not None:
        told = _("文号“%(number)s”已用于《%(title)s》，请核对文号。")
        raise Invalid({"document_number": told % {"number": number, "title": other.regulation.title}})


def _blob(taken: Taken) -> Blob:
    return attachments.blobs_of([taken.checked])[taken.checked.sha256]


def replace_text(edition: Edition, taken: Taken, *, by: Person) -> None:
    """Another file in place of a draft's text; what is published is never changed, it gets a new edition."""
    with engine.hold(edition):
        require_draft(edition, by)
        edition.articles.all().delete()
        new = edition_of(taken, edition.regulation_id, by=by, state=EditionState.DRAFT)
        for name in ("preamble", "warnings", "source_name", "source_digest", "text_hash"):
            setattr(edition, name, getattr(new, name))
        edition.source = _blob(taken)
        edition.version += 1
        edition.save()
        Article.objects.bulk_create(rows_of(taken.parsed.articles, edition))
        trail.record("edition_revised", edition, by=by, also=[edition.source])


def require_draft(edition: Edition, by: Person) -> None:
    """Refuse unless the edition is a draft that this person keeps."""
    permissions.require(by, "keep_library", edition)
    if edition.state != EditionState.DRAFT:
        raise NotYet(_("文本已经提交或发布，不能再修改；需要改动时请退回修改或添加新版本。"))


def submit_edition(edition: Edition, *, by: Person) -> None:
    """Send a draft on: to the units whose opinion is asked, or to whoever checks it."""
    with engine.hold(edition):
        require_draft(edition, by)
        engine.require_turn(edition, "draft", by=by)
        edition.check_path = _place_for(edition, "check_regulation", by)
        edition.publish_path = _place_for(edition, "publish_regulation", by)
        edition.state = EditionState.CONSULTING if edition.is_consulted else EditionState.CHECKING
        edition.submitted_at = timezone.now()
        edition.version += 1
        edition.save()
        trail.record("edition_submitted", edition, by=by)
        if edition.is_consulted:
            events.opinions_asked.send(sender=Edition, thing=edition, by=by)
        engine.finish(edition, "draft", by=by)


def _place_for(edition: Edition, right: str, by: Person) -> str:
    """Where somebody other than the authors may do it, one level up where the unit has nobody else."""
    without = {by.pk, *edition.authors.values_list("pk", flat=True)}
    place = permissions.nearest_place(right, edition.org_path, without)
    if place is None:
        raise NotYet(_("本单位和上级单位都没有可以审核、发布制度的其他人员，请先联系上级单位。"))
    return place


def check_edition(edition: Edition, *, by: Person) -> None:
    """审核: the rule is in order."""
    with engine.hold(edition):
        engine.require_turn(edition, "check", by=by)
        _refuse_author(edition, by)
        edition.checked_by = by
        edition.checked_at = timezone.now()
        edition.version += 1
        edition.save()
        trail.record("edition_checked", edition, by=by)
        engine.finish(edition, "check", by=by)


def return_edition(edition: Edition, *, by: Person, because: str) -> None:
    """退回修改, from the check or from the publication, with the reason."""
    with engine.hold(edition):
        node = "publish" if edition.checked_at else "check"
        engine.require_turn(edition, node, by=by)
        edition.state = EditionState.DRAFT
        edition.checked_by, edition.checked_at = None, None
        edition.version += 1
        edition.save()
        trail.record("edition_returned", edition, by=by, because=because)
        engine.send_back(edition, "draft", by=by, because=because)
    if edition.drafted_by:
        with in_first_language():
            text = _("被退回：%(thing)s。%(because)s") % {"thing": edition, "because": because}
        notices.notify([edition.drafted_by], text=text, url=edition.get_absolute_url(), source=edition, kind="returned")


def _refuse_author(edition: Edition, by: Person) -> None:
    permissions.refuse_stand_in(by, set(edition.authors.values_list("pk", flat=True)))


def publish_edition(
    edition: Edition, *, by: Person, effective_on: datetime.date | None = None, document_number: str = ""
) -> None:
    """发布: the readers have it from now on; it applies from its day of effect."""
    with engine.hold(edition.regulation, edition):
        engine.require_turn(edition, "publish", by=by)
        _refuse_author(edition, by)
        _refuse_number_twice(document_number, edition.regulation)
        edition.document_number = document_number or edition.document_number
        edition.effective_on = effective_on or edition.effective_on or timezone.localdate()
        _publish(edition, by)
        engine.finish(edition, "publish", by=by)


def shelve(edition: Edition, *, by: Person) -> None:
    """Publish a checked draft of somebody else's document in everybody's library."""
    with engine.hold(edition.regulation, edition):
        require_keeper(edition.regulation, by)
        if edition.regulation.is_own:
            raise NotYet(_("本单位制度要经过审核后由负责人发布，请提交审核。"))
        require_draft(edition, by)
        _publish(edition, by)


def _publish(edition: Edition, by: Person) -> None:
    now = timezone.now()
    edition.issued_on = edition.issued_on or timezone.localdate()
    edition.state, edition.published_by, edition.published_at = EditionState.PUBLISHED, by, now
    months = edition.regulation.review_months
    if months:
        edition.review_due_on = _months_after(edition.applies_from or timezone.localdate(), months)
    edition.version += 1
    edition.save()
    trail.record("edition_published", edition, by=by)
    ids = list(Edition.objects.published().filter(regulation=edition.regulation_id).values_list("pk", flat=True))
    events.library_changed.send(sender=Edition, ids=ids, by=by)
    events.edition_published.send(sender=Edition, thing=edition, by=by)


def _months_after(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.month - 1 + months, 12)
    return datetime.date(day.year + year, month + 1, min(day.day, 28))


def tell_reviews_due(on: datetime.date | None = None) -> int:
    """Tell the keepers of every rule in force whose day of review has come, each rule once; how many were told."""
    day = on or timezone.localdate()
    told = Notice.objects.filter(kind="review_due", source_type__app_label="search").values("source_id")
    due = Edition.objects.binding(day).filter(review_due_on__lte=day).exclude(pk__in=told)
    editions = list(due.select_related("regulation"))
    for edition in editions:
        _tell_review(edition)
    return len(editions)


def _tell_review(edition: Edition) -> None:
    with in_first_language():
        text = _("%(title)s已到复审日期（%(day)s），请复审后修订或继续执行。") % {
            "title": edition.regulation.cited_title,
            "day": f"{edition.review_due_on:%Y-%m-%d}",
        }
    keepers: Iterable[Person] = rights.who_may("search.keep_library", edition.regulation.org_path or edition.org_path)
    with transaction.atomic():
        notices.notify(keepers, text=text, url=edition.get_absolute_url(), source=edition, kind="review_due")
        events.review_due.send(sender=Edition, thing=edition, by=None)
