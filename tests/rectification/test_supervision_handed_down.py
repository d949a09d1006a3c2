"""Supervision by jurisdiction: the city hands units to a district, which signs, inspects and reports; asked once."""

import datetime

import pytest
from django.utils import timezone

from accountability.models import Assignment, Notice
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Inspection, OrderState, Recognition, SupervisionOrder
from tests.rectification.making import answer_everything, fresh, participant_of
from tests.rectification.pages import at, ids, post, text_of, visit_as

TODAY = timezone.localdate


def _order(stage, **more):
    cast = stage.cast
    phase = more.pop("phase", None) or stage.open("supervise")
    due = TODAY() + datetime.timedelta(days=10)
    return services.issue_order(phase, to=cast.east_district, due_on=due, by=cast.li, **more)


def _inspected(stage, phase, *, by, unit):
    with stage.acts_as(by):
        visit = services.open_inspection(
            phase, participant=participant_of(phase.campaign, unit), kind="supervision", inspectors=[by], by=by
        )
        answer_everything(visit, by=by)
        services.submit_inspection(visit, by=by)
    return fresh(visit)


def test_the_city_hands_a_districts_units_down_and_they_are_signed_for(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    clerk = visit_as(cast.li)
    assert "交办属地督导" in text_of(clerk.get(phase.campaign.get_absolute_url()))
    due = (TODAY() + datetime.timedelta(days=9)).isoformat()
    page = text_of(clerk.get(at("order_new", phase.pk)))
    assert "城东区卫生健康委员会" in page
    assert (
        post(clerk, at("order_new", phase.pk), to=cast.east_district.pk, due_on=due, text="逐家查").status_code == 302
    )
    order = SupervisionOrder.objects.get()
    assert [unit.name for unit in order.units.all()] == ["城东中医院"]
    assert Notice.objects.filter(person=cast.han, kind="order_issued").exists()
    receiver = visit_as(cast.jiang)
    assert "签收" in text_of(receiver.get(order.get_absolute_url()))
    assert post(receiver, at("order_receive", order.pk)).status_code == 302
    assert post(receiver, at("order_receive", order.pk)).status_code == 409
    order = fresh(order)
    assert (order.state, order.received_by) == (OrderState.RECEIVED, cast.jiang)
    assert order.assignment.lead_unit == cast.east_district
    assert order.assignment.holders.current().get().person == cast.jiang


def test_progress_is_counted_from_the_districts_own_visits_and_the_report_names_who_is_missing(stage):
    cast = stage.cast
    order = _order(stage)
    with pytest.raises(NotYet, match="先签收"):
        services.report_order(order, text="完成", by=cast.jiang)
    services.receive_order(order, by=cast.jiang)
    stage.visit(cast.tcm_hospital, phase=order.phase)  # the city's own visit is not the district's
    with pytest.raises(NotYet, match="城东中医院"):
        services.report_order(order, text="已完成督导。", by=cast.jiang)
    _inspected(stage, order.phase, by=cast.han, unit=cast.tcm_hospital)
    page = text_of(visit_as(cast.li).get(order.get_absolute_url()))
    assert "1/1" in page
    assert post(visit_as(cast.jiang), at("order_report", order.pk), text="一家已查。").status_code == 302
    order = fresh(order)
    assert order.state == OrderState.REPORTED
    assert order.assignment.state == Assignment.State.DONE
    with pytest.raises(AlreadyDone):
        services.report_order(order, text="再报", by=cast.jiang)


def test_a_unit_is_handed_down_once_and_only_to_a_lower_commission(stage):
    cast = stage.cast
    order = _order(stage)
    with pytest.raises(Invalid, match="都已交办"):
        _order(stage, phase=order.phase)
    with pytest.raises(Invalid, match="下级"):
        services.issue_order(order.phase, to=cast.city, due_on=TODAY(), by=cast.li)
    with pytest.raises(Invalid, match="不能早于今天"):
        services.issue_order(order.phase, to=cast.west_district, due_on=datetime.date(2017, 1, 1), by=cast.li)
    with pytest.raises(NotAllowed):
        services.issue_order(order.phase, to=cast.west_district, due_on=TODAY(), by=cast.jiang)
    assert SupervisionOrder.objects.count() == 1


def test_neither_the_inspected_hospital_nor_the_other_district_sees_it(stage):
    order = _order(stage)
    for person in (stage.cast.zheng, stage.cast.qian, stage.cast.doctor_he):
        assert visit_as(person).get(order.get_absolute_url()).status_code == 404


def test_what_another_body_has_inspected_is_shown_and_recognised_instead(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    done = _inspected(stage, phase, by=cast.han, unit=cast.tcm_hospital)
    unit = participant_of(phase.campaign, cast.tcm_hospital)
    city = visit_as(cast.zhao)
    page = text_of(city.get(f"{at('inspection_open', phase.pk)}?participant={unit.pk}"))
    assert "城东中医院近期已查过" in page
    sent = {"participant": unit.pk, "kind": "spot_check", "inspectors": ids([cast.zhao])}
    refused = post(city, at("inspection_open", phase.pk), **sent)
    assert "可以互认" in text_of(refused)
    assert Inspection.objects.from_outside().count() == 1
    address = at("phase_recognise", phase.pk, unit.pk)
    assert post(city, address, inspection=done.pk, because="").status_code == 422
    assert post(city, address, inspection=done.pk, because="区里刚查过，条目相同。").status_code == 302
    row = Recognition.objects.get()
    assert (row.inspection, row.unit, row.by) == (done, cast.city, cast.zhao)
    with pytest.raises(AlreadyDone):
        services.recognise(phase, participant=unit, inspection=done, because="再", by=cast.zhao)
    assert post(city, at("inspection_open", phase.pk), again="on", **sent).status_code == 302


def test_an_old_or_ones_own_inspection_is_not_recognised(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    done = _inspected(stage, phase, by=cast.han, unit=cast.tcm_hospital)
    unit = participant_of(phase.campaign, cast.tcm_hospital)
    with stage.acts_as(cast.han), pytest.raises(Invalid, match="不能互认"):
        services.recognise(phase, participant=unit, inspection=done, because="自己", by=cast.han)
    Inspection.objects.filter(pk=done.pk).update(submitted_at=timezone.now() - datetime.timedelta(days=91))
    with pytest.raises(Invalid, match="不能互认"):
        services.recognise(phase, participant=unit, inspection=done, because="太久", by=cast.zhao)
    services.refuse_asked_twice(phase, unit, by=cast.zhao)


def test_a_recognised_unit_counts_as_done_in_what_was_handed_down(stage):
    cast = stage.cast
    order = _order(stage)
    services.receive_order(order, by=cast.jiang)
    done = _inspected(stage, order.phase, by=cast.zhao, unit=cast.tcm_hospital)
    unit = participant_of(order.campaign, cast.tcm_hospital)
    with stage.acts_as(cast.han):
        services.recognise(order.phase, participant=unit, inspection=done, because="市里已查。", by=cast.han)
    assert not order.units_left.exists()
    assert "已互认" in text_of(visit_as(cast.jiang).get(order.get_absolute_url()))


def test_the_wall_shows_whose_visit_was_recognised_and_leads_there(stage, django_assert_max_num_queries):
    cast = stage.cast
    phase = stage.open("supervise")
    done = _inspected(stage, phase, by=cast.han, unit=cast.tcm_hospital)
    city, address = visit_as(cast.zhao), at("campaign_wall", phase.campaign_id)
    assert "已互认" not in text_of(city.get(address))
    unit = participant_of(phase.campaign, cast.tcm_hospital)
    services.recognise(phase, participant=unit, inspection=done, because="同一检查表近期已查", by=cast.zhao)
    with django_assert_max_num_queries(12):
        page = city.get(address)
    assert "已查互认 1 家" in text_of(page)
    assert "城东中医院 未下发 · 已互认" in text_of(page)
    assert f"城东区卫生健康委员会{TODAY():%Y-%m-%d}已查" in text_of(page)
    assert f'href="{done.get_absolute_url()}"' in page.content.decode()
    assert "已互认" not in text_of(visit_as(cast.qian).get(address))


def test_a_page_of_what_was_handed_down_costs_the_same_for_many_units(stage, django_assert_max_num_queries):
    cast = stage.cast
    cast.township_hospital  # noqa: B018 - a second unit of the district
    order = _order(stage)
    assert order.units.count() == 2
    client = visit_as(cast.li)
    for address in (order.get_absolute_url(), at("campaign_orders", order.campaign_id)):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
