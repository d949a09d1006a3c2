"""The index follows the database, is built beside the one that answers, and heals by itself."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from accountability import trail, verify
from search import events
from search.finding import asked as asking
from search.finding.eyes import COMMAND_LINE
from search.finding.results import Wanted
from search.index import building, feeding, generations, sources, view
from search.index.generations import Busy
from search.models import Article, Edition, EditionState, IndexChange, Regulation
from tests.search.shelf import WASTE, indexed, make_regulation, make_waste, numbers, touch

pytestmark = pytest.mark.django_db


def seen(query):
    return numbers(query, eyes=COMMAND_LINE)


def test_a_changed_document_is_found_after_the_next_tick_and_not_before(engine):
    indexed()
    make_waste()
    assert seen("医疗废物 来源") == []
    assert feeding.waits()

    feeding.follow()

    assert seen("医疗废物 来源")[0] == (WASTE, 12)
    assert not feeding.waits()
    assert list(building.differences()) == []


def test_a_text_that_was_replaced_or_withdrawn_is_found_no_longer(engine):
    regulation = make_waste()
    indexed()
    edition = regulation.editions.get()
    Article.objects.filter(edition=edition, number=12).update(text="台账应当保存三年。")
    touch(edition)
    feeding.follow()
    assert seen('"废物的来源"') == []
    assert seen('"保存三年"') == [(WASTE, 12)]

    edition.state = EditionState.ABANDONED
    edition.save()
    touch(edition)
    feeding.follow()

    assert seen('"保存三年"') == []
    assert list(building.differences()) == []


def test_the_event_of_the_library_leaves_a_change_for_every_machine(whoosh):
    edition = make_waste().editions.get()
    IndexChange.objects.all().delete()

    events.library_changed.send(sender=Edition, ids=[edition.pk], by=None)

    assert list(IndexChange.objects.values_list("group", "bundle")) == [(0, edition.pk)]


def test_a_writer_killed_before_it_noted_how_far_it_was_loses_and_doubles_nothing(engine, monkeypatch):
    indexed()
    make_waste()
    with monkeypatch.context() as patched:
        patched.setattr(generations, "write_followed", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            feeding.follow()
    assert feeding.waits()

    feeding.follow()

    assert len(seen("医疗废物")) == 3
    assert list(building.differences()) == []


def test_a_new_generation_answers_after_it_was_compared_and_one_old_one_is_kept(engine):
    make_waste()
    for _time in range(4):
        indexed()
    folders = [path for path in generations.root().iterdir() if path.is_dir() and not path.is_symlink()]
    assert len(folders) == 2
    assert generations.current() in folders


def test_a_build_that_does_not_agree_with_the_database_never_answers(engine, monkeypatch):
    make_waste()
    indexed()
    before = generations.current()
    monkeypatch.setattr(generations.ENGINES[engine], "reader", lambda *_args: type("Empty", (), {"digests": dict})())

    with pytest.raises(building.Different):
        building.rebuild()

    assert generations.current() == before


def test_only_one_writes(whoosh):
    indexed()
    with generations.writing():
        with pytest.raises(Busy):
            building.rebuild()
        with pytest.raises(Busy):
            feeding.follow()
        with pytest.raises(CommandError, match="另一个进程"):
            call_command("rebuild_index", "--json")


@pytest.mark.parametrize("harm", ["gone", "no pointer", "torn"])
def test_a_lost_or_damaged_index_heals_by_itself_while_the_database_answers(engine, settings, harm):
    settings.SEARCH_FOLLOWS = True
    make_waste()
    indexed()
    folder = generations.current()
    if harm == "gone":
        shutil.rmtree(folder)
    elif harm == "no pointer":
        (generations.root() / "current").unlink()
    else:
        for file in folder.iterdir():
            file.write_bytes(b"torn")
    view.forget()
    assert asking.articles(Wanted("医疗废物 来源"), by=COMMAND_LINE).by_database

    feeding.tick()

    assert not asking.articles(Wanted("医疗废物 来源"), by=COMMAND_LINE).by_database
    assert seen("医疗废物 来源")[0] == (WASTE, 12)


def test_verify_names_what_differs_and_verify_all_asks_it(whoosh, capsys):
    regulation = make_waste()
    indexed()
    Article.objects.filter(edition__regulation=regulation, number=12).update(text="改了")
    edition = regulation.editions.get()
    make_regulation("新办法", {1: "新的条文。"})

    found = {difference.thing: difference.sentence for difference in building.differences()}

    assert set(found) == {f"0:{edition.pk}", f"0:{Edition.objects.get(regulation__title='新办法').pk}"}
    with pytest.raises(SystemExit):
        call_command("verify_index", "--json")
    assert json.loads(capsys.readouterr().out)["ok"] is False
    assert "index" in {result.name for result in verify.run()}


def test_the_commands_speak_json(whoosh, capsys, tmp_path):
    make_waste()
    call_command("rebuild_index", "--json")
    assert json.loads(capsys.readouterr().out)["bundles"] == sources.count()
    call_command("verify_index", "--json")
    assert json.loads(capsys.readouterr().out) == {"ok": True, "count": 1, "differences": []}
    call_command("search", "医疗废物管理条例第三十二条", "--json")
    hit = json.loads(capsys.readouterr().out)["hits"][0]
    assert (hit["regulation"], hit["edition_date"], hit["number"], hit["suffix"]) == (WASTE, "2011-01-08", 32, 0)
    batch = tmp_path / "queries.jsonl"
    batch.write_text('"医疗废物 来源"\n{"query": "医废条例 45", "on": "2015-01-01", "id": 7}\n', encoding="utf-8")
    call_command("search", batch=str(batch), json=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["hits"][0]["number"] for line in lines] == [12, 45]
    assert lines[1]["id"] == 7
    assert all(line["milliseconds"] >= 0 for line in lines)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "二者选一"), ({"query": "甲", "on": "昨天"}, "无法识别"), ({"query": "甲", "user": "nobody"}, "没有账号"),
        ({"batch": "/nowhere.jsonl"}, "无法读取"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_refused_with_a_sentence(whoosh, arguments, sentence):
    positional = [arguments.pop("query")] if "query" in arguments else []
    with pytest.raises(CommandError, match=sentence):
        call_command("search", *positional, **arguments)


def test_the_work_is_followed_through_its_trail(whoosh, monkeypatch):
    from search import findable  # noqa: PLC0415  a kind for this test alone

    kind = findable.Findable(Regulation, "法规", lambda row: row.title)
    monkeypatch.setattr(findable, "_kinds", {Regulation: kind})
    regulation = make_regulation("甲办法", {1: "条文。"})
    indexed()
    regulation.title = "乙办法"
    regulation.save()
    trail.record("changed", regulation, by=None)

    feeding.follow()

    assert list(building.differences()) == []
    assert view.reader().digests()[f"{kind.group}:{regulation.pk}"]
