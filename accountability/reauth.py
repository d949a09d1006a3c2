"""Re-authentication: a signature needs a password given within the last five minutes; signing in counts."""

from datetime import datetime, timedelta
from typing import Any, cast

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import acting
from organizations.backends import name_to_lock
from organizations.middleware import SECOND_STEP_AT, STRENGTH
from organizations.models import Appointment, Person, User
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.services import factors

FRESH_FOR = timedelta(minutes=5)
SESSION_KEY = "reauthenticated_at"


def remember(request: HttpRequest, **_signal: Any) -> None:
    """Note in the session that the password was given now; connected to signing in."""
    request.session[SESSION_KEY] = timezone.now().isoformat()


def confirmed_at(request: HttpRequest) -> datetime | None:
    """When this session last gave the password."""
    stored = request.session.get(SESSION_KEY)
    return datetime.fromisoformat(stored) if stored else None


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was given within the last five minutes, so that two taps are enough."""
    return _is_within(confirmed_at(request))


def confirm(request: HttpRequest, password: str) -> datetime:
    """Check the password of the one who is signed in and note the moment; call it before any transaction is opened.

    A wrong password counts towards the lock of the log-in; a locked account is refused whatever the password.
    """
    user = request.user
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        raise NotAllowed(_("密码输错次数过多，账号已暂时锁定，请稍后再试，或联系系统管理员。"))
    if not user.check_password(password):
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        raise Invalid({"password": _("密码不正确，请重新输入。")})
    counted_as = name_to_lock(request, credentials)
    AxesProxyHandler.reset_attempts(username=counted_as, ip_address=get_client_ip_address(request))
    remember(request)
    return timezone.now()


def remember_second(request: HttpRequest, strength: str) -> None:
    """Note in the session, and for the rest of this request, that the second step was made now."""
    now = timezone.now()
    request.session[STRENGTH], request.session[SECOND_STEP_AT] = strength, now.isoformat()
    acting.note_second_step(strength, now)


def confirm_second(request: HttpRequest, code: str) -> None:
    """Check the code of the one who is signed in; call it before any transaction is opened.

    A wrong code counts towards the lock of the log-in, as a wrong password does.
    """
    check_second(request, cast(User, request.user), code)


def check_second(request: HttpRequest, user: User, code: str) -> None:
    """Check the code of an account whose password was right."""
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        raise NotAllowed(_("密码输错次数过多，账号已暂时锁定，请稍后再试，或联系系统管理员。"))
    strength = factors.verify(user, code=code)
    if not strength:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        raise Invalid({"code": _("动态码不正确或者已经用过；请等手机上出现新的动态码后再输入。")})
    remember_second(request, strength)


def needs_second(person: Person, seat: Appointment | None = None) -> bool:
    """Whether this person's signature needs the second step, and it was not made within the last five minutes.

    `seat` is the post in which he signs: a proxy is asked what his grantor would be asked.
    """
    here = acting.current()
    made = here.second_step_at if here and here.person.pk == person.pk else None
    return not _is_within(made) and factors.is_required(person, signing=True, seat=seat)


def require_second(person: Person, seat: Appointment | None = None) -> None:
    """Refuse a signature that needs the second step where it was not made within the last five minutes."""
    if needs_second(person, seat):
        raise Invalid({"code": _("您的岗位提交办理意见须经二次验证，请输入手机上的动态码。")})


def require_now(request: HttpRequest) -> None:
    """Refuse what outlives the session to whoever does not give his password here and has not done so just now."""
    if password := request.POST.get("password", ""):
        confirm(request, password)
    require_fresh(confirmed_at(request))


def require_fresh(at: datetime | None) -> None:
    """Refuse where the password was given longer ago than five minutes, or not at all."""
    if not _is_within(at):
        raise NotYet(_("距上次输入密码已超过5分钟，请输入密码后再提交。"))


def _is_within(at: datetime | None) -> bool:
    """Whether a moment lies within the last five minutes."""
    return at is not None and timedelta(0) <= timezone.now() - at <= FRESH_FOR
