"""A draw on the screen: frozen, made, printed, taken away as a file, redone, published; and what stands around it."""

import datetime
import json

import pytest
from django.utils import timezone

from accountability import trail
from rectification import drawing, services
from rectification.models import Attention, Avoidance, Draw, InspectorPool
from rectification.services import Rules
from tests import make
from tests.rectification.making import fresh
from tests.rectification.pages import at, crowd, post, text_of, visit_as
from tests.rectification.test_draws import attention, drawn, phase

__all__ = ["phase"]
TODAY = timezone.localdate()
ASKED = {"object_kind": "institution", "count": 2, "team_one": 2, "focus_weight": 1, "strata": ["level"]}


def test_the_clerk_freezes_draws_prints_and_publishes(stage, phase):
    client = visit_as(stage.cast.li)
    assert at("draw_new", phase.pk) in client.get(phase.campaign.get_absolute_url()).content.decode()
    assert "还没有抽取" in text_of(client.get(at("campaign_draws", phase.campaign_id)))

    answer = post(client, at("draw_new", phase.pk), **ASKED)

    draw = Draw.objects.get()
    assert answer["Location"] == draw.get_absolute_url()
    page = text_of(client.get(draw.get_absolute_url()))
    assert draw.seed_sha256 in page
    assert draw.seed not in page
    answer = post(client, at("draw_carry_out", draw.pk), outside="05 11 23")
    assert answer["Location"] == draw.get_absolute_url()
    draw = fresh(draw)
    page = text_of(client.get(draw.get_absolute_url()))
    assert all(said in page for said in (draw.seed, draw.result_sha256, "05 11 23", "监督人"))
    assert all(name in page and set(people) for name, people in drawing.named(draw.record))
    told = client.get(at("draw_publication", draw.pk))
    assert "现将结果公示如下" in text_of(told)
    dates = {"since": TODAY.isoformat(), "until": (TODAY + datetime.timedelta(days=20)).isoformat()}
    assert post(client, at("draw_publish", draw.pk), where="委网站", **dates).status_code == 302
    assert "已在委网站公示" in text_of(client.get(at("draw_publication", draw.pk)))


def test_a_wrong_rule_comes_back_with_its_sentence_at_its_field(stage, phase):
    client = visit_as(stage.cast.li)

    answer = post(client, at("draw_new", phase.pk), **{**ASKED, "count": 50})

    assert answer.status_code == 422
    assert "抽取数量：要抽取50个，符合条件的只有3个，请减少数量或者放宽条件。" in text_of(answer)
    assert not Draw.objects.exists()


def test_a_redo_is_offered_with_the_rules_and_asks_why(stage, phase):
    draw, client = drawn(phase, stage.cast), visit_as(stage.cast.li)
    address = f"{at('draw_new', phase.pk)}?redo={draw.pk}"
    page = client.get(address).content.decode()
    assert 'name="because"' in page
    assert 'name="count" value="2"' in page
    assert post(client, address, **ASKED).status_code == 422

    post(client, address, because="总体遗漏了一家单位", **ASKED)

    listed = text_of(client.get(at("campaign_draws", phase.campaign_id)))
    assert "已作废重抽" in listed
    assert "总体遗漏了一家单位" in listed
    assert "由此替代" in text_of(client.get(draw.get_absolute_url()))
    assert client.get(address).status_code == 404


def test_the_record_is_a_file_that_replays_and_each_download_is_recorded(stage, phase):
    draw = drawn(phase, stage.cast)

    answer = visit_as(stage.cast.li).get(at("draw_record", draw.pk))

    assert drawing.replay(json.loads(answer.content))["identical"]
    assert trail.of(draw).filter(verb="draw_record_taken").count() == 1


def test_a_record_with_hidden_weights_is_for_their_readers_alone(stage, phase):
    attention(stage.cast)
    draw = drawn(phase, stage.cast)
    assert visit_as(stage.cast.li).get(at("draw_record", draw.pk)).status_code == 403
    assert "权数" not in text_of(visit_as(stage.cast.li).get(draw.get_absolute_url()))
    assert visit_as(stage.cast.director_wang).get(at("draw_record", draw.pk)).status_code == 200


def test_inspected_units_see_no_draw(stage, phase):
    draw, client = drawn(phase, stage.cast), visit_as(stage.cast.qian)
    for address in (draw.get_absolute_url(), at("campaign_draws", phase.campaign_id), at("draw_new", phase.pk)):
        assert client.get(address).status_code in (403, 404)
    assert "随机抽取" not in text_of(client.get(phase.campaign.get_absolute_url()))


def test_pools_are_kept_on_the_screen(stage):
    cast, client = stage.cast, visit_as(stage.cast.li)
    person = make.make_person(cast.city, name="丁专家")
    post(client, at("pool_new"), organization=cast.city.pk, name="省级专家")
    pool = InspectorPool.objects.get()
    post(client, at("pool_member_new", pool.pk), person=person.pk, since=TODAY.isoformat(), specialty="院感")
    assert "丁专家" in text_of(client.get(at("pool_detail", pool.pk)))
    post(client, at("member_end", pool.members.get().pk))
    assert pool.members.get().until is not None
    assert "省级专家" in text_of(client.get(at("pool_list")))
    assert post(client, at("pool_new"), organization=cast.city.pk, name="省级专家").status_code in (409, 422)


def test_avoidances_are_registered_on_the_screen(stage):
    cast, client = stage.cast, visit_as(stage.cast.li)
    sent = {"organization": cast.city.pk, "person": cast.zhao.pk, "unit": cast.clinic.pk, "because": "姻亲"}
    assert post(client, at("avoidance_new"), since=TODAY.isoformat(), **sent).status_code == 302
    assert Avoidance.objects.get().recorded_by == cast.li
    assert "姻亲" in text_of(client.get(at("avoidance_list")))


def test_reading_an_attention_is_recorded_and_others_find_nothing(stage):
    cast, leader = stage.cast, visit_as(stage.cast.director_wang)
    sent = {"organization": cast.city.pk, "unit": cast.clinic.pk, "because": "屡次超标", "weight": 3}
    until = (TODAY + datetime.timedelta(days=9)).isoformat()
    answer = post(leader, at("attention_new"), until=until, readers=[cast.director_liu.pk], **sent)
    paid = Attention.objects.get()
    assert answer["Location"] == paid.get_absolute_url()

    assert cast.clinic.name not in text_of(leader.get(at("attention_list")))
    assert "屡次超标" in text_of(visit_as(cast.director_liu).get(paid.get_absolute_url()))
    for stranger in (cast.li, cast.zhou, cast.director_cao, cast.doctor_he):
        assert visit_as(stranger).get(paid.get_absolute_url()).status_code == 404

    read = trail.of(paid).filter(verb="attention_read")
    assert [event.actor_name for event in read] == ["刘主任"]
    post(leader, at("attention_end", paid.pk))
    assert trail.of(paid).filter(verb="attention_ended").exists()


@pytest.mark.parametrize("count", [3, 300])
def test_a_record_costs_the_same_whatever_was_drawn(stage, phase, count, django_assert_max_num_queries):
    crowd(phase.campaign, phase, stage.cast.east_district, count=count)
    asked = Rules(kind="institution", count=count, team=[(None, 2)], strata=["region"])
    draw = services.freeze_draw(phase, rules=asked, by=stage.cast.li)
    result = drawing.record_of(json.loads(draw.population), seed=draw.seed, outside="")
    text = drawing.canonical(result["result"])
    told = {"state": "drawn", "result": text, "result_sha256": result["result_sha256"], "drawn_at": timezone.now()}
    Draw.objects.filter(pk=draw.pk).update(drawn_by=stage.cast.li, **told)
    client = visit_as(stage.cast.li)
    client.get("/campaigns/")

    for name, key in (("draw_detail", draw.pk), ("campaign_draws", phase.campaign_id), ("draw_new", phase.pk)):
        with django_assert_max_num_queries(12):
            assert client.get(at(name, key)).status_code == 200
