"""Lock first: everywhere in the same order, each row and then its process, read again in place."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS

from engine.models import Flowing
from organizations import acting
from organizations.refusals import NotFound, NotYet

Key = tuple[str, int]


class NotHeld(RuntimeError):
    """A programming error: a verb of the engine was called on a thing that is not held."""


class LockOrder(RuntimeError):
    """A programming error: a parent was to be locked while one of its children is held."""


class ProcessLock(SelectForUpdateLock):
    """Waits for the process's row; one attempt only, because a failed one has already spoilt the transaction."""

    def __init__(self) -> None:
        super().__init__(nowait=False, attempts=1)

    @contextmanager
    def __call__(self, flow_class: type, process_pk: int) -> Iterator[None]:
        """Hold the process for the length of the block."""
        with transaction.atomic():
            rows = Process._base_manager.select_for_update(no_key=True).filter(pk=process_pk)
            if not rows.values_list("pk", flat=True):
                raise FlowLockFailed(f"There is no process {process_pk} of {flow_class}.")
            yield


class _Grip(threading.local):
    """What this thread holds: every instance given for a row, the first of them the one that is worked on."""

    def __init__(self) -> None:
        self.held: dict[Key, list[models.Model]] = {}
        self.read: dict[Key, dict[str, object]] = {}
        self.depth = 0


_grip = _Grip()


def key_of(thing: models.Model) -> Key:
    """Which row a thing is."""
    model = type(thing)._meta.concrete_model or type(thing)
    return model._meta.label_lower, thing.pk


@cache
def ancestors(model: type[models.Model]) -> frozenset[type[models.Model]]:
    """Every model that a model points to, directly or through others."""
    found: set[type[models.Model]] = set()
    waiting = [model]
    while waiting:
        for field in waiting.pop()._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and target is not model and target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)


def _rank(thing: models.Model) -> tuple[int, str, int]:
    """The one order in which rows are locked: who is pointed to comes before who points."""
    label, pk = key_of(thing)
    return len(ancestors(type(thing))), label, pk


def _check_order(thing: models.Model) -> None:
    for label, instances in ((key[0], found) for key, found in _grip.held.items() if found):
        other = type(instances[0])
        if isinstance(thing, Flowing) and issubclass(other, Flowing) and type(thing) in ancestors(other):
            raise LockOrder(f"Hold the {key_of(thing)[0]} before the {label}, or both in one hold().")


def reread(thing: models.Model, rows: models.QuerySet | None = None) -> None:
    """Read a row again into the instance at hand, and forget what the instance had worked out."""
    process = thing._state.fields_cache.get("process")
    thing.refresh_from_db(from_queryset=rows)
    for name in [name for name in thing.__dict__ if isinstance(getattr(type(thing), name, None), cached_property)]:
        del thing.__dict__[name]
    if process is not None and process.pk == thing.process_id:  # type: ignore[attr-defined]
        thing.process = process  # type: ignore[attr-defined]


def _refuse_orphan(process: Process) -> None:
    """No verb on what belongs to something cancelled."""
    task_id = process.parent_task_id
    while task_id:
        status, task_id = Process.objects.values_list("status", "parent_task_id").get(task__pk=task_id)
        if status == PROCESS.CANCELED:
            raise NotYet(_("上级工作已经取消，这一项不再办理，请返回列表查看其他事项。"))


def _lock(thing: models.Model, *, orphans: bool) -> None:
    held = _grip.held.get(key_of(thing))
    if held:
        if all(thing is not other for other in held):
            reread(thing)
            held.append(thing)
        return
    _check_order(thing)
    try:
        reread(thing, type(thing)._base_manager.select_for_update(no_key=True))
    except type(thing).DoesNotExist:  # type: ignore[attr-defined]
        raise NotFound from None
    grip(thing, orphans=orphans)


def grip(thing: models.Model, *, orphans: bool = False) -> None:
    """Note a row just locked and read as held, and lock its process too."""
    if isinstance(thing, Flowing) and thing.process_id:
        process = Process._base_manager.select_for_update(no_key=True).get(pk=thing.process_id)
        thing.process = process
        if not orphans and process.status == PROCESS.NEW:
            _refuse_orphan(process)
    _grip.held[key_of(thing)] = [thing]
    _grip.read[key_of(thing)] = _columns(thing)


def _columns(thing: models.Model) -> dict[str, object]:
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def taken_differences(thing: models.Model) -> dict[str, tuple[object, object]]:
    """What a verb has made of the columns of a held row, old and new, since it was locked or last asked here.

    Nothing for a row that is not held: then nobody knows whose change it was.
    """
    key = key_of(thing)
    if all(thing is not other for other in _grip.held.get(key, ())):
        return {}
    before, _grip.read[key] = _grip.read.get(key, {}), _columns(thing)
    return {name: (old, new) for name, new in _grip.read[key].items() if (old := before.get(name, new)) != new}


@contextmanager
def holding(things: Iterable[models.Model], *, orphans: bool = False) -> Iterator[None]:
    """As `hold`; with `orphans` also what belongs to something cancelled, for the engine's own jobs."""
    with transaction.atomic():
        before = {key: list(instances) for key, instances in _grip.held.items()} if _grip.depth else {}
        _grip.held = {key: list(instances) for key, instances in before.items()}
        _grip.depth += 1
        try:
            for thing in sorted(things, key=_rank):
                _lock(thing, orphans=orphans)
            yield
        except BaseException:
            _grip.held = before
            raise
        finally:
            _grip.depth -= 1
            if not _grip.depth:
                _grip.held, _grip.read = {}, {}


@contextmanager
def hold(*things: models.Model) -> Iterator[None]:
    """One transaction in which these rows and their processes are locked and the instances freshly read.

    Parents are locked before children whatever the order of the arguments. It may be nested: what is already held is
    not read again, so that nothing a caller has changed is lost.
    """
    with acting.one_act(), holding(things):
        yield


def held(thing: models.Model) -> models.Model:
    """The instance that is worked on for this row; a programming error where the row is not held."""
    instances = _grip.held.get(key_of(thing))
    if not instances or not connection.in_atomic_block:
        raise NotHeld(f"Call the engine's verbs inside `with hold(...)`: {key_of(thing)} is not held.")
    if all(thing is not other for other in instances):
        instances.append(thing)
    return instances[0]


def thing_of(process: Process) -> models.Model:
    """The thing a process carries: the held instance where there is one."""
    kind = ContentType.objects.get_for_id(process.artifact_content_type_id)
    instances = _grip.held.get((f"{kind.app_label}.{kind.model}", process.artifact_object_id))
    return instances[0] if instances else process.artifact


def refresh_others(thing: models.Model) -> None:
    """Let every other held instance of the row show what the flow has done to it."""
    for other in _grip.held[key_of(thing)][1:]:
        reread(other)
        other.process = thing.process  # type: ignore[attr-defined]
