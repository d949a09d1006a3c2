"""`manage changepassword NAME`: another way in for who has forgotten his; he changes it again when he comes in."""

from getpass import getuser
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from accountability import feeds, trail
from organizations.models import User


class Command(changepassword.Command):
    """Django's, where the password is known from then on to be somebody else's, and the trail says so."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Set the password as Django does; what is typed is waited for before anything is locked."""
        said = super().handle(*args, **options)
        with transaction.atomic():
            name = options["username"] or getuser()
            user = User.objects.select_for_update(no_key=True, of=("self",)).get(username=name)
            if user.person is not None:
                user.password_from_other = True
                user.save(update_fields=["password_from_other"])
                trail.record("password_set", user.person, by=None, also=[user])
                feeds.end_with_secrets(User, user.person, by=None)
        return said
