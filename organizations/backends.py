"""The authentication backend: who comes in, and `has_perm` answered by the same rules as every list."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest

from organizations import rights, sight
from organizations.models import User

LONGEST_NAME = 150


def name_to_lock(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name under which wrong passwords are counted: one for all the spellings that find the same account.

    Upper case first, because PostgreSQL compares so and sees an i in the Turkish ı.
    """
    given = (credentials or request.POST).get("username") or ""
    return str(given).strip().upper().casefold()[:LONGEST_NAME]


class SightBackend(ModelBackend):
    """Dated appointments instead of stored permissions."""

    def user_can_authenticate(self, user: Any) -> bool:
        """An account in use, of a person who is still here or of nobody."""
        return super().user_can_authenticate(user) and (user.person is None or user.person.active)

    def get_user(self, user_id: Any) -> User | None:
        """The account with its person, in one query."""
        user = User.objects.select_related("person__home").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None are stored with accounts."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None are stored with groups."""
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Every permission that some appointment carries today; for one object, those that hold there."""
        held = {right.permission for right in sight.sight_of(user_obj).rights}
        return held if obj is None else {permission for permission in held if self._holds(user_obj, permission, obj)}

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Whether the user may do this to the object, or at all.

        Sight is decided here alone: no later backend may show what no list shows.
        """
        if obj is None:
            return rights.may_anywhere(user_obj, perm)
        if _asks_to_view(perm, obj):
            if sight.visible(user_obj, type(obj)).filter(pk=obj.pk).exists():
                return True
            raise PermissionDenied
        if sight.sight_of(user_obj).person is None:
            raise PermissionDenied
        return self._holds(user_obj, perm, obj)

    @staticmethod
    def _holds(user_obj: Any, perm: str, obj: Any) -> bool:
        return bool(getattr(obj, "org_path", "")) and rights.may(user_obj, perm, obj)


def _asks_to_view(perm: str, obj: Any) -> bool:
    if not isinstance(obj, Model) or not sight.is_registered(type(obj)):
        return False
    return perm == f"{obj._meta.app_label}.view_{obj._meta.model_name}"
