"""收文、批示、传阅、发布 on the screen, told as a county's medical group lived it on 7 August (以案为镜)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accountability.models import Assignment, Directive, IncomingDocument, Notice, Publication, Reading
from organizations.models import Duty, Organization, Person
from tests import make
from tests.accountability.climbers import report
from tests.accountability.papers_in import circulate, order, propose, quiz, register, task, today
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as
from tests.story import HttpVisitor

GROUPS = 15
SAID = "一是立即开展以案为镜督导排查；二是召开警示教育专题会议；三是15个专班实体化运作。"


@pytest.fixture
def come(cast: Cast) -> Callable[[Person], HttpVisitor]:
    """HttpVisitor signs in."""
    return lambda person: HttpVisitor(cast.account(person).username, make.PASSWORD)


@pytest.fixture
def teams(cast: Cast) -> list[Organization]:
    """Fifteen groups of the hospital, each with its leader."""
    made = [
        make.make_organization(cast.peoples_hospital, kind=Organization.Kind.GROUP, name=f"疫情防控第{n}专班")
        for n in range(1, GROUPS + 1)
    ]
    for n, team in enumerate(made, start=1):
        make.make_holder(Duty.HEAD, team, name=f"组长{n}")
    return made


def enter(office: HttpVisitor) -> Directive:
    """What the county's secretary said in the morning, by word of mouth."""
    office.opens("/directives/")
    office.follows("登记批示")
    office.selects("方式", "口头指示")
    office.fills("领导姓名", "李书记")
    office.fills("领导职务", "县委书记")
    office.fills("批示时间", "2021-08-07T09:00")
    office.fills("事由", "以案为镜、疫情防控")
    office.fills("批示内容", SAID)
    office.presses("登记")
    return Directive.objects.get()


def deploy(office: HttpVisitor, how: str, at: str, what: str) -> None:
    """Enter how and when it was put to work."""
    office.follows("登记部署")
    office.selects("部署方式", how)
    office.fills("部署时间", at)
    office.fills("部署情况", what)
    office.presses("登记")


def test_a_directive_of_the_morning_is_deployed_the_same_afternoon(
    cast: Cast, teams: list[Organization], come: Callable[[Person], HttpVisitor]
) -> None:
    cast.president_wang  # noqa: B018 - on stage
    office = come(cast.qian)
    directive = enter(office)
    assert (directive.state, directive.points.count()) == ("active", 3), "a leader outside confirms nothing here"
    assert "尚未部署" in office.reads()
    deploy(office, "督导检查", "2021-08-07T14:30", "分管领导带领15个专班小组深入一线、深入乡镇督导检查。")
    assert "5.5小时" in office.reads()
    assert "补录" in office.reads()
    deploy(office, "会议部署", "2021-08-08T08:00", "警示教育专项部署会议。")
    assert "5.5小时" in office.reads(), "the first deployment counts"
    first, second, third = directive.points.all()
    office.opens(f"/directives/points/{third.pk}/assign/")
    office.chooses("承办单位", *(team.name for team in teams))
    office.fills("完成期限", f"{today(1)}")
    office.presses("交办")
    assert Assignment.objects.of(directive).count() == GROUPS
    office.opens(f"/directives/points/{second.pk}/note/")
    office.fills("原因", "8月8日会议已经召开")
    office.presses("确认")
    office.opens("/directives/?q=以案为镜&state=active")
    assert "5.5小时" in office.reads()
    assert "待分解 1 条" in office.reads()
    assert first.state == "open"
    report_as(come(Person.objects.get(name="组长7")))
    office.opens(f"/directives/{directive.pk}/")
    office.follows("催办")
    office.presses("催办")
    assert Notice.objects.filter(text__contains="催办").count() == GROUPS - 1


def report_as(leader: HttpVisitor) -> None:
    """The leader of a group reports, and is done."""
    leader.follows("办理：")
    assert "15个专班实体化运作" in leader.reads()
    leader.follows("报告进展")
    leader.fills("进展情况", "专班已进驻发热门诊。")
    leader.fills("进度", "60")
    leader.presses("提交")
    assert "进展60%" in leader.reads()
    leader.follows("办结")
    leader.fills("进展情况", "入院排查流程已理顺。")
    leader.presses("提交")
    assert "已办结" in leader.reads()


def register_paper(office: HttpVisitor, scan: Path) -> IncomingDocument:
    """The office registers what the commission has sent."""
    office.opens("/incoming/")
    office.follows("收文登记")
    office.fills("来文单位", "江州市卫生健康委员会")
    office.fills("来文字号", "江卫医〔2026〕31号")
    office.fills("标题", "关于开展血液透析感染防控专项检查的通知")
    office.fills("内容摘要", "各医院月底前完成自查。")
    scan.write_text("请于月底前完成自查。", encoding="utf-8")
    office.attaches("正文和附件", scan)
    office.presses("登记并取号")
    return IncomingDocument.objects.get()


def propose_paper(office: HttpVisitor) -> None:
    """拟办 by the office."""
    office.follows("拟办")
    office.fills("拟办意见", "请何副院长阅示，由重症医学科承办。")
    office.selects("批示领导（1）", "何副院长")
    office.selects("承办单位", "重症医学科")
    office.fills("办理时限", f"{today(5)}")
    office.presses("提交拟办")


def test_a_superiors_paper_goes_round_on_one_sheet(
    cast: Cast, come: Callable[[Person], HttpVisitor], tmp_path: Path
) -> None:
    cast.head_zhang, cast.president_wang, cast.vice_president_he, cast.head_gao  # noqa: B018 - on stage
    office = come(cast.qian)
    paper = register_paper(office, tmp_path / "正文.txt")
    assert paper.number_text in office.reads()
    assert "正文.txt" in office.reads()
    propose_paper(office)
    assert "待何副院长批示" in office.reads()
    leader = come(cast.vice_president_he)
    leader.follows("批示：")
    assert "拟办意见" in leader.reads()
    leader.fills("补充意见", "一是抓紧自查；二是月底前报结果。")
    leader.presses("确认同意")
    office.opens(paper.get_absolute_url())
    assert "抓紧自查" in office.reads()
    office.follows("转为批示件")
    office.presses("登记")
    assert [one.text for one in Directive.objects.get().points.all()] == ["抓紧自查", "月底前报结果。"]
    head = come(cast.head_zhang)
    head.follows("办理：")
    head.follows("办结")
    head.fills("进展情况", "已自查，问题2项已整改。")
    head.presses("提交")
    office.opens(paper.get_absolute_url())
    office.follows("办结")
    office.fills("办理结果", "自查报告已上报市卫健委。")
    office.presses("确认办结")
    sheet = office.reads()
    for shown in ("拟办意见", "何副院长", "重症医学科", "自查报告已上报市卫健委。", "已办结"):
        assert shown in sheet


@pytest.fixture
def everything(cast: Cast) -> list[tuple[Person, str]]:
    """Every page of these registers with somebody who may open it."""
    cast.head_zhang, cast.nurse_sun, cast.president_wang, cast.vice_president_he  # noqa: B018 - on stage
    paper = register(cast.peoples_hospital, by=cast.qian)
    owed = propose(register(cast.peoples_hospital, by=cast.qian, their_number="另号"), by=cast.qian, lead_unit=cast.icu)
    given = circulate(paper, cast.nurse_sun, by=cast.qian, quiz=quiz())
    directive = order(cast.peoples_hospital, by=cast.qian)
    mouth = order(cast.peoples_hospital, by=cast.qian, way="oral", leader=cast.vice_president_he)
    point = directive.points.first()
    read = given.readings.get()
    duty = Assignment.objects.get()
    office = [
        *("/incoming/", "/incoming/new/", "/directives/", "/directives/new/", "/reading/", "/circulations/"),
        *("/publications/", "/publications/new/", f"/circulations/new/accountability.incomingdocument/{paper.pk}/"),
        *(f"/incoming/{paper.pk}/{act}" for act in ("", "edit/", "files/", "void/", "propose/", "task/")),
        *(f"/incoming/{owed.pk}/{act}" for act in ("", "urge/", "close/")),
        *(f"/directives/{directive.pk}/{act}" for act in ("", "deploy/", "urge/", "close/")),
        *(f"/directives/points/{point.pk}/{act}/" for act in ("assign", "note")),
        *(f"/circulations/{given.pk}/{act}" for act in ("", "?part=read", "urge/", "add/", "withdraw/")),
        *(f"/tasks/{duty.pk}/{act}" for act in ("", "holder/", "withdraw/", "urge/")),
    ]
    return [
        *((cast.qian, address) for address in office),
        (cast.nurse_sun, f"/reading/{read.pk}/"),
        (cast.nurse_sun, f"/incoming/{paper.pk}/"),
        (cast.vice_president_he, f"/directives/{mouth.pk}/confirm/"),
        (cast.head_zhang, f"/tasks/{duty.pk}/report/?done=1"),
    ]


def test_every_page_opens_without_a_line_of_script(everything: list[tuple[Person, str]]) -> None:
    clients: dict[int, Client] = {}
    for person, address in everything:
        client = clients.setdefault(person.pk, visit_as(person))
        page = client.get(address)
        assert page.status_code == 200, (address, text_of(page)[:400])
        assert has_nothing_inline(page.content.decode()), address
        assert page.content.decode().count("<h1") == 1, address


def test_a_neighbour_finds_none_of_it(cast: Cast, everything: list[tuple[Person, str]]) -> None:
    neighbour = visit_as(make.make_holder(Duty.CLERK, cast.tcm_hospital, name="邻院经办"))
    for _person, address in everything:
        named = any(part.isdecimal() for part in address.split("/"))
        assert neighbour.get(address).status_code == (404 if named else 200), address


def test_the_registers_cost_the_same_however_long_they_are(
    cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for n in range(40):
        paper = register(cast.peoples_hospital, by=cast.qian, their_number=f"文{n}")
        circulate(paper, cast.nurse_sun, by=cast.qian)
        order(cast.peoples_hospital, by=cast.qian)
    office, nurse = visit_as(cast.qian), visit_as(cast.nurse_sun)
    for client, address in (
        (office, "/incoming/"),
        (office, "/directives/"),
        (office, "/circulations/"),
        (office, "/publications/"),
        (nurse, "/reading/"),
        (nurse, "/"),
    ):
        client.get(address)
        with django_assert_max_num_queries(19):  # type: ignore[attr-defined]
            assert client.get(address).status_code == 200


def test_reading_with_questions_from_a_phone(cast: Cast, come: Callable[[Person], HttpVisitor]) -> None:
    paper = register(cast.peoples_hospital, by=cast.qian)
    circulate(paper, cast.nurse_sun, by=cast.qian, due_on=today(2), quiz=quiz())
    nurse = come(cast.nurse_sun)
    nurse.follows("阅读")
    assert paper.title in nurse.reads()
    address = nurse.address
    client = visit_as(cast.nurse_sun)
    page = post(client, address, answer1="0", answer2="1", answer3="0")
    assert page.status_code == 302
    assert "第 2 题没有答对" in text_of(client.get(address))
    assert post(client, address, answer1="0", answer2="0").status_code == 422
    assert post(client, address, answer1="0", answer2="0", answer3="0")["Location"] == "/reading/"
    assert Reading.objects.get().attempts == 2
    assert "都读完了" in text_of(client.get("/reading/"))
    assert "100%" in text_of(visit_as(cast.qian).get(f"/circulations/{Reading.objects.get().circulation_id}/"))
    again = post(client, address, answer1="0", answer2="0", answer3="0")
    assert again.status_code == 409


def test_who_may_not_is_told_so_and_a_stale_form_changes_nothing(cast: Cast) -> None:
    paper = register(cast.peoples_hospital, by=cast.qian)
    staff = visit_as(cast.nurse_sun)
    for address in ("/incoming/new/", "/directives/new/", "/publications/new/", "/handlings/new/"):
        assert staff.get(address).status_code == 403, address
    office = visit_as(cast.qian)
    fields = {"text": "阅存", "leader1": "", "leader2": "", "leader3": "", "version": 7}
    assert post(office, f"/incoming/{paper.pk}/propose/", **fields).status_code == 409
    paper.refresh_from_db()
    assert paper.state == "registered"
    for source in ("x", "accountability.incidentreport:999", "organizations.person:1", "accountability.seat:1"):
        assert office.get(f"/incoming/new/?source={source}").status_code == 404, source
    assert office.get("/incoming/?q=%00&since=x&state=nothing&page=zz").status_code == 200


def test_a_text_is_drafted_sent_and_put_up_from_the_pages(cast: Cast, come: Callable[[Person], HttpVisitor]) -> None:
    cast.chen, cast.vice_president_he, cast.president_wang  # noqa: B018 - on stage
    office = come(cast.qian)
    office.opens("/publications/")
    office.follows("起草发布信息")
    office.fills("标题", "医院开展以案为镜督导")
    office.fills("正文", "患者张某的电话是13812345678。")
    office.presses("保存")
    assert "疑似个人信息" in office.reads()
    office.presses("送审")
    assert "疑似个人信息" in office.reads()
    made = Publication.objects.get()
    office.opens(f"/publications/{made.pk}/edit/")
    office.fills("正文", "8月7日下午，医院领导带领专班小组深入一线督导。")
    office.presses("保存")
    office.presses("送审")
    assert "初审" in office.reads()
    assert "初审" in text_of(visit_as(cast.chen).get("/"))


def test_a_superior_learns_nothing_of_a_hospitals_own_papers(cast: Cast) -> None:
    paper = register(cast.peoples_hospital, by=cast.qian, title="院内信访材料的转办")
    circulate(paper, cast.nurse_sun, by=cast.qian)
    page = text_of(visit_as(cast.li).get("/"))
    assert "信访" not in page
    assert "信访" not in text_of(visit_as(cast.li).get("/incoming/"))


def test_a_report_by_telephone_becomes_a_paper(cast: Cast, come: Callable[[Person], HttpVisitor]) -> None:
    told = report(cast.peoples_hospital, by=cast.qian, ladder=None)
    office = come(cast.qian)
    office.opens(f"/incidents/{told.pk}/")
    office.follows("转收文办理")
    office.presses("登记并取号")
    paper = IncomingDocument.objects.get()
    assert (paper.source, paper.kind) == (told, "report")
    office.opens(f"/incidents/{told.pk}/")
    assert paper.number_text in office.reads()


def test_a_task_of_the_paper_carries_its_sentence(cast: Cast) -> None:
    cast.head_zhang  # noqa: B018 - on stage
    paper = register(cast.peoples_hospital, by=cast.qian)
    fields = {
        "sentence": "各医院月底前完成自查。",
        "title": "完成自查",
        "units": [cast.icu.pk],
        "due_on": f"{today(3)}",
    }
    assert post(visit_as(cast.qian), f"/incoming/{paper.pk}/task/", **fields).status_code == 302
    owed = Assignment.objects.get()
    page = text_of(visit_as(cast.head_zhang).get(f"/tasks/{owed.pk}/"))
    assert "各医院月底前完成自查。" in page
    assert task(cast.icu).title
