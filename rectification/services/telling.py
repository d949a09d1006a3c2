"""Whom a verb tells beyond those whose turn it becomes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accountability import notices
from accountability.signing.manifests import in_first_language
from organizations.models import Appointment, Duty, Organization, Person
from rectification.models import Campaign, Draw, Filing, Finding, Inspection, Participant


def of_issue(campaign: Campaign, units: Sequence[Organization]) -> None:
    """The clerks and principals of these units: the campaign was issued."""
    ids = [unit.pk for unit in units]
    posts = Appointment.objects.valid().filter(post__duty__in=[Duty.CLERK, Duty.PRINCIPAL])
    here = posts.filter(post__organization__in=ids, post__oversees__isnull=True)
    for_it = here | posts.filter(post__oversees__in=ids)
    with in_first_language():
        text = _("%(issuer)s印发了“%(title)s”，请按方案组织实施。")
    notices.notify(
        Person.objects.filter(active=True, pk__in=for_it.values("person")),
        text=text % {"issuer": campaign.organization.name, "title": campaign.title},
        url=campaign.get_absolute_url(),
        source=campaign,
        kind="campaign_issued",
    )


def of_succession(participant: Participant, heir: Organization) -> None:
    """The clerks and principals of the unit that takes over: what its predecessor took part in is theirs now."""
    posts = Appointment.objects.valid().filter(post__duty__in=[Duty.CLERK, Duty.PRINCIPAL])
    held = posts.filter(post__organization=heir) | posts.filter(post__oversees=heir)
    with in_first_language():
        text = _("“%(unit)s”在“%(title)s”中的工作由%(heir)s承接，请继续办理。")
    told = {"unit": participant.name, "title": participant.campaign.title, "heir": heir.name}
    notices.notify(
        Person.objects.filter(active=True, pk__in=held.values("person")),
        text=text % told,
        url=participant.get_absolute_url(),
        source=participant.campaign,
        kind="succession",
    )


def of_return(thing: Filing | Finding | Inspection, person: Person | None, *, because: str) -> None:
    """Whoever sent it: it came back, and why."""
    if person is not None:
        with in_first_language():
            text = _("被退回：%(thing)s。%(because)s") % {"thing": str(thing).rstrip("。"), "because": because}
        notices.notify([person], text=text, url=thing.get_absolute_url(), source=thing, kind="returned")


def of_draw(draw: Draw, inspectors: Sequence[Person]) -> None:
    """Those the draw sends out."""
    with in_first_language():
        text = _("您被随机抽取为检查人员：%(draw)s，请查看抽取结果并按时检查。") % {"draw": draw}
    notices.notify(inspectors, text=text, url=draw.get_absolute_url(), source=draw, kind="draw")
