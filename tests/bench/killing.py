"""Kills the writer of an index again and again; says whether it could always be read and was right in the end."""

import json
import os
import random
import signal
import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402  the apps are ready only now
from django.db import connection  # noqa: E402

from search.index import building, feeding, generations, view  # noqa: E402
from search.models import Article, Edition, EditionState, IndexChange, Regulation  # noqa: E402

DOCUMENTS, KILLS, SEED = 30, 25, 7
STEPS = ("rename", "replace", "remove", "unlink")


def fill():
    """A library of a few documents and its index."""
    call_command("migrate", verbosity=0)
    for number in range(DOCUMENTS):
        regulation = Regulation.objects.create(title=f"第{number}号办法", title_key=f"第{number}号办法")
        edition = Edition.objects.create(regulation=regulation, state=EditionState.PUBLISHED)
        Article.objects.bulk_create(
            Article(edition=edition, ordinal=place, number=place, text=f"第{number}号第{place}条医疗废物登记。")
            for place in range(1, 30)
        )
    building.rebuild()


def changed(round_number):
    """Some documents read differently; the change is in the outbox."""
    for edition in Edition.objects.order_by("pk")[round_number % 7 :: 7]:
        Article.objects.filter(edition=edition, ordinal=1).update(text=f"第{round_number}次修改的条文。")
        IndexChange.objects.create(bundle=edition.pk)


def writer(*, after=0.0, at_step=0):
    """A process that follows the changes and is killed: after some seconds, or before its n-th rename or removal."""
    connection.close()
    view.forget()
    child = os.fork()
    if child:
        killer = threading.Timer(after, os.kill, (child, signal.SIGKILL))
        if not at_step:
            killer.start()
        _pid, status = os.waitpid(child, 0)
        killer.cancel()
        return os.WIFSIGNALED(status)
    if at_step:
        _trap(at_step)
    try:
        feeding.follow()
    finally:
        os._exit(0)


def _trap(at_step):
    left = [at_step]

    def dying(whole):
        def call(*args, **options):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return whole(*args, **options)

        return call

    for name in STEPS:
        setattr(os, name, dying(getattr(os, name)))


def is_readable():
    """Whether what is there can be opened and answers."""
    view.forget()
    try:
        return len(view.reader().digests()) == DOCUMENTS
    except Exception:  # noqa: BLE001  that is what is counted
        return False


def main():
    """Kill, look, follow, compare."""
    fill()
    chance, unreadable, found, killed = random.Random(SEED), 0, 0, 0
    while killed < KILLS:
        changed(killed)
        killed += writer(after=chance.uniform(0.0, 0.6))
        unreadable += not is_readable()
        feeding.follow()
        found += len(list(building.differences()))
    step = 1
    while True:
        changed(100 + step)
        was_killed = writer(at_step=step)
        unreadable += not is_readable()
        feeding.follow()
        found += len(list(building.differences()))
        if not was_killed:
            break
        step += 1
    told = {"random": killed, "steps": step - 1, "unreadable": unreadable, "differences": found}
    told["generation"] = generations.current().name
    print(json.dumps(told))


main()
