"""Building a generation from the database beside the one that answers, and comparing an index with the database."""

import subprocess  # nosec B404 - our own command and nothing typed by anybody
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from accountability.models import TrailEvent
from accountability.verify import Difference
from search.index import generations, sources, view
from search.index.backend import Damaged
from search.index.bundles import LIBRARY, neighbours
from search.index.generations import Busy, Followed
from search.index.pairs import write as write_pairs
from search.models import Article, IndexChange

Progress = Callable[[int, int], object]
SMALL = 1500  # articles: so many are indexed while the worker waits
FEW = 20


class Different(Exception):
    """What was built does not agree with the database."""


def rebuild(progress: Progress | None = None, *, wait: bool = False) -> int:
    """Build a new generation, compare its counts with the database and let it answer; how many bundles it holds."""
    with generations.writing(wait=wait):
        folder = generations.begin()
        followed = _now()
        backend, total = generations.engine(), sources.count()
        backend.create(folder)
        writer, done, pairs = backend.writer(folder, building=True), 0, Counter[str]()
        try:
            for bundle in sources.every():
                writer.add(bundle)
                done += 1
                if bundle.group == LIBRARY:
                    pairs.update(neighbours(bundle))
                if progress:
                    progress(done, max(total, done))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        held = len(backend.reader(folder).digests())
        if held != done:
            raise Different(_("新索引有%(held)d项，数据库有%(done)d项，未启用。") % {"held": held, "done": done})
        write_pairs(folder, pairs)
        generations.write_followed(folder, followed)
        generations.switch_to(folder)
    return done


def _now() -> Followed:
    """Where the following begins: read before the rows, so that what changes meanwhile is followed afterwards."""
    changes = IndexChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    events = TrailEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Followed(changes=_earlier(changes), events=_earlier(events))


def _earlier(key: int) -> int:
    """A little before: a transaction that began earlier may commit a smaller key later."""
    return max(0, key - FEW)


def rebuild_by_itself() -> None:
    """Build what is lost: at once where it is small, else by a process of its own while the database answers."""
    try:
        if Article.objects.count() <= SMALL:
            rebuild()
            return
        with generations.writing():
            pass  # nobody builds already
    except Busy:
        return
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "rebuild_index", "--no-progress"]
    subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)  # nosec B603 - no shell, no words of a visitor


def differences() -> Iterator[Difference]:
    """What the index holds that the database does not say, and the other way round."""
    try:
        held = dict(view.reader().digests())
    except Damaged:
        yield Difference(_("检索索引"), _("索引不存在或已损坏，请运行 rebuild_index 重建。"))
        return
    for bundle in sources.every():
        found = held.pop(bundle.name, None)
        if found is None:
            yield Difference(bundle.name, _("数据库中有，索引中没有。"))
        elif found != bundle.digest:
            yield Difference(bundle.name, _("索引中的文字与数据库不一致。"))
    for name in held:
        yield Difference(name, _("索引中有，数据库中已没有。"))


def settled_differences() -> Iterator[Difference]:
    """The differences once the index has followed what waits; nothing to compare where no index was ever built."""
    from search.index import feeding  # noqa: PLC0415  it builds in its turn

    if not (generations.root() / "current").is_symlink():
        return
    try:
        while feeding.waits():
            feeding.follow()
    except (Busy, Damaged):
        pass
    yield from differences()


def held() -> Mapping[str, str]:
    """What the index holds; nothing where there is none."""
    try:
        return view.reader().digests()
    except Damaged:
        return {}


__all__ = ["Different", "differences", "rebuild", "rebuild_by_itself", "settled_differences"]
