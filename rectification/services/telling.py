"""Whom a verb tells beyond those whose turn it becomes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accountability import notices
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.models import Appointment, Duty, Organization, Person
from rectification.models import (
    Campaign,
    Draw,
    Filing,
    Finding,
    Inspection,
    Objection,
    Participant,
    Slip,
    SupervisionOrder,
    Waiver,
)


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


def of_decision(plea: Objection | Waiver, person: Person, *, by: Person) -> None:
    """Whoever asked: what was answered, and why."""
    with in_first_language():
        told = {"what": str(plea), "result": plea.get_state_display(), "opinion": plea.opinion}
        text = _("%(what)s：%(result)s。%(opinion)s") % told
    notices.notify([person], text=text, url=plea.get_absolute_url(), source=plea.finding, kind="plea_decided")


def of_resumption(waiver: Waiver) -> None:
    """Whoever asked for it: its day has passed, the problem is to be fixed now."""
    with in_first_language():
        text = _("%(number)s的暂缓或豁免已到期，请重新制定整改措施。") % {"number": waiver.finding.number_text}
    notices.notify(
        [waiver.filed_by], text=text, url=waiver.get_absolute_url(), source=waiver.finding, kind="waiver_ended"
    )


def of_slip(slip: Slip) -> None:
    """Who may sign for it in the unit: a paper waits."""
    with in_first_language():
        text = _("%(issuer)s发来%(slip)s，请于%(day)s前签收。")
        told = {"issuer": slip.issuer.name, "slip": str(slip), "day": f"{slip.receive_due_on:%Y-%m-%d}"}
    notices.notify(
        rights.who_may("rectification.receive_slip", slip.org_path),
        text=text % told,
        url=slip.get_absolute_url(),
        source=slip,
        kind="slip_issued",
    )


def of_order(order: SupervisionOrder) -> None:
    """Who may sign for it in the lower commission: units are handed to it."""
    with in_first_language():
        text = _("%(issuer)s交办属地督导：%(title)s，请于%(day)s前签收。")
        told = {"issuer": order.issuer.name, "title": order.campaign.title, "day": f"{order.receive_due_on:%Y-%m-%d}"}
    notices.notify(
        rights.who_may("rectification.receive_order", order.org_path),
        text=text % told,
        url=order.get_absolute_url(),
        source=order,
        kind="order_issued",
    )


def of_order_report(order: SupervisionOrder) -> None:
    """Who handed it down: the lower commission has reported."""
    with in_first_language():
        text = _("%(to)s已报告督导情况：%(title)s。") % {"to": order.to.name, "title": order.campaign.title}
    notices.notify([order.issued_by], text=text, url=order.get_absolute_url(), source=order, kind="order_reported")
