"""The list of themes on its page: added, renamed and ended by who has the right, and what it shows."""

import pytest
from django.urls import reverse

from accountability import trail, verify
from accountability.models import Tagged, Theme
from accountability.themes import found_theme, rename_theme, retire_theme, tag
from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from tests.accountability.papers_in import order
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(cast: Cast) -> Theme:
    return found_theme("手术安全", organization=cast.peoples_hospital, by=cast.qian)


def test_the_clerk_adds_renames_and_ends_a_theme_on_the_page(cast: Cast, django_assert_max_num_queries) -> None:
    qian = visit_as(cast.qian)
    told = {"organization": cast.peoples_hospital.pk, "kind": "work_line", "name": "防"}
    assert post(qian, reverse("theme_new"), **{**told, "name": " "}).status_code == 422
    assert post(qian, reverse("theme_new"), **told).status_code == 302
    assert "已有同名主题" in text_of(post(qian, reverse("theme_new"), **told))
    theme = Theme.objects.get()

    assert post(qian, reverse("theme_rename", args=[theme.pk]), name="预防").status_code == 302
    with django_assert_max_num_queries(12):
        page = qian.get(reverse("theme_list"))
    assert "预防" in text_of(page)
    assert "工作主线" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    assert post(qian, reverse("theme_end", args=[theme.pk])).status_code == 302
    assert "已停用" in text_of(qian.get(reverse("theme_list")))
    assert [event.verb for event in trail.of(theme)] == ["theme_founded", "theme_renamed", "theme_retired"]
    assert [found for result in verify.run() for found in result.differences] == []


def test_the_list_begins_with_work_lines_and_says_how_much_carries_each(cast: Cast, theme: Theme) -> None:
    line = found_theme("预防", organization=cast.peoples_hospital, kind="work_line", by=cast.qian)
    found_theme("围产期安全", organization=cast.peoples_hospital, kind="risk", by=cast.qian)
    for _number in range(2):
        tag(order(cast.peoples_hospital, by=cast.qian), theme=line, by=cast.qian)
    page = visit_as(cast.qian).get(reverse("theme_list"))
    rows = [row["theme"] for row in page.context["rows"]]
    assert [(one.name, one.carried) for one in rows] == [("预防", 2), ("围产期安全", None), ("手术安全", None)]
    assert "标注内容" in text_of(page)


def test_who_reads_the_list_keeps_nothing_of_it(cast: Cast, theme: Theme) -> None:
    nurse = visit_as(cast.nurse_sun)
    assert "手术安全" in text_of(nurse.get(reverse("theme_list")))
    assert nurse.get(reverse("theme_new")).status_code == 403
    assert nurse.get(reverse("theme_rename", args=[theme.pk])).status_code == 403
    assert post(nurse, reverse("theme_end", args=[theme.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        rename_theme(theme, name="别的", by=cast.nurse_sun)
    wu = visit_as(cast.president_wu)
    assert wu.get(reverse("theme_show", args=[theme.pk])).status_code == 404
    assert post(wu, reverse("theme_end", args=[theme.pk])).status_code == 404
    assert Theme.objects.get().active


def test_a_name_is_given_once_and_an_ended_theme_is_taken_up_again(cast: Cast, theme: Theme) -> None:
    found_theme("危急值", organization=cast.peoples_hospital, by=cast.qian)
    with pytest.raises(AlreadyDone, match="请换一个名称"):
        rename_theme(theme, name="危急值", by=cast.qian)
    with pytest.raises(Invalid, match="请填写主题名称"):
        rename_theme(theme, name=" ", by=cast.qian)
    retire_theme(theme, by=cast.qian)
    with pytest.raises(AlreadyDone, match="已经停用"):
        retire_theme(theme, by=cast.qian)
    with pytest.raises(AlreadyDone, match="不能改名"):
        rename_theme(theme, name="手术", by=cast.qian)
    assert found_theme("手术安全", organization=cast.peoples_hospital, by=cast.qian) == theme
    assert trail.of(theme).last().verb == "theme_revived"
    assert [found for result in verify.run() for found in result.differences] == []


def test_a_directive_carries_a_theme_and_its_page_lists_it(cast: Cast, theme: Theme) -> None:
    directive, qian = order(cast.peoples_hospital, by=cast.qian), visit_as(cast.qian)
    address = reverse("theme_put", args=["accountability.directive", directive.pk])
    assert post(qian, address, themes=[theme.pk]).status_code == 302
    assert Tagged.objects.get().theme == theme
    assert "手术安全" in text_of(qian.get(directive.get_absolute_url()))
    assert directive.occasion in text_of(qian.get(reverse("theme_show", args=[theme.pk])))
