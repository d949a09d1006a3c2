"""培训考核: planned completely, approved by another, held, marked, closed with certificates; its rates are figures."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from accountability import verify
from accountability.models import Notice, TrailEvent
from accountability.trail import label
from engine import jobs
from organizations.models import Duty
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from plans import indicator_tasks as tasks
from plans.models import Certificate, IndicatorReport, Measurement, TrainingResult
from plans.services import certificates, reports, trainings
from plans.services.trainings import Mark
from tests import make
from tests.plans.measured import MARCH, drafted, exam, figure, fresh, open_nodes, published, report_of

D = Decimal
TENTH = datetime.date(2026, 3, 10)


def _held(cast, **fields):
    made = exam(cast, **fields)
    people = trainings.people_of([cast.icu, cast.surgery])
    trainings.expect_people(made, people=people, by=cast.qian)
    trainings.hold_training(made, held_on=TENTH, by=cast.qian, teacher="高主任")
    return fresh(made)


def test_the_whole_way_of_an_examination(cast):
    people = [cast.head_zhang, cast.nurse_sun, cast.head_gao]
    assert cast.vice_president_he
    training = _held(cast, certificate="三基合格证", certificate_months=12)
    assert (training.state, training.results.count(), open_nodes(training)) == ("held", 3, ["enter"])
    with pytest.raises(NotYet, match="还有3人没有登记是否参加"):
        trainings.close_training(training, by=cast.qian)
    marks = {
        people[0].pk: Mark(score=D(92)),
        people[1].pk: Mark(score=D(70)),
        people[2].pk: Mark(attended=False, absent_because="外出进修"),
    }
    trainings.enter_results(training, marks=marks, by=cast.qian)
    again = Mark(score=D(70), resit_on=datetime.date(2026, 3, 20), resit_score=D(85))
    trainings.enter_results(training, marks={people[1].pk: again}, by=cast.qian)
    made = trainings.close_training(training, by=cast.qian)
    assert {(one.person, one.issued_on, one.expires_on) for one in made} == {
        (people[0], TENTH, datetime.date(2027, 3, 9)),
        (people[1], datetime.date(2026, 3, 20), datetime.date(2027, 3, 19)),
    }
    assert fresh(training).state == "closed"
    with pytest.raises(NotYet, match="已经办结的，成绩不能再改"):
        trainings.enter_results(training, marks=marks, by=cast.qian)
    assert [str(found) for result in verify.run() for found in result.differences] == []
    assert {verb for verb in TrailEvent.objects.values_list("verb", flat=True) if label(verb) == verb} == set()


def test_its_rates_are_figures_by_the_declared_topic(cast):
    people = [cast.head_zhang, cast.nurse_sun, cast.head_gao]
    assert cast.president_wang
    assert cast.vice_president_he
    indicator_set = drafted(cast, owner=cast.peoples_hospital, by=cast.qian, filled_by="itself", unit_kinds=[])
    came = figure(indicator_set, "考核参考率", source="attendance", topic="三基", target=D(100), comparator="=")
    passed = figure(indicator_set, "考核合格率", source="passed", topic="三基", target=D(100), comparator="=")
    published(indicator_set, by=cast.president_wang)
    training = _held(cast)
    scores = (Mark(score=D(92)), Mark(score=D(70)), Mark(attended=False))
    trainings.enter_results(training, marks={p.pk: m for p, m in zip(people, scores, strict=True)}, by=cast.qian)
    report = report_of(came, cast.peoples_hospital, MARCH)
    reports.submit_report(report, by=cast.qian)
    values = {row.indicator_id: row for row in Measurement.objects.filter(report=report)}
    told = [(row.numerator, row.denominator, row.shown) for row in (values[came.pk], values[passed.pk])]
    assert told == [(2, 3, "66.67%"), (1, 2, "50%")]


def test_a_plan_without_content_or_goal_is_not_approved(cast):
    with pytest.raises(NotYet, match="还没有写明：培训内容、工作目标"):
        exam(cast, content=" ", goal="")
    made = trainings.plan_training(cast.peoples_hospital, title="讲座", due_on=TENTH, kind="training", by=cast.qian)
    with pytest.raises(NotAllowed):
        trainings.plan_training(cast.tcm_hospital, title="讲座", due_on=TENTH, kind="training", by=cast.qian)
    assert made.exam == "none"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"exam": "none"}, "写明考核形式"),
        ({"pass_mark": D(120)}, "合格分不能高于满分"),
        ({"certificate_months": 12}, "写明证书名称"),
        ({"resit_by": datetime.date(2026, 3, 1)}, "补考截止日期不能早于"),
        ({"title": "  "}, "填写培训考核的名称"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(cast, fields, said):
    with pytest.raises(Invalid, match=said):
        exam(cast, **fields)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (Mark(score=D(101)), "成绩应在0到100之间"),
        (Mark(score=D(-1)), "成绩应在0到100之间"),
        (Mark(attended=False, score=D(80)), "没有参加，不能有成绩"),
        (Mark(score=D(90), resit_score=D(95)), "不登记补考"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_at_its_field(cast, mark, said):
    assert cast.vice_president_he
    sun = cast.nurse_sun
    training = _held(cast)
    with pytest.raises(Invalid, match=said) as refusal:
        trainings.enter_results(training, marks={sun.pk: mark}, by=cast.qian)
    assert all(field.startswith(f"p{sun.pk}_") for field in refusal.value.errors)
    assert training.results.get(person=sun).score is None


def test_nobody_approves_his_own_and_nothing_is_held_tomorrow(cast):
    assert cast.president_wang
    made = trainings.plan_training(
        cast.icu,
        title="手卫生操作",
        due_on=TENTH,
        kind="training",
        content="六步法",
        audience="全体护士",
        goal="人人过关",
        by=cast.head_zhang,
    )
    trainings.submit_training(made, by=cast.head_zhang)
    with pytest.raises(NotAllowed):
        trainings.approve_training(made, by=cast.head_zhang)
    trainings.approve_training(made, by=cast.president_wang)
    with pytest.raises(Invalid, match="不能晚于今天"):
        trainings.hold_training(made, held_on=timezone.localdate() + datetime.timedelta(days=1), by=cast.head_zhang)
    with pytest.raises(Invalid, match="不是本单位的人员"):
        trainings.expect_people(made, people=[cast.zheng], by=cast.head_zhang)
    trainings.cancel_training(made, by=cast.head_zhang, because="与检查冲突。")
    with pytest.raises(AlreadyDone):
        trainings.hold_training(made, held_on=TENTH, by=cast.head_zhang)


def test_a_certificate_is_announced_before_it_ends_and_missed_where_a_post_needs_it(cast):
    sun, today = cast.nurse_sun, timezone.localdate()
    rule = certificates.require_certificate(cast.peoples_hospital, kind="护士执业证书", duty=Duty.STAFF, by=cast.qian)
    assert [one.person for one in certificates.unqualified([rule])] == [sun]
    soon = today + datetime.timedelta(days=30)
    told = {"kind": "护士执业证书", "issued_on": today - datetime.timedelta(days=700), "by": cast.qian}
    made = certificates.record_certificate(sun, expires_on=soon, **told)
    assert certificates.unqualified([rule]) == []
    with pytest.raises(AlreadyDone):
        certificates.record_certificate(sun, expires_on=soon, **told)
    with pytest.raises(Invalid, match="不能早于发证日期"):
        certificates.record_certificate(sun, expires_on=today - datetime.timedelta(days=800), **told)
    with pytest.raises(NotAllowed):
        certificates.record_certificate(cast.zheng, expires_on=soon, **told)
    for _turn in range(2):
        jobs.enqueue(tasks.CERTIFICATES)
        jobs.run_all()
    assert Notice.objects.filter(person=sun, kind="certificate_expiring").count() == 1
    assert list(Certificate.objects.expiring()) == [made]
    newer = certificates.record_certificate(sun, kind="护士执业证书", issued_on=today, by=cast.qian)
    assert not Certificate.objects.expiring().exists()
    certificates.revoke_certificate(newer, by=cast.qian, because="登记错误。")
    assert list(Certificate.objects.expiring()) == [made]


def test_the_clock_opens_the_period_that_has_ended_and_reminds_once(cast):
    assert cast.zheng
    assert cast.qian
    one = figure(drafted(cast))
    published(one.indicator_set, by=cast.director_wang)
    for _turn in range(2):
        jobs.enqueue(tasks.OPEN)
        jobs.run_all()
    assert IndicatorReport.objects.count() == 2
    IndicatorReport.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    for _turn in range(2):
        jobs.enqueue(tasks.REMIND)
        jobs.run_all()
    assert Notice.objects.filter(person=cast.zheng, kind="indicator_reminded").count() == 1


def test_marks_are_seen_by_oneself_and_ones_superiors_alone(cast):
    assert cast.vice_president_he
    people = [cast.head_zhang, cast.nurse_sun, cast.head_gao]
    colleague = make.make_holder(Duty.STAFF, cast.icu, name="周护士")
    _held(cast)
    readers = (*people, cast.qian, colleague, cast.zheng)
    seen = {who: set(visible(who, TrainingResult).values_list("person__name", flat=True)) for who in readers}
    assert seen[cast.nurse_sun] == {"孙护士"}
    assert seen[colleague] == {"周护士"}
    assert seen[cast.head_zhang] == {"张主任", "孙护士", "周护士"}
    assert (seen[cast.head_gao], seen[cast.zheng]) == ({"高主任"}, set())
    assert len(seen[cast.qian]) == 4
