"""What a password must be made of, beside its length."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_KINDS = 3


class KindsValidator:
    """At least three of: small letters, capitals, digits, others."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password of too few kinds."""
        kinds = {
            "small" if char.islower() else "capital" if char.isupper() else "digit" if char.isdigit() else "other"
            for char in password
        }
        if len(kinds) < LEAST_KINDS:
            raise ValidationError(self.get_help_text(), code="too_few_kinds")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _("密码须包含大写字母、小写字母、数字、其他字符四类中的三类以上。")
