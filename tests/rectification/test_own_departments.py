"""A hospital inspects its own departments: nobody his own, drawn until all were seen, with findings like any other."""

import pytest

from organizations.refusals import Invalid, NotAllowed
from rectification import scope, services
from rectification.models import CampaignTemplate, Draw, Finding, Inspection
from tests.rectification.making import FIRST_DAY, Stage, answer_everything, fresh, open_nodes, participant_of, sign
from tests.rectification.pages import at, text_of, visit_as
from tests.screens.visitors import comes_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(stage: Stage):
    """The hospital's own campaign, its supervision open."""
    cast = stage.cast
    cast.icu, cast.surgery, cast.head_zhang, cast.head_gao  # noqa: B018 - on stage
    template = CampaignTemplate.objects.get(code="four-phases")
    draft = services.draft_campaign(
        template, organization=cast.peoples_hospital, title="院感质控抽查", starts_on=FIRST_DAY, contact="质控科",
        by=cast.qian,
    )  # fmt: skip
    services.submit_scheme(draft, by=cast.qian)
    sign(draft)
    phase = fresh(draft).phases.get(kind="supervise")
    services.open_phase(phase, by=cast.president_wang)
    return fresh(phase)


def test_a_medical_institution_asks_itself_a_commission_does_not(stage, phase):
    cast = stage.cast
    assert [unit.name for unit in phase.campaign.participants.all()] == ["江州市人民医院"]
    assert cast.city not in scope.universe(cast.city)


def test_the_quality_office_looks_at_a_department_and_the_problem_goes_its_way(stage, phase):
    cast, qian = stage.cast, comes_in(stage.cast.qian)
    qian.opens(phase.campaign.get_absolute_url())
    qian.follows("新建检查")
    qian.selects("被检查单位", "江州市人民医院")
    qian.selects("被检查科室", "重症医学科")
    qian.picks("抽查")
    qian.picks("钱科长")
    qian.presses("开始检查")
    visit = Inspection.objects.get(kind="spot_check")
    assert (visit.department, visit.inspecting_unit) == (cast.icu, cast.peoples_hospital)
    qian.answers_everything(fail="查对")
    for answer in visit.failures_without_finding:
        qian.opens(f"{at('finding_new', visit.pk)}?item={answer.item_id}")
        qian.picks("一般")
        qian.selects("责任科室", "重症医学科")
        qian.fills("问题描述", "查对记录缺第二人签名。")
        qian.presses("登记")
    qian.opens(visit.get_absolute_url())
    qian.follows("提交检查结果")
    qian.presses("提交")
    finding = Finding.objects.get()
    assert (finding.department, finding.source, open_nodes(finding)) == (cast.icu, "spot_check", ["plan"])
    assert "抽查 · 重症医学科" in text_of(visit_as(cast.qian).get(phase.campaign.get_absolute_url())), (
        "which department"
    )
    head = visit_as(cast.head_zhang)
    assert "制定整改措施" in text_of(head.get(finding.get_absolute_url()))
    assert head.get(finding.get_absolute_url()).status_code == 200
    assert visit_as(cast.head_gao).get(finding.get_absolute_url()).status_code == 404


def test_nobody_inspects_his_own_department_and_a_department_is_named(stage, phase):
    cast = stage.cast
    told = {
        "participant": participant_of(phase.campaign, cast.peoples_hospital),
        "kind": "supervision",
        "by": cast.qian,
    }
    with pytest.raises(NotAllowed, match="张主任在被检查科室任职"):
        services.open_inspection(phase, inspectors=[cast.head_zhang], department=cast.icu, **told)
    with pytest.raises(Invalid, match="请选择被检查科室"):
        services.open_inspection(phase, inspectors=[cast.qian], **told)
    with pytest.raises(Invalid, match="应当是被检查单位的科室"):
        services.open_inspection(phase, inspectors=[cast.qian], department=cast.tcm_hospital, **told)
    visit = services.open_inspection(phase, inspectors=[cast.head_zhang], department=cast.surgery, **told)
    assert visit.department == cast.surgery


def test_departments_are_drawn_with_inspectors_of_other_departments(stage, phase):
    cast = stage.cast
    pool = services.found_pool(cast.peoples_hospital, name="院内质控员", by=cast.qian)
    for person in (cast.head_zhang, cast.head_gao, cast.qian, cast.nurse_sun):
        services.add_member(pool, person=person, since=FIRST_DAY, by=cast.qian)
    rules = services.Rules(kind="department", count=2, team=[(pool, 2)], coverage=True)
    draw = services.freeze_draw(phase, rules=rules, by=cast.qian)
    services.carry_out_draw(draw, by=cast.qian)
    assert Draw.objects.get().state == "drawn"
    for visit in Inspection.objects.filter(draw=draw):
        homes = {one.person.home for one in visit.inspectors.select_related("person__home")}
        assert visit.department not in homes


def test_what_others_saw_of_the_hospital_stands_not_for_its_departments(stage, phase):
    cast = stage.cast
    visit = stage.visit(cast.peoples_hospital)
    answer_everything(visit, by=cast.zhao)
    services.submit_inspection(visit, by=cast.zhao)
    unit = participant_of(phase.campaign, cast.peoples_hospital)
    assert not services.recognisable_for(phase, unit, by=cast.qian).exists()
    services.refuse_asked_twice(phase, unit, by=cast.qian)


def test_the_matrix_shows_what_nobody_has_looked_at_in_which_department(stage, phase, django_assert_max_num_queries):
    cast = stage.cast
    unit = participant_of(phase.campaign, cast.peoples_hospital)
    visit = services.open_inspection(
        phase, participant=unit, kind="spot_check", inspectors=[cast.qian], department=cast.icu, by=cast.qian
    )
    answer_everything(visit, by=cast.qian)
    services.submit_inspection(visit, by=cast.qian)
    client = visit_as(cast.qian)
    client.get(at("campaign_pictures", phase.campaign_id))
    with django_assert_max_num_queries(16):
        page = client.get(at("campaign_pictures", phase.campaign_id))
    rows = {row.name: [(cell.done, cell.asked) for cell in row.cells] for row in page.context["matrix"]["rows"]}
    asked = visit.checklist_version.items.count()
    assert {name: sum(done for done, _all in cells) for name, cells in rows.items()} == {
        "重症医学科": asked, "普外科": 0, "质控科": 0,
    }  # fmt: skip
    assert sum(all_ for _done, all_ in rows["普外科"]) == asked
    assert "科室与检查项目覆盖表" in text_of(page)
    elsewhere = visit_as(cast.zheng).get(at("campaign_pictures", stage.issue().pk))
    assert "重症医学科" not in text_of(elsewhere), "a hospital is shown its own departments"
