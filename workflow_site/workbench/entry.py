"""Coming in, going out, and changing one's password."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import feeds, reauth, trail
from engine import submissions
from organizations.models import User
from organizations.refusals import Invalid, NotAllowed
from workflow_site.demo.accounts import ACCOUNTS, Account
from workflow_site.middleware import EXPIRED
from workflow_site.workbench import second_step

LOCKED = 429
NAMES = [account.username for account in ACCOUNTS]


class LoginForm(AuthenticationForm):
    """User name and password, with the sentences of this site."""

    error_messages = {
        "invalid_login": gettext_lazy("用户名或密码不正确，请核对后重新输入。"),
        "inactive": gettext_lazy("该账号已停用，请联系系统管理员。"),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")


class Login(LoginView):
    """Where everybody comes in; a locked account is told so, and that waiting helps."""

    template_name = "registration/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the demo's accounts where this site is a demo."""
        expired = EXPIRED in self.request.GET
        return super().get_context_data(demo_accounts=demo_accounts(), expired=expired, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """In at once, or on to the second step where the account has one."""
        further = second_step.begin(self.request, form, self.get_success_url())
        if further is not None:
            return further
        answer = super().form_valid(form)
        second_step.note_owed(self.request)
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The page again; a lock is answered here instead of by the middleware's bare page."""
        if not getattr(self.request, "axes_locked_out", False):
            return super().form_invalid(form)
        self.request.axes_locked_out = False  # type: ignore[attr-defined]
        form.errors.clear()
        form.add_error(None, settings.AXES_COOLOFF_MESSAGE)
        return self.render_to_response(self.get_context_data(form=form), status=LOCKED)


def demo_accounts() -> list[Account]:
    """The accounts a demo site offers on its log-in page, as far as they have been made."""
    if not settings.DEMO:
        return []
    made = set(User.objects.filter(username__in=NAMES, is_active=True).values_list("username", flat=True))
    return [account for account in ACCOUNTS if account.username in made]


class ChangeForm(PasswordChangeForm):
    """The present password and a new one; a wrong present one counts towards the lock of the log-in."""

    request: HttpRequest

    def clean_old_password(self) -> str:
        """The present password, asked as a signature asks it."""
        given: str = self.cleaned_data["old_password"]
        try:
            reauth.confirm(self.request, given)
        except Invalid as refusal:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect") from refusal
        except NotAllowed as refusal:
            raise ValidationError(refusal.message) from refusal
        return given

    def clean_new_password1(self) -> str:
        """Another one than the present: whoever knows that would still come in."""
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError(_("新密码不能与当前密码相同，请另设一个密码。"), code="password_unchanged")
        return new


class PasswordChange(PasswordChangeView):
    """Change one's own password; the hash is made before the database is locked."""

    template_name = "registration/password_change.html"
    success_url = reverse_lazy("workbench")
    form_class = ChangeForm

    def get_form(self, form_class: type[PasswordChangeForm] | None = None) -> ChangeForm:
        """The form with the labels of this site."""
        form = cast(ChangeForm, super().get_form(form_class))
        form.request = self.request
        for name, label in {
            "old_password": _("当前密码"),
            "new_password1": _("新密码"),
            "new_password2": _("再输入一次新密码"),
        }.items():
            form.fields[name].label = label
        form.fields["new_password1"].help_text = _(
            "至少 8 个字符，包含大写字母、小写字母、数字、其他字符中的三类以上；"
            "不能是常用密码，也不能与您的姓名、用户名相近。"
        )
        form.error_messages = {
            **form.error_messages,
            "password_incorrect": _("当前密码不正确，请重新输入。"),
            "password_mismatch": _("两次输入的新密码不一致，请重新输入。"),
        }
        return form

    def form_valid(self, form: PasswordChangeForm) -> HttpResponseBase:  # type: ignore[override]
        """Store the new password and stay signed in."""
        user = form.save(commit=False)

        def act() -> HttpResponseRedirect:
            user.password_from_other = False
            user.save(update_fields=["password", "password_from_other"])
            if user.person:
                trail.record("password_changed", user.person, by=user.person, also=[User(pk=user.pk)])
                feeds.end_with_secrets(User, user.person, by=user.person)
            update_session_auth_hash(self.request, user)
            messages.success(self.request, _("密码已修改。"))
            return HttpResponseRedirect(str(self.success_url))

        return submissions.once(self.request, act)
