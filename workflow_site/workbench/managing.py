"""管理: what is set up and kept here, each with a few words; everybody finds only what his posts let him keep."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accountability import ladders, letterheads, rosters, spot_checks
from accountability.archives import FILE, PRUNE
from accountability.consultations import APPROVE, ASK
from accountability.imports import every_target
from accountability.incoming.handling import REGISTER
from accountability.patterns import LOOK
from accountability.proofs.rights import TAKE
from accountability.signing import keeping
from organizations.models import Duty
from organizations.permissions import KEEP_ACCOUNTS, KEEP_BODIES, KEEP_ORGANIZATIONS, KEEP_PEOPLE
from organizations.refusals import NotFound
from organizations.sight import Sight, sight_of

KEEP_LIBRARY = "search.keep_library"
KEEP_KINDS = "meetings.keep_kinds"


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
    "people_list",
    "users",
    _("人员和账号"),
    _("查看人员的任职和账号，离岗、调岗时免职、停用账号。"),
    (KEEP_PEOPLE, KEEP_ACCOUNTS),
)
SECURITY = Kept(
    "security_desk",
    "shield-alert",
    _("安全管理"),
    _("查看登录失败和锁定并解除，规定哪些职责须二次验证，处理误传的文件。"),
    (KEEP_PEOPLE,),
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
SPOT_CHECKS = Kept(
    "spot_check_list",
    "phone-call",
    _("查岗"),
    _("抽查值班人员是否在岗，登记结果，查看本人说明。"),
    (spot_checks.CHECK,),
)
BODIES = Kept(
    "meetings:body_list",
    "users-round",
    _("委员会和专班"),
    _("设立委员会和专班，登记成员、任期和分工。"),
    (KEEP_BODIES,),
)
MEETING_KINDS = Kept(
    "meetings:kind_list", "shapes", _("会议类型"), _("规定各类会议的必备议程、可见范围和纪要编号。"), (KEEP_KINDS,)
)
LETTERHEADS = Kept(
    "letterhead_list",
    "stamp",
    _("发文版头"),
    _("登记哪些单位可以用红头正式行文，机关代字和印发机关是什么。"),
    (letterheads.KEEP,),
)
DOCUMENTS = Kept(
    "document_list",
    "file-text",
    _("公文和用印"),
    _("查看制作的公文，申请、审批、登记用印，回传用印扫描件；检查公文版式。"),
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
HANDLINGS = Kept(
    "handling_list",
    "lock",
    _("处理情况登记"),
    _("依据有权机关的决定登记处理和表扬情况，限定可阅人。"),
    (REGISTER,),
)
PATTERNS = Kept(
    "pattern_list",
    "scan-search",
    _("数据核对"),
    _("按固定的问题核对办理意见、期限、抽取和销号的记录，供审计人员进一步了解情况。"),
    (LOOK,),
)
CONSULTATIONS = Kept(
    "consultation_list",
    "book-lock",
    _("调阅"),
    _("外部检查、审计人员凭函调阅：登记、列清单、审批，凭码只读查看，到期自动终止。"),
    (ASK, APPROVE),
)
ARCHIVES = Kept(
    "archive_list",
    "archive-restore",
    _("归档"),
    _("办结事项按件编目，标明保管期限，导出归档包移交档案部门。"),
    (FILE, PRUNE),
)
JOBS = Kept("job_list", "server-cog", _("后台任务"), _("查看后台任务的进度，失败的重新执行。"))
ALL = (
    UNITS, PEOPLE, SECURITY, IMPORTS, ROUTES, LADDERS, ROSTERS, SPOT_CHECKS, BODIES, MEETING_KINDS, LETTERHEADS,
    DOCUMENTS, TERMS, CHECKPOINTS, EVIDENCE, PATTERNS, CONSULTATIONS, ARCHIVES, HANDLINGS, JOBS,
)  # fmt: skip


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
