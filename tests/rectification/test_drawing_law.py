"""The law of the draw: the same record gives the same draw, anywhere, and never a forbidden one."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectification import drawing

LEVELS = ("三级", "二级", "一级")


@st.composite
def populations(draws: Any) -> dict[str, Any]:
    """A population that can be drawn: some of it avoided, at least two inspectors of each pool left everywhere."""
    size = draws(st.integers(1, 30))
    objects = [
        {
            "id": f"u{number}",
            "name": f"第{number}医院",
            "stratum": draws(st.sampled_from(LEVELS)),
            "weight": draws(st.integers(1, 5)),
            "turn": draws(st.integers(0, 1)),
        }
        for number in range(size)
    ]
    inspectors = [
        {"id": f"p{number}", "name": f"检查员{number}", "pool": ("省级", "本地")[number % 2], "most": None}
        for number in range(8)
    ]
    barred = draws(st.lists(st.tuples(st.sampled_from(["p0", "p1"]), st.integers(0, size - 1)), max_size=10))
    return {
        "rules": {"count": draws(st.integers(1, size)), "team": [["省级", 1], ["本地", 2]]},
        "objects": objects,
        "inspectors": inspectors,
        "avoids": sorted({(who, f"u{number}") for who, number in barred}),
    }


@settings(max_examples=1000, deadline=None)
@given(
    population=populations(), seed=st.text("0123456789abcdef", min_size=1, max_size=64), outside=st.text(max_size=20)
)
def test_a_thousand_records_replayed_give_the_same_draw(population, seed, outside):
    outside = outside.encode("utf-8", "replace").decode()
    record = json.loads(drawing.canonical(drawing.record_of(population, seed=seed, outside=outside)))

    assert drawing.replay(record) == {"identical": True, "differences": [], "result": record["result"]}


@settings(max_examples=200, deadline=None)
@given(population=populations(), seed=st.text("0123456789abcdef", min_size=8, max_size=64))
def test_what_is_drawn_keeps_every_rule(population, seed):
    drawn = drawing.draw(population, seed=seed)
    pools = {one["id"]: one["pool"] for one in population["inspectors"]}
    turns = {one["id"]: one["turn"] for one in population["objects"]}

    assert len({one.object for one in drawn}) == population["rules"]["count"]
    for one in drawn:
        assert Counter(pools[who] for who in one.inspectors) == {"省级": 1, "本地": 2}
        assert len(set(one.inspectors)) == 3
        assert not {(who, one.object) for who in one.inspectors} & {tuple(pair) for pair in population["avoids"]}
    waiting = sum(turn == 0 for turn in turns.values())
    assert sum(turns[one.object] == 0 for one in drawn) == min(len(drawn), waiting)


def test_the_draw_of_this_version_never_changes():
    population = {
        "rules": {"count": 3, "team": [["检查人员", 2]]},
        "objects": [
            {"id": f"u{n}", "name": f"医院{n}", "stratum": LEVELS[n % 3], "weight": 1 + n % 2, "turn": 0}
            for n in range(9)
        ],
        "inspectors": [{"id": f"p{n}", "name": f"甲{n}", "pool": "检查人员", "most": None} for n in range(5)],
        "avoids": [["p0", "u0"]],
    }

    drawn = drawing.draw(population, seed="00" * 32, outside="2026-11-22 开奖号 05 11 23")

    assert [(one.object, one.inspectors) for one in drawn] == [
        ("u8", ("p1", "p3")),
        ("u6", ("p0", "p4")),
        ("u7", ("p2", "p4")),
    ]


def simple(count: int = 2, *, size: int = 6, most: int | None = None) -> dict[str, Any]:
    """So many equal units of one stratum and three inspectors."""
    return {
        "rules": {"count": count, "team": [["检查人员", 2]]},
        "objects": [{"id": f"u{n}", "name": f"医院{n}", "stratum": "", "weight": 1, "turn": 0} for n in range(size)],
        "inspectors": [{"id": f"p{n}", "name": f"甲{n}", "pool": "检查人员", "most": most} for n in range(3)],
        "avoids": [],
    }


def test_every_unit_is_as_likely_as_it_weighs():
    population = simple(1, size=4)
    population["objects"][0]["weight"] = 3

    times = Counter(drawing.draw(population, seed=str(n))[0].object for n in range(3000))

    assert 1350 < times["u0"] < 1650
    assert all(400 < times[f"u{n}"] < 600 for n in (1, 2, 3))


def test_strata_share_by_size_and_each_is_seen():
    sizes = {"三级": 2, "二级": 10, "一级": 40}

    shares = drawing.shares_of(sizes, 13, drawing.Stream(b"k"))

    assert shares == {"三级": 1, "二级": 3, "一级": 9}
    assert sum(drawing.shares_of(sizes, 2, drawing.Stream(b"k")).values()) == 2
    assert drawing.shares_of(sizes, 52, drawing.Stream(b"k")) == sizes


def test_a_record_that_was_touched_is_found_out():
    record = drawing.record_of(simple(), seed="ab", outside="晴")
    others = [one for one in record["population"]["objects"] if one["id"] != record["result"][0]["object"]]

    assert drawing.replay({**record, "outside": "雨"})["identical"] is False
    assert "seed_sha256" in drawing.replay({**record, "seed": "ac"})["differences"]
    assert (
        "population_sha256"
        in drawing.replay({**record, "population": {**record["population"], "objects": others}})["differences"]
    )
    swapped = [{**record["result"][0], "object": others[0]["id"]}, *record["result"][1:]]
    assert "result" in drawing.replay({**record, "result": swapped})["differences"]


@pytest.mark.parametrize(
    ("change", "code"), [({"format": "x"}, "record"), ({"method": 99}, "method"), ({"seed": 1}, "record")]
)
def test_what_is_no_record_is_said_to_be_none(change, code):
    record = drawing.record_of(simple(), seed="ab", outside="")

    with pytest.raises(drawing.DrawError) as caught:
        drawing.replay({**record, **change})

    assert caught.value.code == code


def test_more_than_there_are_or_nobody_to_send_cannot_be_drawn():
    with pytest.raises(drawing.DrawError, match="count"):
        drawing.draw(simple(7), seed="a")
    with pytest.raises(drawing.DrawError, match="team"):
        drawing.draw(simple(2, most=1), seed="a")
    avoided = simple()
    avoided["avoids"] = [["p0", "u1"], ["p1", "u1"]]
    assert drawing.lacking(avoided) == ["u1"]


def test_quotas_are_kept_where_they_can_be():
    for number in range(30):
        drawn = drawing.draw(simple(3, most=2), seed=str(number))
        used = Counter(who for one in drawn for who in one.inspectors)
        assert set(used.values()) == {2}


def test_the_file_alone_repeats_the_draw_on_any_machine(tmp_path):
    record, kept = drawing.record_of(simple(), seed="ab", outside="晴"), tmp_path / "record.json"
    kept.write_text(drawing.canonical(record), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-I", "-S", str(Path(drawing.__file__)), str(kept)],
        capture_output=True,
        check=False,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["result"] == record["result"]
    assert not [name for name in Path(drawing.__file__).read_text().splitlines() if "django" in name]
