"""代办授权 is given for some days, ends by itself, and can be revoked; it is never handed on."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import events, paths, rights, sight
from organizations.models import Appointment, Delegation, Person
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from organizations.separation import ADMINISTRATORS, not_lent
from organizations.services.writing import write

Covers = Delegation.Covers


@transaction.atomic
def delegate(
    appointment: Appointment,
    *,
    proxy: Person,
    since: date,
    until: date,
    by: Person | None,
    because: str,
    covers: str = Covers.ALL,
    includes_issue: bool = False,
    authorisation: str = "",
) -> Delegation:
    """Let a person act for the holder of a post from a day to a day, both included; it cannot be passed on."""
    _may_give(appointment, proxy, by)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=(appointment.person_id, proxy.pk)).order_by("pk"))
    _check_days(appointment, since, until)
    _check_proxy(appointment, proxy, since)
    _refuse_chain(appointment, proxy, since, until)
    _refuse_second(appointment, since, until, covers)
    if includes_issue and covers == Covers.STEPS:
        raise Invalid({"includes_issue": _("只代办流程环节的授权不含签发，请改选代办范围。")})
    if includes_issue and not authorisation.strip():
        raise Invalid({"authorisation": _("代办签发须有书面授权，请填写授权文号。")})
    if not because.strip():
        raise Invalid({"because": _("请写明委托代办的原因，例如“外出学习”。")})
    given = Delegation(
        appointment=appointment,
        proxy=proxy,
        since=since,
        until=until,
        covers=covers,
        includes_issue=includes_issue,
        authorisation=authorisation.strip(),
        because=because.strip(),
        recorded_by=by,
    )
    write(given)
    sight.forget(proxy)
    events.delegation_given.emit(given, by=by, because=given.because)
    return given


@transaction.atomic
def revoke(delegation: Delegation, *, by: Person | None, because: str) -> Delegation:
    """End a delegation at once: the grantor, the proxy, or whoever keeps the people of the unit."""
    delegation = Delegation.objects.with_people().select_for_update(of=("self",)).get(pk=delegation.pk)
    if by is not None and by not in (delegation.grantor, delegation.proxy):
        rights.require(by, KEEP_PEOPLE, delegation.appointment.post.organization)
    if delegation.revoked_at:
        raise AlreadyDone(who=delegation.revoked_by, when=delegation.revoked_at)
    if delegation.until < timezone.localdate():
        raise AlreadyDone(_("这项代办授权已经到期，不需要撤销。"))
    if not because.strip():
        raise Invalid({"because": _("请写明撤销的原因。")})
    delegation.revoked_at, delegation.revoked_by = timezone.now(), by
    delegation.revoked_because = because.strip()
    write(delegation)
    sight.forget(delegation.proxy)
    events.delegation_revoked.emit(delegation, by=by, because=delegation.revoked_because)
    return delegation


def _may_give(appointment: Appointment, proxy: Person, by: Person | None) -> None:
    """The holder himself gives it, or whoever keeps the people of the unit; nobody to himself."""
    if by is not None and by.pk != appointment.person_id:
        rights.require(by, KEEP_PEOPLE, appointment.post.scope)
    if proxy.pk == appointment.person_id:
        raise Invalid({"proxy": _("不能委托本人，请选择其他人员。")})
    if by is not None and by.pk == proxy.pk:
        raise NotAllowed(_("不能把他人的岗位授权给自己代办，请由其本人或其他管理员办理。"))
    if appointment.post.duty in ADMINISTRATORS:
        raise NotAllowed(not_lent())


def _check_days(appointment: Appointment, since: date, until: date) -> None:
    """Not in the past, not for too long, and only while the post is held."""
    longest: int = settings.DELEGATION_LONGEST_DAYS
    if since < timezone.localdate():
        raise Invalid({"since": _("开始日期不能早于今天，已经过去的日子不能补授权。")})
    if until < since:
        raise Invalid({"until": _("结束日期不能早于开始日期。")})
    if (until - since).days + 1 > longest:
        raise Invalid({"until": _("代办授权一次最长%(days)d天，请缩短期限，到期后可以重新授权。") % {"days": longest}})
    if not (appointment.is_valid(since) and appointment.is_valid(until)):
        raise Invalid({"until": _("委托人在此期间不都担任这一职务，请按任职起止日期填写。")})


def _check_proxy(appointment: Appointment, proxy: Person, since: date) -> None:
    """In office on the first day, in the same institution or in one above it."""
    if proxy.is_guest or not proxy.active:
        raise Invalid({"proxy": _("外单位人员和已停用的人员不能代办，请另选人员。")})
    seats = Appointment.objects.valid(since).filter(person=proxy)
    if not seats.exists():
        raise Invalid({"proxy": _("“%(who)s”在开始日期没有在任岗位，不能代办，请另选人员。") % {"who": proxy}})
    above = paths.lineage(appointment.post.organization.institution_path)
    if not seats.filter(post__organization__institution_path__in=above).exists():
        raise Invalid({"proxy": _("只能委托本机构或者上级机构的人员代办，请另选人员。")})


def _refuse_chain(appointment: Appointment, proxy: Person, since: date, until: date) -> None:
    """Who acts for another hands nothing on, and who has handed over is no proxy: so there are no loops either."""
    same = Delegation.objects.standing().meanwhile(since, until).with_people()
    received = same.filter(proxy=appointment.person_id).first()
    if received and received.grantor == proxy:
        told = {"who": proxy, "until": received.until}
        raise Invalid({"proxy": _("“%(who)s”已委托您代办至%(until)s，不能互相委托，请另选期限。") % told})
    if received:
        told = {"who": received.grantor, "until": received.until}
        raise Invalid({"since": _("委托人正在代“%(who)s”办理，至%(until)s止；代办期间不能再委托他人。") % told})
    if given := same.filter(appointment__person=proxy).first():
        told = {"who": proxy, "other": given.proxy, "until": given.until}
        raise Invalid(
            {"proxy": _("“%(who)s”已委托“%(other)s”代办至%(until)s，在此期间不能代他人办理，请另选人员。") % told}
        )


def _refuse_second(appointment: Appointment, since: date, until: date, covers: str) -> None:
    """For one matter of a post there is one proxy a day."""
    same = Delegation.objects.standing().meanwhile(since, until).with_people().filter(appointment=appointment)
    overlapping = same if covers == Covers.ALL else same.filter(Q(covers=covers) | Q(covers=Covers.ALL))
    if other := overlapping.first():
        told = {"who": other.proxy, "since": other.since, "until": other.until}
        raise Invalid({"since": _("这一岗位在%(since)s至%(until)s已委托“%(who)s”代办，请先撤销或者另选期限。") % told})
