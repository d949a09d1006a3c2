"""Each way to falsify the trail, and who notices: the chain alone, the checkpoints beside it, those an auditor kept.

Whoever falsifies owns the database: the triggers are lifted for him, and he also takes away what would give him away
as far as he can reach it, the checkpoints in the database and the file beside it. What he cannot reach is the file that
somebody else has kept.
"""

import pytest

from accountability import digest, seals, trail, triggers
from accountability.models import Checkpoint
from accountability.models.trail import TrailEvent, TrailSeal
from accountability.proofs import carrying, checkpoints, walking
from tests.accountability.test_checkpoints import places, unguarded

__all__ = ["places"]

pytestmark = pytest.mark.django_db

EVENT, BODY, ROW, SEAL, POINT = triggers.EVENT, triggers.BODY, triggers.ROW, triggers.SEAL, triggers.CHECKPOINT
AFTER = 2  # events since the newest checkpoint


@pytest.fixture
def told(cast, places):
    """Eight events, all but the last two under a checkpoint, and the auditor's copy of it."""
    for number in range(8 - AFTER):
        trail.record("told", cast.icu, by=cast.li, because=f"第{number}件")
    seals.seal_pending()
    checkpoints.make()
    carrying.write_file()
    held = places / "held.jsonl"
    held.write_text(checkpoints.file().read_text())
    for number in range(AFTER):
        trail.record("told", cast.icu, by=cast.li, because=f"后{number}件")
    seals.seal_pending()
    return held


def chosen(before_last):
    """The key of an event, counted from the last one."""
    return TrailSeal.objects.order_by("-seq").values_list("event_id", flat=True)[before_last]


def alter():
    unguarded(f"UPDATE {EVENT} SET actor_name = '别人' WHERE id = {chosen(5)}")


def delete():
    unguarded(*taken_out(chosen(5)))


def taken_out(event):
    tables = (SEAL, BODY, ROW, EVENT)
    return [f"DELETE FROM {t} WHERE {'id' if t == EVENT else 'event_id'} = {event}" for t in tables]


def reorder():
    one, two = chosen(5), chosen(4)
    swapped = f"SELECT {{}} FROM {BODY} o WHERE o.event_id = {one} + {two} - {BODY}.event_id"
    unguarded(
        f"UPDATE {BODY} SET text = ({swapped.format('o.text')}), salt = ({swapped.format('o.salt')})"
        f" WHERE event_id IN ({one}, {two})"
    )


def insert():
    """An event of today that pretends to be older: its seal takes the place of one that moves up."""
    place, newest = TrailSeal.objects.get(event=chosen(5)), TrailSeal.objects.latest("seq")
    unguarded(f"UPDATE {SEAL} SET event_id = {newest.event_id}, seq = -1 WHERE seq = {newest.seq}")
    above = TrailSeal.objects.filter(seq__gte=place.seq).order_by("-seq").values_list("seq", flat=True)
    moves = [f"UPDATE {SEAL} SET seq = {seq + 1} WHERE seq = {seq}" for seq in above]
    unguarded(*moves, f"UPDATE {SEAL} SET seq = {place.seq}, prev = '{place.prev}' WHERE seq = -1")


def cut(how_many):
    for _each in range(how_many):
        unguarded(*taken_out(chosen(0)))


def cut_the_tail():
    cut(AFTER + 2)
    forget_checkpoints()


def cut_what_is_new():
    cut(AFTER)


def forget_checkpoints():
    unguarded(f"DELETE FROM {POINT}")
    checkpoints.file().unlink()


def rewrite():
    """Another actor in an event below the checkpoint, and every digest and link after it made anew."""
    place = TrailSeal.objects.get(event=chosen(5))
    unguarded(f"UPDATE {EVENT} SET actor_name = '别人' WHERE id = {place.event_id}")
    before = TrailSeal.objects.get(seq=place.seq - 1)
    previous = digest.Pair(before.hash, before.sm3)
    for seal in TrailSeal.objects.filter(seq__gte=place.seq).order_by("seq"):
        event = TrailEvent.objects.get(pk=seal.event_id)
        own = digest.pair(trail.facts(event, ".".join(event.content_type.natural_key())))
        link = seals.link(seal.seq, event.pk, previous, own)
        unguarded(
            f"UPDATE {EVENT} SET sha256 = '{own.sha256}', sm3 = '{own.sm3}' WHERE id = {event.pk}",
            f"UPDATE {SEAL} SET prev = '{previous.sha256}', hash = '{link.sha256}', sm3 = '{link.sm3}'"
            f" WHERE seq = {seal.seq}",
        )
        previous = link


def rewrite_and_forget():
    rewrite()
    forget_checkpoints()


def rewrite_and_sign_again():
    """With the stolen key."""
    rewrite_and_forget()
    checkpoints.make()
    carrying.write_file()


ANEW = "操作记录链在此之前已被改写"
TABLE = {
    "an event is altered": (alter, True, True, True, "的内容已被改动"),
    "an event is deleted": (delete, True, True, True, "号封存缺失，或其操作记录已被删除"),
    "bodies change places": (reorder, True, True, True, "的正文已被改动"),
    "a back-dated event is inserted": (insert, True, True, True, "号封存与前一号不连续"),
    "the tail is cut off, and the checkpoints with it": (cut_the_tail, False, False, True, "末尾缺少2条"),
    "the chain is written anew": (rewrite, False, True, True, "校验树根与操作记录不符"),
    "the chain is written anew and the checkpoints go": (rewrite_and_forget, False, False, True, ANEW),
    "the chain is written anew and signed with the stolen key": (rewrite_and_sign_again, False, False, True, ANEW),
    "what is newer than the newest checkpoint is cut off": (cut_what_is_new, False, False, False, ""),
}


def sentences(*found):
    return [str(getattr(one, "sentence", one)) for one in found]


@pytest.mark.parametrize("attack", TABLE)
def test_who_notices_it_and_what_is_named(told, attack):
    act, *expected, named = TABLE[attack]
    assert [*walking.chain(), *checkpoints.differences(), *checkpoints.against(told)] == []

    act()

    beside = sentences(*walking.chain(), *checkpoints.differences())
    by_auditor = [*beside, *sentences(*checkpoints.against(told))]
    if Checkpoint.objects.exists():
        unguarded(f"DELETE FROM {POINT}")
    alone = sentences(*walking.chain())
    assert [bool(alone), bool(beside), bool(by_auditor)] == expected
    assert any(named in sentence for sentence in by_auditor) is bool(named), by_auditor
    assert not [one for one in by_auditor if not any(word in one for word in ("第", "条", "操作记录"))], (
        "each says where"
    )
