"""What a verb raises when it will not act: every refusal carries a sentence a clerk understands and can follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from organizations.acting import current

Sentence = str | Promise


class Refusal(Exception):
    """A verb that will not act, with the sentence that says why and what to do."""

    status = 422

    def __init__(self, message: Sentence) -> None:
        self.message = str(message)
        super().__init__(self.message)


class NotYet(Refusal):
    """The thing is not ready for this verb."""


class NotAllowed(Refusal):
    """This person may not do this; shown as "not found" unless he sees the thing."""

    status = 403


class NotFound(Refusal):
    """There is nothing here that this person may see."""

    status = 404

    def __init__(self, message: Sentence = "") -> None:
        super().__init__(message or _("没有找到您要的内容，可能已被移走，或者不在您的查看范围内。"))


def _is_acting(who: object) -> bool:
    """Whether the one who was first is the one who is told so, at another window."""
    now = current()
    return now is not None and (who == now.person or who == str(now.person))


class AlreadyDone(Refusal):
    """Somebody else was first; names who and when where that is known."""

    status = 409

    def __init__(self, message: Sentence = "", *, who: object = None, when: datetime | None = None) -> None:
        self.who = "" if who is None else str(who)
        self.is_own = who is not None and _is_acting(who)
        self.when = when
        super().__init__(message or self._sentence())

    def _sentence(self) -> str:
        if self.who and self.when:
            day = timezone.localtime(self.when).strftime("%Y-%m-%d %H:%M")
            if self.is_own:
                return _("您已于%(when)s办理，不需要再办，请刷新页面查看结果。") % {"when": day}
            return _("已被他人办理：%(who)s已于%(when)s办理，请刷新页面查看结果。") % {"who": self.who, "when": day}
        if self.who:
            return _("已被他人办理：%(who)s已先一步办理，请刷新页面查看结果。") % {"who": self.who}
        return _("已被他人办理，请刷新页面查看结果。")


class Stale(Refusal):
    """The page showed an older text; both texts are carried, label by label."""

    status = 409

    def __init__(
        self,
        message: Sentence = "",
        *,
        mine: Mapping[str, str] | None = None,
        theirs: Mapping[str, str] | None = None,
    ) -> None:
        self.mine = dict(mine or {})
        self.theirs = dict(theirs or {})
        super().__init__(message or _("内容在您填写期间已被他人修改，请对照两边的文字后重新提交。"))


class Invalid(Refusal):
    """Input that cannot be accepted, field by field."""

    def __init__(self, errors: Mapping[str, Sentence], message: Sentence = "") -> None:
        self.errors = {field: str(text) for field, text in errors.items()}
        super().__init__(message or "".join(dict.fromkeys(self.errors.values())))

    @classmethod
    def from_validation(cls, error: ValidationError) -> Self:
        """The refusal that says the same as a model's or a form's validation."""
        fields = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        return cls({field: "".join(messages) for field, messages in fields.items()})
