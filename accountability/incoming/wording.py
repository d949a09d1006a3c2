"""What several of the registers say alike: texts trimmed, marks of secrecy refused, who heads a unit."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accountability.digest import plain
from accountability.gate import SECRET
from organizations import paths
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import Invalid


def trimmed(text: str, most: int = 0) -> str:
    """A text as it is kept."""
    return plain(text.strip(), most) if most else plain(text.strip())


def require_text(text: str, field: str, sentence: str) -> str:
    """The text, or the refusal that says what is missing."""
    if not text.strip():
        raise Invalid({field: sentence})
    return text.strip()


def refuse_secrets(**texts: str) -> None:
    """涉密 papers have no place here (保密法第三十一条): a mark of secrecy in any text is refused."""
    for field, text in texts.items():
        if SECRET.search(text):
            raise Invalid({field: _("带有国家秘密标志的文件不得在本系统登记、处理，请按保密规定通过机要渠道办理。")})


def head_of(unit: Organization) -> Person | None:
    """Who answers for a unit where nobody else is named: its head, of an institution its principal."""
    duties = (Duty.HEAD, Duty.PRINCIPAL, Duty.LEADER, Duty.CLERK)
    held = Appointment.objects.valid().filter(
        post__organization=unit, post__duty__in=duties, person__active=True, person__is_guest=False
    )
    found = list(held.select_related("person", "post").by_precedence())
    ranked = sorted(found, key=lambda one: (duties.index(Duty(one.post.duty)), one.post.precedence, one.pk))
    return ranked[0].person if ranked else None


def require_within(units: Iterable[Organization], home: Organization) -> None:
    """Work is given inside one's institution and beneath it."""
    for unit in units:
        if not paths.contains(home.institution_path, unit.path):
            raise Invalid({"units": _("“%(unit)s”不在本单位及下级单位范围内，不能交办。") % {"unit": unit}})
