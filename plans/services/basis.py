"""依据: the documents a plan rests on, recognised by 文号 or title and linked to the library where it has them."""

import re

from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid
from organizations.sight import visible
from plans.models import Plan, PlanBasis
from search.describing import title_key
from search.models import Edition, Regulation

from . import drafts

SQUARE = str.maketrans("[]（）()【】［］", "〔〕〔〕〔〕〔〕〔〕")
NUMBERED = re.compile(r"^(?P<office>[^〔〕]{1,20})〔(?P<year>\d{4})〕第?0*(?P<n>\d+)号$")


def spelled(number: str) -> str:
    """A 文号 as it is printed: hexagonal brackets, no spaces, no leading zeros."""
    typed = re.sub(r"\s+", "", number)
    found = NUMBERED.match(typed.translate(SQUARE))
    return f"{found['office']}〔{found['year']}〕{found['n']}号" if found else typed


def regulation_of(title: str, number: str, *, who: Person) -> Regulation | None:
    """The library's document this citation means, among what the person sees: by number, else by title."""
    seen = visible(who, Regulation)
    if number:
        editions = Edition.objects.published().filter(document_number=spelled(number), regulation__in=seen)
        found = editions.order_by("pk").values_list("regulation", flat=True).first()
        if found:
            return Regulation.objects.get(pk=found)
    key = title_key(title)
    return seen.filter(title_key=key).order_by("pk").first() if key else None


def add_basis(plan: Plan, *, title: str = "", document_number: str = "", note: str = "", by: Person) -> PlanBasis:
    """Let the draft rest on a document; the same one is not entered twice."""
    name, number = title.strip().strip("《》"), spelled(document_number)
    if not name and not number:
        raise Invalid({"title": _("请填写依据文件的名称或者文号。")})
    with engine.hold(plan):
        drafts.require_draft(plan, by)
        same = plan.basis.filter(title=name[:200], document_number=number[:100])
        if same.exists():
            raise AlreadyDone(_("这份依据文件已经列入，无需重复添加。"))
        made = PlanBasis.objects.create(
            plan=plan,
            order=plan.basis.count() + 1,
            title=name[:200],
            document_number=number[:100],
            note=note.strip()[:300],
            regulation=regulation_of(name, number, who=by),
        )
        drafts.touched(plan, by)
        trail.record("plan_lines_changed", plan, by=by, also=[made], extra={"added": str(made)})
    return made


def drop_basis(basis: PlanBasis, *, by: Person) -> None:
    """Take a document off the list of the draft."""
    plan = basis.plan
    with engine.hold(plan):
        drafts.require_draft(plan, by)
        told, gone = str(basis), PlanBasis(pk=basis.pk)
        basis.delete()
        drafts.touched(plan, by)
        trail.record("plan_lines_changed", plan, by=by, also=[gone], extra={"dropped": told})
