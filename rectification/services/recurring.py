"""How often a campaign comes again; its next edition is drafted in time by the site itself, and signed by people.

The first edition is locked while the next one is drafted, and what is there is counted under that lock: whoever asks
twice, or again after a crash, finds the draft and makes no second one.
"""

import calendar
import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import notices, trail
from accountability.signing.manifests import in_first_language
from engine.jobs import enqueue, job
from engine.models import Job
from engine.recurring import every
from organizations import rights
from organizations.models import Person
from organizations.refusals import Invalid
from rectification import permissions
from rectification.models import Campaign, CampaignState, Recurrence

from . import editions
from .editing import copy_as

KIND, ONE = "rectification.next_editions", "rectification.next_edition"
HOURS = 6
AHEAD = datetime.timedelta(days=30)
"""How long before its first day an edition is drafted, so that it can be signed in time."""
LONGEST_TITLE = 200


def set_recurrence(campaign: Campaign, *, recurs: int, by: Person) -> None:
    """定期开展: kept at the first edition of the series."""
    if recurs not in Recurrence.values:
        raise Invalid({"recurs": _("请选择周期。")})
    with engine.hold(campaign):
        permissions.require(by, "draft_campaign", campaign)
        if campaign.recurs == recurs:
            return
        changed = {"recurs": [campaign.recurs, recurs]}
        campaign.recurs = recurs
        campaign.save(update_fields=["recurs"])
        trail.record("recurrence_set", campaign, by=by, changed=changed)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


@job(KIND, title=gettext_lazy("定期专项工作的下一期起草"))
def next_editions(asked: Job) -> None:
    """Let what begins within thirty days be drafted, each by itself: one that cannot be holds up no other."""
    today = timezone.localdate()
    for head in Campaign.objects.exclude(recurs=Recurrence.NEVER).order_by("pk"):
        last = _last(head)
        if last is not None and next_start(last, head.recurs, today=today) <= today + AHEAD:
            enqueue(ONE, f"{ONE}:{head.pk}:{today}", org_path=head.org_path, campaign=head.pk)


@job(ONE, title=gettext_lazy("定期专项工作的下一期起草"))
def next_edition(asked: Job) -> None:
    """Draft one, where it is still time."""
    draft_next(Campaign.objects.get(pk=asked.payload["campaign"]))


every(KIND, minutes=HOURS * 60)


def draft_next(head: Campaign, *, today: datetime.date | None = None) -> Campaign | None:
    """The next edition of a series as a draft like its last one; nothing where it is not time, or it is there."""
    today = today or timezone.localdate()
    with engine.hold(head):
        last = _last(head)
        if last is None or not head.recurs:
            return None
        starts_on = next_start(last, head.recurs, today=today)
        clerk = _clerk(last)
        if starts_on > today + AHEAD or clerk is None:
            return None
        done = editions.marks(last)
        with in_first_language():
            day = _("（%(year)d年%(month)d月）") % {"year": starts_on.year, "month": starts_on.month}
        title = f"{head.title[: LONGEST_TITLE - len(day)]}{day}"
        told = {"from": last.pk, "last": {str(mark.label): mark.is_there for mark in done}}
        made = copy_as(last, title=title, starts_on=starts_on, drafter=clerk, by=None, extra=told)
        _tell(made, last, clerk, done)
    return made


def next_start(last: Campaign, months: int, *, today: datetime.date) -> datetime.date:
    """When the edition after this one begins; periods that have gone by are not made up for."""
    day, turn = months_after(last.starts_on, months), 1
    while day < today:
        turn += 1
        day = months_after(last.starts_on, months * turn)
    return day


def _last(head: Campaign) -> Campaign | None:
    """The newest edition, where it has been issued: a draft that nobody has issued is the next one already."""
    series = Campaign.objects.filter(Q(pk=head.pk) | Q(series=head))
    newest = series.order_by("-starts_on", "-pk").first()
    waits = (CampaignState.DRAFT, CampaignState.SIGNING, CampaignState.ISSUING)
    return None if newest is None or newest.state in waits else newest


def _clerk(last: Campaign) -> Person | None:
    """Who drafts it: whoever drafted the last one, otherwise somebody of the issuer who may."""
    drafter = last.drafted_by
    if drafter.active and permissions.may(drafter, "draft_campaign", last.organization):
        return drafter
    found = rights.who_may("rectification.draft_campaign", last.organization.path).filter(active=True)
    return found.order_by("pk").first()


def _tell(made: Campaign, last: Campaign, clerk: Person, done: list[editions.Mark]) -> None:
    """The clerk, whose turn it is too."""
    with in_first_language():
        words = _("、").join(str(mark.label if mark.is_there else mark.lacking) for mark in done)
        text = _("“%(title)s”定于%(day)s开始，已按上期起草，请核对后提交签发。上期%(marks)s。")
        told = {"title": made.title, "day": f"{made.starts_on:%Y-%m-%d}", "marks": words}
    notices.notify([clerk], text=text % told, url=made.get_absolute_url(), source=made, kind="edition_drafted")
