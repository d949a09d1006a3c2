"""What a draft lacks before it can be sent for signature; further files of the app add their own questions."""

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.models import Plan

Question = Callable[[Plan], Iterable[str]]
NAMED = 3
_questions: list[Question] = []


def register(question: Question) -> None:
    """Ask every draft one thing more; the answer is what is missing, in words without a full stop."""
    if question not in _questions:
        _questions.append(question)


def missing_in(plan: Plan) -> list[str]:
    """Everything that is missing, in words."""
    return [told for question in (_contents, _owners, _open, *_questions) for told in question(plan)]


def _contents(plan: Plan) -> Iterable[str]:
    if not plan.measures.standing().exists() and not plan.objectives.standing().exists():
        yield _("还没有任何目标或任务措施")


def _owners(plan: Plan) -> Iterable[str]:
    """Each measure needs a unit and somebody in office who answers."""
    rows = plan.measures.standing().filter(Q(lead_unit__isnull=True) | Q(person__isnull=True))
    unowned = list(rows.order_by("order", "pk")[: NAMED + 1])
    if unowned:
        named = _("、").join(f"“{str(one)[:20]}”" for one in unowned[:NAMED])
        more = _("等") if len(unowned) > NAMED else ""
        yield _("请为%(named)s%(more)s确定牵头单位和责任人") % {"named": named, "more": more}


def _open(plan: Plan) -> Iterable[str]:
    """Proposals and imports are decided before anybody signs."""
    proposals = plan.proposals.open().count()
    if proposals:
        yield ngettext(
            "还有%(count)d条建议没有采纳、并入或者说明不采纳的理由",
            "还有%(count)d条建议没有采纳、并入或者说明不采纳的理由",
            proposals,
        ) % {"count": proposals}
    if plan.imports.open().exists():
        yield _("导入的内容还没有核对完")
