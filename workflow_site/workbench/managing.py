"""管理: what is set up and kept here, each with a few words; everybody finds only what his posts let him keep."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accountability import ladders, rosters
from accountability.imports import every_target
from accountability.proofs.rights import TAKE
from accountability.signing import keeping
from organizations.models import Duty
from organizations.permissions import KEEP_ORGANIZATIONS, KEEP_PEOPLE
from organizations.refusals import NotFound
from organizations.sight import Sight, sight_of

KEEP_LIBRARY = "search.keep_library"


@dataclass(frozen=True)
class Kept:
    """One thing that is kept: its page, and what it is for."""

    name: str
    icon: str
    label: str | Promise
    lead: str | Promise
    permissions: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it lies; nothing where this set of addresses has no such page."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


UNITS = Kept(
    "unit_list",
    "building-2",
    _("机构变更"),
    _("更名、划转、合并、拆分、撤销机构，立即办理或者登记到期办理。"),
    (KEEP_ORGANIZATIONS,),
)
PEOPLE = Kept(
    "people_list", "users", _("人员和账号"), _("查看人员的任职和账号，离岗、调岗时免职、停用账号。"), (KEEP_PEOPLE,)
)
IMPORTS = Kept("import_list", "upload", _("数据导入"), _("用表格批量登记机构、科室、人员和任职，先核对再导入。"))
ROUTES = Kept("route_list", "route", _("办理路线"), _("规定各类文件依次由谁审核、会签、审批、签发。"), (keeping.KEEP,))
LADDERS = Kept(
    "ladder_list",
    "list-ordered",
    _("上报与提级规则"),
    _("规定突发情况逐级上报、任务逾期提级的时限和接收人，以及本单位的工作时间。"),
    (ladders.KEEP, rosters.KEEP),
)
ROSTERS = Kept(
    "roster_show", "calendar-days", _("值班表"), _("排班、替班，登记24小时有人接听的值班电话。"), (rosters.KEEP,)
)
TERMS = Kept("search:term_list", "book-a", _("术语词典"), _("登记同义词和简称，让检索找得全。"), (KEEP_LIBRARY,))
CHECKPOINTS = Kept(
    "checkpoint_list",
    "shield-check",
    _("日志校验点"),
    _("查看、下载已签名的日志校验点，核对办理记录是否完整。"),
    (TAKE,),
)
EVIDENCE = Kept(
    "evidence_list", "archive", _("证据包"), _("把一件事或者一个人的办理记录连同证明打包，离线也能核验。"), (TAKE,)
)
JOBS = Kept("job_list", "server-cog", _("后台任务"), _("查看后台任务的进度，失败的重新执行。"))
ALL = (UNITS, PEOPLE, IMPORTS, ROUTES, LADDERS, ROSTERS, TERMS, CHECKPOINTS, EVIDENCE, JOBS)


def kept_by(sight: Sight) -> list[Kept]:
    """What somebody with this sight keeps, in the order in which it is shown; no query beside that of his rights."""
    held = {right.permission for right in sight.rights}
    imports = {target.permission for target in every_target()}
    keeps = {one.name: bool(held & set(one.permissions)) for one in ALL}
    keeps[IMPORTS.name] = bool(held & imports)
    keeps[JOBS.name] = any(scope.duty == Duty.SYSTEM_ADMIN for scope in sight.scopes)
    return [one for one in ALL if keeps[one.name] and one.url]


@require_safe
@login_required
def manage(request: HttpRequest) -> HttpResponse:
    """The page of everything the visitor keeps; there is none for who keeps nothing."""
    kept = kept_by(sight_of(request.user))
    if not kept:
        raise NotFound
    return render(request, "workbench/manage.html", {"kept": kept})
