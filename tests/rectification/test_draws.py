"""A draw from its frozen population to the inspections: committed beforehand, once, redone only in the open."""

import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accountability import trail, verify
from accountability.models import Notice
from organizations.models import Organization
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from rectification import drawing, services
from rectification.models import Attention, Choice, Draw, DrawState, InspectionState, Inspector, Phase
from rectification.services import Rules
from tests import make
from tests.cast import Cast
from tests.rectification.making import Stage, fresh

TODAY = timezone.localdate()


@pytest.fixture
def phase(stage: Stage) -> Phase:
    """The open phase of spot checks; the city has two inspectors."""
    stage.cast.zhao, stage.cast.jiang, stage.cast.han  # noqa: B018 they come on stage
    make.make_holder("inspector", stage.cast.medical_office, name="孙督导", oversees=stage.cast.city)
    return stage.open("supervise")


def rules(**changed: object) -> Rules:
    return Rules(**{"kind": "institution", "count": 2, "team": [(None, 2)], **changed})  # type: ignore[arg-type]


def drawn(phase: Phase, cast: Cast, **changed: object) -> Draw:
    """A draw frozen by the clerk and made by him."""
    draw = services.freeze_draw(phase, rules=rules(**changed), by=cast.li, because="另抽一批")
    services.carry_out_draw(draw, outside="05 11 23", by=cast.li)
    return fresh(draw)


def names_of(draw: Draw) -> list[str]:
    return [name for name, _people in drawing.named(draw.record)]


def test_the_seed_is_committed_first_and_the_result_becomes_spot_checks(stage, phase):
    cast = stage.cast
    draw = services.freeze_draw(phase, rules=rules(strata=["region"]), by=cast.li)
    event = trail.of(draw).get(verb="draw_frozen")
    assert event.told["extra"] == {"population_sha256": draw.population_sha256, "seed_sha256": draw.seed_sha256}
    assert draw.seed not in json.dumps(event.told)

    services.carry_out_draw(draw, outside="当日开奖号 05 11 23", by=cast.li)

    draw = fresh(draw)
    assert drawing.digest(draw.seed) == draw.seed_sha256
    assert drawing.replay(draw.record)["identical"]
    visits = list(draw.inspections.order_by("pk"))
    assert [visit.participant.name for visit in visits] == names_of(draw)
    assert {visit.kind for visit in visits} == {"spot_check"}
    assert {visit.inspectors.count() for visit in visits} == {2}
    sent = Inspector.objects.filter(inspection__draw=draw).values("person")
    assert Notice.objects.filter(kind="draw", person__in=sent).count() == sent.distinct().count()
    assert not [one for one in verify.run() if one.name == "draws" and one.differences]


def test_it_is_drawn_once(stage, phase):
    draw = drawn(phase, stage.cast)

    with pytest.raises(AlreadyDone, match="李干事"):
        services.carry_out_draw(draw, outside="别的数", by=stage.cast.zhao)

    assert fresh(draw).result == draw.result


def test_a_redo_needs_its_reason_calls_back_the_inspections_and_stays_listed_for_ever(stage, phase):
    cast, first = stage.cast, drawn(phase, stage.cast)
    with pytest.raises(Invalid, match="再次抽取的理由"):
        services.freeze_draw(phase, rules=rules(), by=cast.li, replaces=first)

    second = services.freeze_draw(phase, rules=rules(), by=cast.li, because="抽取时系统时间有误", replaces=first)

    assert (fresh(first).state, first.batch, second.batch) == (DrawState.REPLACED, 1, 2)
    assert set(first.inspections.values_list("state", flat=True)) == {InspectionState.WITHDRAWN}
    assert trail.of(first).get(verb="draw_replaced").told["because"] == "抽取时系统时间有误"
    withdrawn = first.inspections.first()
    with pytest.raises(NotYet, match="撤回"):
        services.answer_item(
            withdrawn,
            item=withdrawn.checklist_version.items.first(),
            choice=Choice.PASS,
            by=withdrawn.inspectors.first().person,
        )
    with pytest.raises(NotYet, match="已经作废"):
        services.freeze_draw(phase, rules=rules(), by=cast.li, because="再来", replaces=first)


def test_what_has_begun_is_not_drawn_again(stage, phase):
    draw = drawn(phase, stage.cast)
    visit = draw.inspections.first()
    item = visit.checklist_version.items.filter(answer_kind="choice").first()
    services.answer_item(visit, item=item, choice=Choice.PASS, by=visit.inspectors.first().person)

    with pytest.raises(NotYet, match=f"已经开始检查（{visit.participant.name}）"):
        services.freeze_draw(phase, rules=rules(), by=stage.cast.li, because="不满意", replaces=draw)

    assert fresh(draw).state == DrawState.DRAWN


def test_what_cannot_be_drawn_is_refused_with_a_sentence_and_nothing_is_frozen(stage, phase):
    cast = stage.cast
    refused = {
        "要抽取9个，符合条件的只有3个": rules(count=9),
        "每个对象至少派两名": rules(team=[(None, 1)]),
        "现有可派的检查人员4名，每个对象要派5名": rules(team=[(None, 5)]),
        "请选择从哪个单位的人员中抽取": rules(kind="person", team=()),
        "编号“A1”重复": rules(kind="document", team=(), documents=["A1", "A1"]),
        "不另派检查人员": rules(kind="document", documents=["A1", "A2"]),
    }
    for sentence, asked in refused.items():
        with pytest.raises(Invalid, match=sentence):
            services.freeze_draw(phase, rules=asked, by=cast.li)
    with pytest.raises(NotAllowed):
        services.freeze_draw(phase, rules=rules(), by=cast.qian)
    planned = phase.campaign.phases.get(kind="conclude")
    with pytest.raises(NotYet, match="没有启动"):
        services.freeze_draw(planned, rules=rules(), by=cast.li)
    assert not Draw.objects.exists()


def test_a_person_avoids_every_unit_where_any_of_his_posts_lies_and_what_was_registered(stage, phase):
    cast = stage.cast
    make.make_appointment(cast.zhao, duty="staff", at=cast.icu, title="返聘专家")
    told = {"person": cast.han, "because": "配偶任该院副院长", "since": TODAY}
    services.record_avoidance(cast.city, unit=cast.tcm_hospital, by=cast.li, **told)
    participant = phase.campaign.participants.get(organization=cast.tcm_hospital)
    with pytest.raises(NotAllowed, match="韩督导在被检查单位任职或已登记回避"):
        services.open_inspection(
            phase, participant=participant, kind="supervision", inspectors=[cast.han, cast.zhao], by=cast.li
        )

    draw = drawn(phase, cast, count=3)

    teams = dict(drawing.named(draw.record))
    assert "赵督导" not in teams[cast.peoples_hospital.name]
    assert "陈处长" not in teams[cast.peoples_hospital.name], "he heads an office there besides the centre"
    assert "韩督导" not in teams[cast.tcm_hospital.name]


def test_where_avoidance_leaves_nobody_it_is_said_which_unit(stage, phase):
    cast = stage.cast
    for person in (cast.zhao, cast.han, cast.chen):
        told = {"person": person, "because": "近亲属任职", "since": TODAY}
        services.record_avoidance(cast.city, unit=cast.clinic, by=cast.li, **told)

    with pytest.raises(NotYet, match="回避后没有足够的检查人员可派往何氏诊所"):
        services.freeze_draw(phase, rules=rules(), by=cast.li)


def pool_of(cast: Cast, name: str, *names: str, most: int | None = None):
    """A pool of the city with new members."""
    pool = services.found_pool(cast.city, name=name, by=cast.li)
    for each in names:
        person = make.make_person(cast.city, name=each)
        services.add_member(pool, person=person, since=TODAY, yearly_most=most, by=cast.li)
    return pool


def test_a_joint_team_comes_from_two_pools_within_their_quotas(stage, phase):
    cast = stage.cast
    experts, locals_ = pool_of(cast, "省级专家", "甲专家", "乙专家", most=1), pool_of(cast, "本地", "丙", "丁", "戊")

    draw = drawn(phase, cast, team=[(experts, 1), (locals_, 2)])

    teams = [set(people) for _name, people in drawing.named(draw.record)]
    assert [len(team & {"甲专家", "乙专家"}) for team in teams] == [1, 1]
    assert {len(team) for team in teams} == {3}
    with pytest.raises(Invalid, match="“省级专家”现有可派的检查人员0名"):
        services.freeze_draw(phase, rules=rules(team=[(experts, 1), (locals_, 2)]), by=cast.li, because="另一批")


def test_a_member_who_left_is_drawn_no_more(stage, phase):
    cast = stage.cast
    pool = pool_of(cast, "本地", "丙", "丁")
    member = pool.members.first()
    member.since = TODAY - datetime.timedelta(days=9)
    member.save()
    with pytest.raises(AlreadyDone, match="已在库中"):
        services.add_member(pool, person=member.person, since=TODAY, by=cast.li)
    services.end_member(member, by=cast.li)

    with pytest.raises(Invalid, match="现有可派的检查人员1名"):
        services.freeze_draw(phase, rules=rules(team=[(pool, 2)]), by=cast.li)
    with pytest.raises(AlreadyDone):
        services.end_member(fresh(member), by=cast.li)


def test_the_recently_inspected_are_left_out_by_days_or_by_campaigns_and_named(stage, phase):
    cast = stage.cast
    participant = phase.campaign.participants.get(organization=cast.clinic)
    services.open_inspection(phase, participant=participant, kind="supervision", inspectors=[cast.zhao], by=cast.zhao)

    for asked in ({"unseen_days": 30}, {"unseen_campaigns": 1}):
        draw = services.freeze_draw(phase, rules=rules(**asked), by=cast.li, because="另一批")
        told = json.loads(draw.population)
        assert [one["name"] for one in told["left_out"]] == ["何氏诊所"]
        assert len(told["objects"]) == 2


def test_departments_are_drawn_until_all_were_seen_in_the_quarter(stage, phase):
    cast = stage.cast
    cast.icu, cast.surgery, cast.quality_office  # noqa: B018 they come on stage
    unit = phase.campaign.participants.get(organization=cast.peoples_hospital)
    asked = {"kind": "department", "unit": unit, "coverage": True, "count": 2}
    first = drawn(phase, cast, **asked)

    second = drawn(phase, cast, **asked)

    seen = {visit.department.name for draw in (first, second) for visit in draw.inspections.all()}
    parts = Organization.objects.departments().filter(institution_path=cast.peoples_hospital.path)
    assert seen == set(parts.values_list("name", flat=True))
    assert str(first.inspections.first()).startswith("江州市人民医院")
    visit = first.inspections.first()
    assert visit.org_path == cast.peoples_hospital.path


def test_people_and_papers_are_sampled_and_never_published(stage, phase):
    cast = stage.cast
    cast.nurse_sun, cast.head_zhang, cast.head_gao  # noqa: B018 they come on stage
    unit = phase.campaign.participants.get(organization=cast.peoples_hospital)
    people = drawn(phase, cast, kind="person", unit=unit, team=())
    papers = drawn(
        phase, cast, kind="document", team=(), strata=(), documents=["B01,内科", "B02，外科", "", "B03,内科"]
    )

    assert all("（" in name for name in names_of(people))
    assert set(names_of(papers)) < {"B01", "B02", "B03"}
    assert "B02" in names_of(papers), "every stratum is seen"
    assert not people.inspections.exists()
    with pytest.raises(NotYet, match="不公示"):
        services.publish_draw(papers, where="公示栏", since=TODAY, until=TODAY, by=cast.li)


def test_a_list_is_published_for_a_time(stage, phase):
    cast, draw = stage.cast, drawn(phase, stage.cast)
    with pytest.raises(Invalid, match="不能早于"):
        services.publish_draw(draw, where="委网站", since=TODAY, until=TODAY - datetime.timedelta(days=1), by=cast.li)
    services.publish_draw(draw, where="委网站", since=TODAY, until=TODAY + datetime.timedelta(days=20), by=cast.li)
    assert fresh(draw).published_by == cast.li


def attention(cast: Cast, **changed: object) -> Attention:
    told = {"because": "上季度两次超标", "until": TODAY + datetime.timedelta(days=30), "readers": [cast.director_liu]}
    return services.pay_attention(cast.city, by=cast.director_wang, **{"unit": cast.clinic, **told, **changed})


def test_attention_weighs_but_only_named_leaders_read_it(stage, phase):
    cast = stage.cast
    paid = attention(cast, weight=5)
    assert [list(visible(who, Attention)) for who in (cast.director_wang, cast.director_liu)] == [[paid], [paid]]
    assert not visible(cast.li, Attention).exists()
    assert not visible(cast.zhou, Attention).exists()
    assert cast.clinic.name not in f"{paid}{trail.of(paid).get().object_label}{trail.of(paid).get().told}"

    draw = drawn(phase, cast)

    weights = {one["name"]: one["weight"] for one in json.loads(draw.population)["objects"]}
    assert (weights["何氏诊所"], weights["城东中医院"], draw.attended) == (5, 1, [paid.pk])


def test_attention_ends_and_is_paid_to_one_thing_only(stage, phase):
    cast = stage.cast
    for wrong in ({"person": cast.zheng}, {"unit": None}, {"until": TODAY - datetime.timedelta(days=1)}, {"weight": 1}):
        with pytest.raises(Invalid):
            attention(cast, **wrong)
    with pytest.raises(NotAllowed):
        services.pay_attention(cast.city, by=cast.li, unit=cast.clinic, because="越权", until=TODAY, readers=[])
    paid = attention(cast)
    Attention.objects.filter(pk=paid.pk).update(since=TODAY - datetime.timedelta(days=5))
    services.end_attention(fresh(paid), by=cast.director_wang)
    assert drawn(phase, cast).attended == []
    with pytest.raises(AlreadyDone):
        services.end_attention(fresh(paid), by=cast.director_wang)


def test_a_touched_population_or_result_is_found_by_the_check(stage, phase):
    draw = drawn(phase, stage.cast)
    touched = drawing.canonical([*reversed(json.loads(draw.result))])
    Draw.objects.filter(pk=draw.pk).update(result=touched)
    assert "不一致" in next(one for one in verify.run() if one.name == "draws").differences[0].sentence
    Draw.objects.filter(pk=draw.pk).update(result=draw.result, population=draw.population + " ")
    assert "冻结时公布的校验码" in next(one for one in verify.run() if one.name == "draws").differences[0].sentence


def test_the_command_replays_a_record_anywhere(stage, phase, tmp_path, capsys):
    draw, kept = drawn(phase, stage.cast), tmp_path / "draw.json"
    kept.write_text(drawing.canonical(draw.record), encoding="utf-8")

    call_command("draw", replay=str(kept))
    assert "重算结果与记录一致。" in capsys.readouterr().out
    call_command("draw", "--json", replay=str(kept))
    assert json.loads(capsys.readouterr().out)["result"] == json.loads(draw.result)
    kept.write_text(drawing.canonical({**draw.record, "result": draw.record["result"][:1]}), encoding="utf-8")
    with pytest.raises(CommandError, match="不一致"):
        call_command("draw", replay=str(kept))
    kept.write_text("不是", encoding="utf-8")
    for wrong, sentence in ((kept, "不是抽取记录文件"), (tmp_path / "none", "读不到文件")):
        with pytest.raises(CommandError, match=sentence):
            call_command("draw", replay=str(wrong))
