"""What one was told."""

from accountability.models import Notice
from accountability.notices import notify
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as


def told(cast: Cast, *, text: str = "请办理（审批）：方案", url: str = "/jobs/") -> Notice:
    notify([cast.li], text=text, url=url, source=None, kind="x")
    return Notice.objects.latest("pk")


def test_opening_a_notice_marks_it_and_leads_on(cast: Cast):
    notice = told(cast)
    client = visit_as(cast.li)
    page = client.get("/notices/")
    assert "未读：" in text_of(page)
    assert "通知，1 条未读" in page.content.decode()
    assert has_nothing_inline(page.content.decode())
    assert post(client, f"/notices/{notice.pk}/open/")["Location"] == "/jobs/"
    notice.refresh_from_db()
    assert notice.read_at
    assert "未读：" not in text_of(client.get("/notices/"))


def test_following_the_link_alone_marks_nothing(cast: Cast):
    notice = told(cast)
    assert visit_as(cast.li).get(f"/notices/{notice.pk}/open/")["Location"] == "/notices/"
    notice.refresh_from_db()
    assert notice.read_at is None


def test_anothers_notice_does_not_exist(cast: Cast):
    notice = told(cast)
    client = visit_as(cast.director_wang)
    assert post(client, f"/notices/{notice.pk}/open/").status_code == 404
    assert notice.text not in text_of(client.get("/notices/"))


def test_a_notice_leads_to_no_other_site(cast: Cast):
    notice = told(cast, url="https://example.org/")
    assert post(visit_as(cast.li), f"/notices/{notice.pk}/open/")["Location"] == "/notices/"


def test_everything_is_marked_at_once(cast: Cast):
    for _number in range(3):
        told(cast)
    client = visit_as(cast.li)
    assert post(client, "/notices/read/")["Location"] == "/notices/"
    assert not Notice.objects.unread(cast.li).exists()


def test_the_list_costs_the_same_whatever_its_length(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.li)
    for number in (1, 60):
        for _each in range(number):
            told(cast)
        client.get("/notices/")
        with django_assert_max_num_queries(12):
            client.get("/notices/")
    assert "第 1 页，共 2 页" in text_of(client.get("/notices/"))
