"""What a way of inspecting asks for at its beginning and at its end."""

import re

from django.utils.translation import gettext as _

from organizations.refusals import Invalid, NotYet
from rectification.models import Inspection, KindRule, VisitResult

CASE = re.compile(r"[A-Za-z0-9-]{2,40}")
IDENTITY = re.compile(r"\d{15}|\d{17}[\dXx]")


def checked_case(rule: KindRule, case_code: str) -> str:
    """The code of the case a tracer follows, which names nobody; other kinds follow none."""
    code = case_code.strip()
    if not rule.follows_case:
        return ""
    if not CASE.fullmatch(code):
        raise Invalid({"case_code": _("追踪检查请填写病例代码：2—40位字母、数字或短横线，不写患者姓名。")})
    if IDENTITY.fullmatch(code):
        raise Invalid({"case_code": _("病例代码不能是身份证号，请改用自编代码。")})
    return code


def refuse_without_result(inspection: Inspection) -> None:
    """A survey is handed in with its count, a guidance visit with its advice, a look-back with something looked at."""
    rule = inspection.rule
    if rule.has_result:
        if not VisitResult.objects.filter(inspection=inspection).exists():
            raise NotYet(_("请先登记现患率调查结果再提交。") if rule.counts else _("请先登记指导建议再提交。"))
        return
    if rule.looks_back and inspection.look_backs.exists():
        return
    if not inspection.answers.exists():
        raise NotYet(_("还没有填写任何条目，请至少填写一项再提交；没有查到的条目可以不填。"))
