"""Accounts are opened and closed, never deleted."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import events, openings, rights, sight
from organizations.models import Appointment, Person, User
from organizations.permissions import KEEP_ACCOUNTS, KEEP_PEOPLE
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.services.writing import write


def open_account(person: Person, *, username: str, password: str, by: Person | None) -> User:
    """Let a person in under a name and a password; the password is checked and hashed before anything is locked.

    Whoever opens an account has known its first password: he must be above every post it gives the rights of, and
    nothing else is open to its person before he has chosen another. The site itself (`by` nobody) knows none.
    """
    rights.require(by, KEEP_ACCOUNTS, person.home)
    if by is not None and not all(rights.may(by, KEEP_ACCOUNTS, held.post.scope) for held in _held(person)):
        raise NotAllowed(_("该人员还在您管理范围以外的单位任职，请由上级单位的系统管理员开通账号。"))
    if by is not None and by.pk == person.pk:
        raise NotAllowed(_("不能给自己开通账号，请由其他管理员办理。"))
    if person.is_guest or not person.active:
        raise NotYet(_("外单位人员和已停用的人员不开通账号。"))
    user = User(username=User.normalize_username(username.strip()), person=person)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": "".join(error.messages)}) from error
    user.password, user.password_from_other = make_password(password), by is not None
    with transaction.atomic():
        write(user)
        events.account_opened.emit(user, by=by)
    return user


def _held(person: Person) -> list[Appointment]:
    """His posts of today and of the days to come."""
    ended = Q(until__lt=timezone.localdate())
    return list(person.appointments.exclude(ended).with_places().select_related("post"))


@transaction.atomic
def close_account(user: User, *, by: Person | None, because: str = "", at_once: bool = False) -> User:
    """Let nobody in under this account any more; its open sessions end with the next request.

    Refused while its person has work in his hands. `at_once` closes it all the same, for the sake of security: it
    needs the reason, and the person's posts and work stay with him until they are handed over.
    """
    if by is not None and not rights.exercise(by, KEEP_PEOPLE, user):  # security may always stop somebody
        rights.require(by, KEEP_ACCOUNTS, user)
    if by is not None and by.pk == user.person_id:
        raise NotAllowed(_("不能停用自己的账号，请由其他管理员办理。"))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    user.refresh_from_db()
    if not user.is_active:
        raise NotYet(_("这个账号已经停用。"))
    if at_once and not because.strip():
        raise Invalid({"because": _("立即停用账号须写明原因，未交接的工作将通知其科室负责人处理。")})
    if not at_once and user.person:
        openings.refuse_leaving(user.person)
    user.is_active = False
    user.save(update_fields=("is_active",))
    sight.forget(user)
    events.account_closed.emit(user, by=by, because=because, changed={"is_active": [True, False]})
    return user
