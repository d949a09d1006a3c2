"""立行立改: found, fixed and shown before and after in one visit; numbered, and looked at by a second person."""

import pytest

from accountability.models import Attachment
from organizations.refusals import NotAllowed
from rectification import services
from rectification.models import Choice, Finding, FindingState
from tests.accountability.hostile import PNG, upload
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as


def _item(visit):
    return visit.checklist_version.items.filter(answer_kind="choice").order_by("order").first()


def _pictures():
    return {"before": [upload("前.png", PNG + b"1")], "after": [upload("后.png", PNG + b"2")]}


TOLD = {"description": "抢救车内肾上腺素过期两支。", "severity": "serious", "place": "抢救室"}


def test_one_page_on_the_phone_registers_what_was_fixed_at_once(stage):
    cast = stage.cast
    visit = stage.visit(cast.peoples_hospital)
    item, client = _item(visit), visit_as(cast.zhao)
    services.answer_item(visit, item=item, choice="fail", note="药品过期。", by=cast.zhao)
    address = at("inspection_fixed", visit.pk, item.pk)
    assert address in client.get(visit.get_absolute_url()).content.decode()
    assert "药品过期。" in client.get(address).content.decode()
    assert post(client, address, **TOLD, **_pictures()).status_code == 302
    finding = Finding.objects.get()
    assert finding.number_text
    assert finding.fixed_on_spot
    assert finding.state == FindingState.VERIFYING
    notes = Attachment.objects.of(finding).values_list("name", "note")
    assert list(notes) == [("前.png", "整改前"), ("后.png", "整改后")]
    assert "整改后" in text_of(client.get(finding.get_absolute_url()))


def test_it_counts_as_closed_only_after_a_second_person_has_looked(stage):
    cast = stage.cast
    visit = stage.visit(cast.peoples_hospital)
    item = _item(visit)
    assert (
        post(visit_as(cast.zhao), at("inspection_fixed", visit.pk, item.pk), **TOLD, **_pictures()).status_code == 302
    )
    finding = Finding.objects.get()
    with pytest.raises(NotAllowed, match="登记人"):
        services.verify_finding(finding, conclusion="fixed", opinion="已换新药。", by=cast.zhao)
    services.verify_finding(finding, conclusion="fixed", opinion="看过照片和现场。", by=cast.li)
    assert fresh(finding).state == FindingState.CLOSED


def test_an_item_nobody_has_judged_is_judged_with_it(stage):
    visit = stage.visit(stage.cast.clinic)
    item = _item(visit)
    post(visit_as(stage.cast.zhao), at("inspection_fixed", visit.pk, item.pk), **TOLD, **_pictures())
    assert visit.answers.get(item=item).choice == Choice.FAIL
    services.submit_inspection(visit, by=stage.cast.zhao)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"after": []}, "请选择整改后照片"),
        ({"before": [upload("前.pdf", b"%PDF-1.4\n%%EOF")]}, ""),
        ({"after": [upload("同.png", PNG + b"1")]}, "整改前后是同一张照片"),
        ({"description": " "}, "请填写问题描述"),
    ],
)
def test_what_shows_nothing_is_refused_and_leaves_nothing(stage, wrong, said):
    visit = stage.visit(stage.cast.clinic)
    answer = post(
        visit_as(stage.cast.zhao), at("inspection_fixed", visit.pk, _item(visit).pk), **TOLD | _pictures() | wrong
    )
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Finding.objects.exists()
    assert not visit.answers.exists()


def test_the_inspected_unit_cannot_use_it_and_a_stranger_does_not_find_it(stage):
    visit = stage.visit(stage.cast.peoples_hospital)
    address = at("inspection_fixed", visit.pk, _item(visit).pk)
    assert post(visit_as(stage.cast.qian), address, **TOLD, **_pictures()).status_code == 403
    assert visit_as(stage.cast.zheng).get(address).status_code == 404
