"""How a person is spoken to at the head of his day."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organizations.models import Appointment, Person

TWO_CHARACTER_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "司徒", "东方",
    "端木", "南宫", "独孤", "轩辕",
)  # fmt: skip
# Longer words first; a deputy is spoken to without "deputy".
TITLES = (
    "护士长", "总会计师", "院长", "主任", "科长", "处长", "局长", "书记", "委员", "站长", "所长", "组长", "秘书",
    "部长", "厅长", "巡视员", "检查员", "督导员", "干事", "护士", "医师", "医生",
)  # fmt: skip
ADDRESSED_AS = {"检查员": "老师", "督导员": "老师", "医师": "医生"}
LONGEST_NAME = 4


def surname(name: str) -> str:
    """The family name of a Chinese name; another name stays whole."""
    if len(name) > LONGEST_NAME or not name or name[0].isascii():
        return name
    return name[:2] if name[:2] in TWO_CHARACTER_SURNAMES else name[:1]


def address(person: Person, appointment: Appointment | None) -> str:
    """王院长 for 王某, 副院长; the whole name where the title is not one people are spoken to by."""
    title = appointment.post.title if appointment else ""
    spoken = next((ADDRESSED_AS.get(word, word) for word in TITLES if word in title), "")
    if not spoken or not (get_language() or "zh").startswith("zh"):
        return person.name
    return surname(person.name) + spoken


def headline(name: str, *, overdue: int, today: int, total: int) -> str:
    """The sentence that says the work."""
    if today:
        return _("%(name)s，今天有 %(count)d 件要办") % {"name": name, "count": today}
    if overdue:
        return _("%(name)s，有 %(count)d 件已逾期，请先办理") % {"name": name, "count": overdue}
    if total:
        return _("%(name)s，有 %(count)d 件待办") % {"name": name, "count": total}
    return _("%(name)s，今天没有要办的事") % {"name": name}
