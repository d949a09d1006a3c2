"""What the library does in the background."""

from django.utils.translation import gettext_lazy as _

from accountability import verify
from engine import worker
from engine.jobs import More, job
from engine.models import Job
from engine.recurring import every

from . import citing, services, text_checks
from .index import building, feeding, sources
from .services import looking, saved


@job("search.review_citations", title=_("核对引用的条款是否仍然有效"))
def review_citations(asked: Job) -> None:
    """Flag what cites a text that applies no longer."""
    citing.review()


@job("search.review_due", title=_("提示制度到期复审"))
def review_due(asked: Job) -> None:
    """Tell the keepers which of their rules are due for review."""
    services.tell_reviews_due()


@job("search.look_again", title=_("比对收藏的检索"))
def look_again(asked: Job) -> More | None:
    """Ask kept searches once more and tell their owners what is new."""
    due = saved.due()
    for kept in due:
        saved.look_again(kept)
    return More(done=asked.done + len(due)) if due else None


@job("search.follow", title=_("更新检索索引"))
def follow(asked: Job) -> None:
    """Where another process does the work of the worker's thread, the index follows all the same."""
    feeding.tick()


@job("search.forget", title=_("清理检索记录"))
def forget(asked: Job) -> None:
    """Drop changes and questions nobody needs any longer."""
    feeding.forget_old()
    looking.forget_old()


def declare() -> None:
    """Dates pass without anybody's doing: once a day both are looked at; the index follows with every tick."""
    every("search.look_again", minutes=15)
    every("search.follow", minutes=1)
    every("search.forget", minutes=24 * 60)
    worker.each_tick(feeding.tick)
    verify.register("texts", text_checks.texts, text_checks.texts_count, title=_("法规条文"))
    verify.register("index", building.settled_differences, sources.count, title=_("检索索引与数据库"))
    every("search.review_citations", minutes=24 * 60)
    every("search.review_due", minutes=24 * 60)
