"""A folder is imported once, however often one tries; what is not in the library is listed."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from accountability.models import TrailEvent
from search import services
from search.models import Article, Edition, Level, Regulation, Relation, Status
from search.services import importing
from tests.search.making import WASTE, folder

pytestmark = pytest.mark.django_db

DOCTORS = (
    "# 中华人民共和国医师法\n2021年8月20日 通过\n第一条 甲。\n第二条 本法自2022年3月1日起施行。《执业医师法》同时废止。"
)
OLD = "# 中华人民共和国执业医师法\n1998年6月26日 通过\n第一条 旧。\n第二条 自1999年5月1日起施行。"


def test_a_second_import_adds_nothing(tmp_path):
    folder(tmp_path, 行政法规__医疗废物管理条例_md=WASTE, 法律__医师法_md=DOCTORS)
    first = services.import_files([tmp_path], by=None)

    second = services.import_files([tmp_path], by=None)

    assert (first.imported, first.articles, second.imported, second.already) == (2, 5, 0, 2)
    assert Edition.objects.count() == 2
    assert Article.objects.count() == 5
    assert Regulation.objects.get(title="医疗废物管理条例").level == Level.ADMINISTRATIVE


def test_an_import_that_was_interrupted_goes_on_where_it_stopped(tmp_path, monkeypatch):
    folder(tmp_path, **{f"办法{n}_txt": f"办法{n}\n第一条 内容{n}。" for n in range(5)})
    monkeypatch.setattr(importing, "CHUNK", 2)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.import_files([tmp_path], by=None, progress=stop)
    assert Edition.objects.count() == 2

    report = services.import_files([tmp_path], by=None)

    assert (report.already, report.imported) == (2, 3)
    assert Edition.objects.count() == 5


def test_two_documents_under_one_number_are_not_both_taken(tmp_path):
    other = WASTE.replace("医疗废物管理条例", "另一条例")
    folder(tmp_path, 行政法规__a_md=WASTE, 行政法规__b_md=other)

    report = services.import_files([tmp_path], by=None)

    assert report.imported == 1
    assert "已用于《医疗废物管理条例》" in report.problems[0].sentence


def test_two_editions_of_one_document_are_one_document(tmp_path):
    newer = WASTE.replace("2天", "1天")
    folder(tmp_path, **{"行政法规__条例(2003-06-16)_md": WASTE, "行政法规__条例(2011-01-08)_md": newer})

    services.import_files([tmp_path], by=None)

    regulation = Regulation.objects.get()
    status = {edition.issued_on.year: edition.status for edition in regulation.editions.with_status()}
    assert status == {2003: Status.AMENDED, 2011: Status.IN_FORCE}


def test_a_closing_article_that_repeals_another_law_is_understood(tmp_path):
    folder(tmp_path, **{"法律__执业医师法(1998-06-26)_md": OLD, "法律__医师法(2021-08-20)_md": DOCTORS})

    report = services.import_files([tmp_path], by=None)

    relation = Relation.objects.get()
    assert report.relations == 1
    assert (relation.to_regulation.title, f"{relation.since}") == ("中华人民共和国执业医师法", "2022-03-01")
    assert Edition.objects.get(regulation=relation.to_regulation).status == Status.REPEALED


def test_what_is_in_the_library_is_in_the_trail(tmp_path):
    folder(tmp_path, 行政法规__a_md=WASTE)

    services.import_files([tmp_path], by=None)

    edition = Edition.objects.get()
    event = TrailEvent.objects.get(verb="regulations_imported")
    assert event.rows.filter(content_type__model="edition", object_id=edition.pk).exists()


def test_the_command_lists_what_is_not_in_the_library(tmp_path):
    folder(tmp_path, 甲_txt="甲办法\n第一条 甲。", 空_txt=" ")
    out = io.StringIO()

    with pytest.raises(CommandError, match="1个文件没有入库"):
        call_command("import_regulations", str(tmp_path), "--json", stdout=out)

    report = json.loads(out.getvalue())
    assert (report["imported"], len(report["problems"])) == (1, 1)


def test_the_command_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("import_regulations", str(tmp_path / "nothing"))
