"""What `manage doctor` examines: whether this installation can do its work, each finding one sentence."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.calendar import missing_years
from search import size
from search.index import building, sources
from search.models import Article
from workflow_site.celery import app as celery

GIGABYTE = 2**30
LITTLE, TOO_LITTLE = 5, 1  # gigabytes free


class Grade(StrEnum):
    """Good, worth a look, or broken."""

    GOOD = "good"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What one examination found."""

    name: str
    title: str
    grade: Grade
    sentence: str


Said = tuple[Grade, str]


def _settings() -> Said:
    found = [error for error in checks.run_checks() if error.is_serious()]
    if found:
        return Grade.BROKEN, _("设置有误：%(what)s") % {"what": "；".join(str(error.msg) for error in found[:5])}
    if settings.DEBUG:
        return Grade.WARNING, _("BIHUAN_DEBUG 已打开，正式运行时请关闭。")
    return Grade.GOOD, _("设置检查通过。")


def _database() -> Said:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Grade.GOOD, _("数据库可用（%(vendor)s）。") % {"vendor": connection.vendor}


def _migrations() -> Said:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        told = _("有%(count)d个数据库变更没有应用，请运行 manage.py migrate。")
        return Grade.BROKEN, told % {"count": len(plan)}
    return Grade.GOOD, _("数据库结构是最新的（%(name)s）。") % {"name": DEFAULT_DB_ALIAS}


def _index() -> Said:
    different = list(building.settled_differences())
    if not building.held():
        return Grade.BROKEN, _("检索索引不存在或已损坏，正在由数据库代为检索，请运行 rebuild_index 重建。")
    if different:
        told = _("检索索引与数据库有%(count)d处不一致，请运行 rebuild_index 重建。")
        return Grade.BROKEN, told % {"count": len(different)}
    told = _("检索索引与数据库一致（%(backend)s，%(count)d项）。")
    return Grade.GOOD, told % {"backend": settings.SEARCH_BACKEND, "count": sources.count()}


def _broker() -> Said:
    if not settings.BROKER_URL:
        return Grade.GOOD, _("没有设置消息队列，后台工作由服务进程完成。")
    try:
        with celery.connection_for_read(connect_timeout=3) as door:
            door.ensure_connection(max_retries=1, timeout=3)
    except Exception as error:  # noqa: BLE001  whatever a broker that is away raises
        told = _("消息队列连接不上（%(why)s）；已提交的工作不会丢失，恢复后继续。")
        return Grade.BROKEN, told % {"why": type(error).__name__}
    return Grade.GOOD, _("消息队列可用。")


def _office() -> Said:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return Grade.WARNING, _("没有安装LibreOffice，公文不能在服务器上转换为PDF；docx不受影响。")
    return Grade.GOOD, _("LibreOffice已安装。")


def _disk() -> Said:
    free = shutil.disk_usage(settings.VAR_DIR).free / GIGABYTE
    told = {"free": f"{free:.1f}", "place": settings.VAR_DIR}
    if free < TOO_LITTLE:
        return Grade.BROKEN, _("%(place)s 所在磁盘只剩%(free)sGB，请立即清理或扩容。") % told
    if free < LITTLE:
        return Grade.WARNING, _("%(place)s 所在磁盘只剩%(free)sGB，请尽快扩容。") % told
    return Grade.GOOD, _("%(place)s 所在磁盘剩余%(free)sGB。") % told


def _calendar() -> Said:
    today = timezone.localdate()
    missing = missing_years([today, today.replace(year=today.year + 1, day=1)])
    if not missing:
        return Grade.GOOD, _("今年和明年的节假日安排已录入。")
    years = "、".join(str(year) for year in missing)
    return Grade.WARNING, _("%(years)s年的节假日安排还没有录入，工作日期限按估计计算。") % {"years": years}


def _library() -> Said:
    if size.wants_faster_engine():
        told = _("法规库已超过%(count)d条，请设置 SEARCH_BACKEND=tantivy，再运行 rebuild_index。")
        return Grade.WARNING, told % {"count": size.LARGE}
    return Grade.GOOD, _("法规库%(count)d条，检索引擎合适。") % {"count": Article.objects.count()}


EXAMINATIONS: dict[str, tuple[object, Callable[[], Said]]] = {
    "settings": (gettext_lazy("设置"), _settings),
    "database": (gettext_lazy("数据库"), _database),
    "migrations": (gettext_lazy("数据库结构"), _migrations),
    "index": (gettext_lazy("检索索引"), _index),
    "broker": (gettext_lazy("消息队列"), _broker),
    "office": (gettext_lazy("文档转换"), _office),
    "disk": (gettext_lazy("磁盘"), _disk),
    "calendar": (gettext_lazy("工作日历"), _calendar),
    "library": (gettext_lazy("法规库"), _library),
}


def examine() -> list[Finding]:
    """Everything in order; an examination that fails itself is a finding, not an end."""
    return [_examined(name, str(title), look) for name, (title, look) in EXAMINATIONS.items()]


def _examined(name: str, title: str, look: Callable[[], Said]) -> Finding:
    try:
        grade, sentence = look()
    except DatabaseError as error:
        told = _("数据库不可用或结构不完整（%(why)s），请检查 DATABASE_URL 并运行 manage.py migrate。")
        grade, sentence = Grade.BROKEN, told % {"why": type(error).__name__}
    except OSError as error:
        grade, sentence = Grade.BROKEN, _("无法读写：%(why)s。") % {"why": error.strerror or type(error).__name__}
    return Finding(name, title, grade, sentence)


def as_json(findings: list[Finding]) -> dict[str, object]:
    """For a machine."""
    broken = [one for one in findings if one.grade == Grade.BROKEN]
    return {"ok": not broken, "findings": [asdict(one) for one in findings]}
