"""The registers of the kernel as the library meets them: found in the search box, read as a duty, taken into it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.incoming import becoming, reading
from accountability.models import Circulation, Directive, IncomingDocument, Publication
from search import findable
from search.findable import Findable
from search.models import Edition


def declare() -> None:
    """Enter what can be found, what may be given to people to read, and what a paper may become here."""
    reading.readable(Edition, when=lambda edition: edition.is_published)
    becoming.register(
        "edition",
        title=_("录入法规库"),
        icon="book-open-text",
        address=lambda thing: f"{reverse('search:regulation_new')}?source={thing._meta.label_lower}:{thing.pk}",
        permission="search.keep_library",
    )
    for kind in FOUND:
        findable.register(kind)


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


FOUND = (
    Findable(
        IncomingDocument,
        _("收文"),
        lambda one: _joined(one.number_text, one.sender, one.their_number, one.title, one.summary, one.proposal),
        title=lambda one: one.title,
        about=lambda one: f"{one.number_text} · {one.sender} · {one.get_state_display()}",
    ),
    Findable(
        Directive,
        _("领导批示"),
        lambda one: _joined(one.number_text, one.leader_name, one.leader_post, one.occasion, one.text),
        title=lambda one: f"{one.leader_name}：{one.occasion}",
        about=lambda one: f"{one.number_text} · {one.get_state_display()}",
    ),
    Findable(
        Publication,
        _("发布记录"),
        lambda one: _joined(one.title, one.text, one.basis),
        title=lambda one: one.title,
        about=lambda one: f"{one.organization.name} · {one.get_state_display()}",
        related=("organization",),
    ),
)


def renew_reading(sender: object, *, thing: Edition, by: Any = None, **_event: object) -> None:
    """A newer edition is out: whoever had to read the one before reads this one too, if its sender still may ask."""
    older = Edition.objects.filter(regulation=thing.regulation_id).exclude(pk=thing.pk).values("pk")
    kind = {"source_type__app_label": "search", "source_type__model": "edition"}
    last = Circulation.objects.filter(source_id__in=older, withdrawn_at__isnull=True, **kind).order_by("-pk").first()
    if last is None or last.sent_by is None or not reading.may_send(last, last.sent_by):
        return
    readers = [one.person for one in last.readings.living().select_related("person__home")]
    if readers:
        note = str(_("您阅知过的文件有新版本，请阅读。"))
        reading.circulate(thing, to=readers, by=last.sent_by, note=note, at=last.organization)
