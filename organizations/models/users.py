"""Accounts: the way a person comes in, nothing else."""

from typing import ClassVar, Never

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organizations.models.people import Person
from organizations.refusals import Refusal


class UserQuerySet(models.QuerySet["User"]):
    """Accounts; none is ever deleted."""

    def delete(self) -> Never:
        """Refused: what an account did must stay with it."""
        raise Refusal(_("账号不能删除，只能停用。"))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts and finds them by name, whatever the case of its letters."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """An account with a hashed password, or with none that could ever match."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of this name."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """An account; nobody stands above the rules, so there is no column for superusers."""

    is_superuser = False

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("人员")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    is_staff = models.BooleanField(_("可进入管理后台"), default=False)
    password_from_other = models.BooleanField(_("密码由他人设置"), default=False, editable=False)
    created_at = models.DateTimeField(_("开通时间"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        ordering = ("username",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_once_in_any_case",
                violation_error_message=_("这个用户名已被使用，请换一个。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.username

    def get_full_name(self) -> str:
        """The person's name, else the account's."""
        return str(self)

    @property
    def org_path(self) -> str:
        """Where the person belongs; empty for an account of the system itself."""
        return self.person.org_path if self.person else ""

    def delete(self, using: str | None = None, keep_parents: bool = False) -> Never:
        """Refused: what an account did must stay with it."""
        raise Refusal(_("账号不能删除，只能停用。"))
