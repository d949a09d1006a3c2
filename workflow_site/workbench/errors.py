"""The pages for what went wrong before a view could answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from organizations.refusals import NotFound, Refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be understood."""
    return _page(request, 400, _("请求无法识别"), _("页面地址或提交的内容不完整，请返回上一页重新操作。"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A plain 403; a wrong form token has its own template, 403_csrf.html."""
    return _page(request, 403, _("不能办理"), _("您没有办理这一项的权限，请返回待办，或联系本单位的管理员。"))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here that this person may see."""
    cause = exception.__context__ if exception else None
    said = cause.message if isinstance(cause, Refusal) else NotFound().message
    return _page(request, 404, _("没有找到"), said)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; the page needs nothing that could be broken too."""
    return render(request, "500.html", status=500)


def _page(request: HttpRequest, status: int, title: str, said: str) -> HttpResponse:
    """One refusal page for all."""
    return render(request, "refusal.html", {"status": status, "title": title, "message": said}, status=status)
