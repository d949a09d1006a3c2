"""What the system knows already is filled in before a unit asks itself for it, and only until somebody has saved."""

import pytest

from organizations.refusals import Invalid
from rectification import services
from rectification.models import Known
from tests.rectification.filing import asked, column, designed, of
from tests.rectification.making import fresh, make_finding
from tests.rectification.pages import at, post, text_of, visit_as


def _known(stage, **fields):
    columns = [
        column("A", "登记问题", known="found"),
        column("B", "立行立改", known="on_spot"),
        column("C", "其他"),
        column("D", "合计", "computed", formula="A + C"),
    ]
    draft = designed(stage, columns, **fields)
    return services.publish_form(draft, by=stage.cast.li)


def test_a_unit_finds_its_own_figures_in_the_form(stage, django_assert_max_num_queries):
    cast = stage.cast
    visit = stage.visit(cast.tcm_hospital)
    make_finding(visit, by=cast.zhao)
    make_finding(visit, by=cast.zhao, description="抢救药品过期。", fixed_on_spot=True)
    gone = make_finding(visit, by=cast.zhao, description="误登。")
    services.withdraw_finding(gone, because="误登记", by=cast.director_wang)
    make_finding(stage.visit(cast.clinic, phase=visit.phase), by=cast.zhao)
    filing = of(asked(stage, _known(stage), campaign=visit.campaign), cast.tcm_hospital)
    assert services.known_values(filing) == {"A1": "2", "B1": "1"}
    client = visit_as(cast.zheng)
    client.get(filing.get_absolute_url())
    with django_assert_max_num_queries(12):
        page = client.get(filing.get_absolute_url())
    assert "系统已有的数已经预填" in text_of(page)
    assert 'name="cell_A1" value="2"' in page.content.decode()
    sent = {"version": filing.version, "cell_A1": "3", "cell_B1": "1", "cell_C1": "0"}
    assert post(client, filing.get_absolute_url(), **sent).status_code == 302
    assert services.known_values(fresh(filing)) == {}
    assert 'name="cell_A1" value="3"' in client.get(filing.get_absolute_url()).content.decode()


def test_only_whole_numbers_are_known_and_a_form_of_many_rows_is_left_empty(stage):
    cast = stage.cast
    for wrong in ({"kind": "text", "known": "found"}, {"known": "anything"}):
        with pytest.raises(Invalid, match="不能自动预填"):
            designed(stage, [column("A", "问题", **wrong)])
    filing = of(asked(stage, _known(stage, rows=["内科", "外科"])), cast.tcm_hospital)
    assert services.known_values(filing) == {}
    assert "系统已有的数已经预填" not in text_of(visit_as(cast.zheng).get(filing.get_absolute_url()))


def test_the_designer_says_what_is_filled_in_and_the_form_tells_it(stage):
    version = _known(stage)
    page = text_of(visit_as(stage.cast.li).get(at("form_detail", version.form_id)))
    assert f"预填{Known.FOUND.label}" in page
