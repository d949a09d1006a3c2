"""Themes run across everything that can carry one."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from accountability import trail, verify
from accountability.models import Tagged, Theme
from accountability.themes import carrying, found_theme, load_shipped_themes, retire_theme, tag, untag
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests import make
from tests.cast import Cast
from tests.engine.playground.papers import Paper, draft_paper


def test_a_work_line_joins_what_carries_it(cast: Cast) -> None:
    line = found_theme("围手术期", kind=Theme.Kind.WORK_LINE, by=None)
    papers = [draft_paper(cast.city, by=cast.li) for _number in range(3)]
    for paper in papers[:2]:
        tag(paper, theme=line, by=cast.li)
    tag(papers[0], theme=line, by=cast.li)
    assert set(carrying(Paper.objects.all(), line)) == set(papers[:2])
    assert [tagged.theme for tagged in Tagged.objects.of(papers[0])] == [line]
    assert trail.of(papers[0]).filter(verb="theme_tagged").count() == 1


def test_a_theme_taken_off_is_gone_and_the_trail_knows(cast: Cast) -> None:
    theme, paper = found_theme("危急值", by=None), draft_paper(cast.city, by=cast.li)
    tag(paper, theme=theme, by=cast.li)
    assert untag(paper, theme=theme, by=cast.li)
    assert not untag(paper, theme=theme, by=cast.li)
    assert not carrying(Paper.objects.all(), theme).exists()
    assert [event.verb for event in trail.of(paper)][-2:] == ["theme_tagged", "theme_untagged"]
    assert [found for result in verify.run() for found in result.differences] == []


def test_a_units_theme_is_used_beneath_it_only(cast: Cast) -> None:
    theme = found_theme("床旁交接", organization=cast.peoples_hospital, by=cast.vice_president_he)
    tag(draft_paper(cast.icu, by=cast.li), theme=theme, by=cast.li)
    with pytest.raises(NotYet, match="不属于本单位"):
        tag(draft_paper(cast.city, by=cast.li), theme=theme, by=cast.li)
    assert visible(cast.li, Theme).get() == theme
    assert not visible(cast.president_wu, Theme).exists()


def test_themes_of_everybody_are_seen_by_whoever_holds_a_post(cast: Cast) -> None:
    theme = found_theme("危急值", by=None)
    assert visible(cast.nurse_sun, Theme).get() == theme
    assert not visible(make.make_person(cast.icu), Theme).exists()


def test_a_retired_theme_is_kept_by_what_carries_it_and_offered_no_more(cast: Cast) -> None:
    theme, paper = found_theme("旧主题", by=None), draft_paper(cast.city, by=cast.li)
    tag(paper, theme=theme, by=cast.li)
    retire_theme(theme, by=None)
    with pytest.raises(NotYet, match="已停用"):
        tag(draft_paper(cast.city, by=cast.li), theme=theme, by=cast.li)
    assert Tagged.objects.of(paper).exists()


def test_themes_are_kept_by_those_who_may(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        found_theme("全市主题", by=cast.li)
    with pytest.raises(NotAllowed):
        found_theme("他院主题", organization=cast.tcm_hospital, by=cast.vice_president_he)
    with pytest.raises(Invalid, match="请填写主题名称"):
        found_theme(" ", by=None)
    found_theme("重点", by=None)
    with pytest.raises(AlreadyDone, match="已有同名主题"):
        found_theme("重点", by=None)


def test_the_shipped_themes_are_loaded_once_for_everybody_and_an_ended_one_stays_ended(cast: Cast) -> None:
    made = load_shipped_themes()
    assert made == Theme.objects.filter(organization=None, active=True).count() >= 20
    assert set(Theme.objects.values_list("kind", flat=True)) == set(Theme.Kind.values)
    assert visible(cast.nurse_sun, Theme).filter(name="危急值报告", kind="risk").exists()
    retire_theme(Theme.objects.get(name="信访投诉"), by=None)
    Theme.objects.get(name="警示教育").delete()
    assert load_shipped_themes() == 1
    assert not Theme.objects.get(name="信访投诉").active
    answer = StringIO()
    call_command("load_themes", "--json", stdout=answer)
    assert json.loads(answer.getvalue()) == {"made": 0, "themes": made - 1}
