"""The pages of imports: from the sample to the result, for those who may and for nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.models import ImportBatch, TrailEvent
from engine import jobs
from engine.models import Job
from engine.submissions import new_nonce
from organizations.models import Duty, Organization
from tests import make
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as
from tests.setup.making import csv_of, kept

GOOD = csv_of(("江北医院", "JB01", "医院", "", "二级"))
BAD = csv_of(("江北医院", "JB01", "医馆", "子虚委", "二级"))
NEW = "/setup/imports/new/institutions/"


def sent(client, content: bytes, at: Organization, name: str = "名册.csv", nonce: str = ""):
    """Send the form of a table."""
    fields = {"nonce": nonce or new_nonce(), "organization": at.pk, "table": SimpleUploadedFile(name, content)}
    return client.post(NEW, fields)


def test_a_table_is_uploaded_checked_confirmed_and_applied(cast: Cast):
    client = visit_as(cast.system_admin)
    assert "数据导入" in text_of(client.get("/manage/"))
    assert "下载样表" in text_of(client.get("/setup/imports/"))
    page = client.get(NEW)
    assert "机构名称" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    there = sent(client, GOOD, cast.city)["Location"]
    assert "没有错误" in text_of(client.get(there))
    batch = ImportBatch.objects.get()
    assert post(client, reverse("import_apply", args=[batch.pk]))["Location"] == there
    assert "导入中" in text_of(client.get(there))
    assert 'hx-trigger="every 3s"' in client.get(there).content.decode()
    jobs.run_all()
    page = client.get(there)
    assert "新建 1 行" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    assert "江北医院" in text_of(client.get(f"{there}?part=all"))
    assert "已导入" in text_of(client.get("/setup/imports/"))
    assert client.get(reverse("trail", args=["accountability.importbatch", batch.pk])).status_code == 200


def test_the_faults_stand_on_the_page_and_in_the_marked_sheet(cast: Cast):
    client = visit_as(cast.system_admin)
    there = sent(client, BAD, cast.city)["Location"]
    text = text_of(client.get(there))
    assert "类别*“医馆”" in text
    assert "没有“子虚委”这个单位" in text
    assert "确认导入" not in text
    batch = ImportBatch.objects.get()
    answer = client.get(reverse("import_marked", args=[batch.pk]))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert TrailEvent.objects.filter(verb="import_marked", object_id=batch.pk).count() == 1
    assert post(client, reverse("import_apply", args=[batch.pk])).status_code == 422
    assert post(client, reverse("import_withdraw", args=[batch.pk]))["Location"] == there
    assert "已撤回" in text_of(client.get(there))
    assert client.get(reverse("import_marked", args=[batch.pk])).status_code == 404


def test_a_file_that_cannot_be_read_comes_back_to_the_form(cast: Cast):
    client = visit_as(cast.system_admin)
    page = sent(client, b"x", cast.city, "名册.exe")
    assert page.status_code == 422
    assert "不接受扩展名" in text_of(page)
    assert sent(client, "甲,乙\n".encode(), cast.city).status_code == 422
    assert not ImportBatch.objects.exists()


def test_what_is_kept_is_in_the_first_language_and_the_page_in_the_readers(cast: Cast):
    client = visit_as(cast.system_admin)
    client.post("/language/", {"language": "en", "next": "/"})
    sheet = b"".join(client.get("/setup/imports/sample/institutions.xlsx").streaming_content)
    there = sent(client, sheet, cast.city, "sample.xlsx")["Location"]
    assert ImportBatch.objects.get().faulty == 0
    assert client.get(there).status_code == 200
    sent(client, BAD, cast.city)
    assert "没有“子虚委”" in ImportBatch.objects.latest("pk").rows.get().errors[1][1]


def test_a_double_click_uploads_once(cast: Cast):
    client, nonce = visit_as(cast.system_admin), new_nonce()
    first, second = (sent(client, GOOD, cast.city, nonce=nonce)["Location"] for _each in range(2))
    assert first == second
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_a_sample_is_downloaded(extension, cast: Cast):
    answer = visit_as(cast.system_admin).get(f"/setup/imports/sample/institutions.{extension}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] in (b"PK", b"\xef\xbb")


def test_each_administrator_imports_what_he_keeps(cast: Cast):
    system, security = visit_as(cast.system_admin), visit_as(cast.security_admin)
    people = "/setup/imports/new/people/"
    assert [system.get(NEW).status_code, system.get(people).status_code] == [200, 404]
    assert [security.get(NEW).status_code, security.get(people).status_code] == [404, 200]


def test_nobody_else_finds_the_pages(cast: Cast):
    batch = kept(GOOD, at=cast.city)
    neighbour = make.make_holder(Duty.SYSTEM_ADMIN, cast.west_district, name="邻区管理")
    addresses = [reverse(f"import_{name}", args=[batch.pk]) for name in ("show", "marked")]
    verbs = [reverse(f"import_{name}", args=[batch.pk]) for name in ("apply", "withdraw")]
    for person in (cast.li, cast.president_wang, cast.zhou, cast.security_admin, neighbour):
        client = visit_as(person)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert {post(client, address).status_code for address in verbs} == {404}
    client = visit_as(cast.zhou)
    samples = "/setup/imports/sample/institutions.xlsx"
    assert {client.get(address).status_code for address in ("/setup/imports/", NEW, samples)} == {404}
    assert "数据导入" not in text_of(client.get("/manage/"))
    assert sent(visit_as(neighbour), GOOD, cast.city).status_code == 422
    assert ImportBatch.objects.count() == 1


def test_a_stopped_worker_is_told_on_the_page(cast: Cast):
    client, batch = visit_as(cast.system_admin), kept(GOOD, at=cast.city, by=cast.system_admin)
    post(client, reverse("import_apply", args=[batch.pk]))
    Job.objects.update(state=Job.State.DEAD)
    assert "后台任务多次失败" in text_of(client.get(batch.get_absolute_url()))


def test_the_pages_cost_the_same_whatever_the_rows(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.system_admin)
    for number in (1, 60):
        rows = ((f"第{n}卫生院", "", "卫生院", "", "") for n in range(number))
        bad = kept(csv_of(*rows), at=cast.city, by=cast.system_admin)
        good = kept(csv_of(*((f"{number}-{n}", "", "诊所", "", "") for n in range(number))), at=cast.city)
        post(client, reverse("import_apply", args=[good.pk]))
        for address in ("/setup/imports/", NEW, bad.get_absolute_url(), good.get_absolute_url()):
            client.get(address)
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200
