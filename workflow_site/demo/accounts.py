"""The seven accounts with which a visitor walks through the demo city: the six roles and a commission leader."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "Bihuan-2026"  # nosec B105 — the demo's open door, created only by `manage demo`


class Account(NamedTuple):
    """One demo account and what its holder does all day."""

    username: str
    name: str
    role: str | Promise
    does: str | Promise

    @property
    def password(self) -> str:
        """The same for all seven."""
        return PASSWORD


ACCOUNTS = (
    Account("li", "李干事", _("经办"), _("市卫健委医政处：拟方案、送签、看进度、提交阶段小结")),
    Account("chen", "陈副主任", _("卫健委领导"), _("市卫健委分管领导：签发方案、启动阶段、点名放行、签结")),
    Account("zhao", "赵督导", _("检查员"), _("市卫健委医政处：抽查、登记问题、核查整改")),
    Account("wang", "王院长", _("领导"), _("市第一人民医院院长，兼管口腔、康复两院：审核自查、审核整改措施")),
    Account(
        "zhang", "张主任", _("科室负责人"), _("市第一人民医院医务科，兼口腔、康复两院：填报自查、制定措施、报告整改")
    ),
    Account("sun", "孙护士", _("职工"), _("市第一人民医院血液透析室：查看本科室的问题和通知")),
    Account("zhou", "周审计", _("审计"), _("市卫健委审计处：查看全市办理记录")),
)
ADMINISTRATORS = {"xitong": "system_admin", "anquan": "security_admin", "shenji": "audit_admin"}
"""The accounts of the three kinds of administrator by their duty; the same password opens them."""
