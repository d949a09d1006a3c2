"""Each duty the source plans ask for can be owed: rows 28–144 with an obligation, as rhythm, scope and kind."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from plans import services
from plans.models import Obligation
from plans.rhythm import periods
from plans.services.owing import owing

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@dataclass(frozen=True)
class Row:
    """A row: its phrase, how it is owed, in words, and how often in 2026 (periods × sides × needed)."""

    number: int
    phrase: str
    told: dict[str, Any]
    words: str
    owed: int
    more: dict[str, Any] = field(default_factory=dict)


def row(number, phrase, words, owed, **told):
    return Row(number, phrase, told, words, owed)


ROWS = (
    row(42, "领导班子全年研究综治及平安创建工作不少于2次", "每年 至少2次", 2, unit="year", at_least=2, kind="meeting"),
    row(53, "每月一次灭害灵喷雾剂", "每月 1次", 12, unit="month", at_least=1, at_most=1),
    row(54, "日产日清", "每日 至少1次", 365, unit="day", at_least=1, proof="tap"),
    row(57, "上半年的落实实施进展情况", "每半年 至少1次", 2, unit="half_year", at_least=1, kind="report"),
    row(58, "重点科室至少三个月一次", "每3个月 至少1次", 4, unit="month", every=3, at_least=1, owed_by="cover",
        department_class="key", kind="inspection"),
    row(58, "普通科室半年一次", "每半年 1次", 2, unit="half_year", at_least=1, at_most=1, owed_by="cover",
        department_class="ordinary", kind="inspection"),
    row(60, "紫外线灯管强度监测每季度一次", "每季度 1次", 8, unit="quarter", at_least=1, at_most=1, owed_by="entry",
        kind="monitoring"),
    row(61, "重点科室每月进行检查、督导、整改", "每月 至少1次", 12, unit="month", at_least=1, owed_by="cover",
        department_class="named", kind="inspection"),
    row(62, "参加院外院感培训一至两次", "每年 1—2次", 1, unit="year", at_least=1, at_most=2, kind="training"),
    row(63, "每月对手卫生进行抽人考核", "每月 至少1次", 12, unit="month", at_least=1, kind="examination"),
    row(64, "将调查结果每半年公布一次", "每半年 1次", 2, unit="half_year", at_least=1, at_most=1, kind="publication"),
    row(66, "每季度按时完成医院感染简讯", "每季度 至少1次", 4, unit="quarter", at_least=1, kind="publication"),
    row(69, "一类障碍不超过2次", "每年 不超过2次", 0, unit="year", at_least=None, at_most=2),
    row(76, "每周举行一次安全活动", "每周 1次", 53, unit="week", at_least=1, at_most=1, kind="training"),
    row(77, "定期组织四个季度的安全大检查", "每季度 至少1次", 4, unit="quarter", at_least=1, kind="inspection"),
    row(86, "每年进行两次三基知识闭卷考试", "每年 2次", 2, unit="year", at_least=2, at_most=2, kind="examination"),
    row(87, "每月对全院医疗文书抽查2-3次", "每月 2—3次", 24, unit="month", at_least=2, at_most=3, kind="inspection"),
    row(90, "在6月底进行一次突发公共卫生事件应急演练", "每年（6月30日前） 1次", 1, unit="year", at_least=1, at_most=1,
        due="06-30", kind="drill"),
    row(91, "力争作到每起纠纷有原因分析、整改措施", "每次发生后7日内 至少1次", 0, unit="event", at_least=1,
        follow_days=7),
    row(97, "做好年底医疗机构临床用血管理的考核检查", "每年（12月31日前） 至少1次", 1, unit="year", at_least=1,
        due="12-31",
        kind="inspection"),
    row(98, "每半年组织专家委员会对照考核指标进行检查", "每半年 至少1次", 2, unit="half_year", at_least=1,
        kind="inspection"),
    row(101, "每季度对全院职工开展一次法律安全教育", "每季度 1次", 12, unit="quarter", at_least=1, at_most=1,
        owed_by="each",
        kind="training"),
    row(104, "完整记录日常安全管理工作台帐", "每日（工作日） 至少1次", 261, unit="day", workdays=True, at_least=1,
        proof="tap"),
    row(106, "每年进行6次全院三基理论考试", "每年 6次", 6, unit="year", at_least=6, at_most=6, kind="examination"),
    row(107, "每年进行2次抗菌药物合理应用知识考试", "每年 2次", 2, unit="year", at_least=2, at_most=2,
        kind="examination"),
    row(113, "每季度召开医院医保管理委员会", "每季度 至少1次", 4, unit="quarter", at_least=1, kind="meeting",
        subkind="insurance"),
    row(117, "每日到各科室巡视", "每日 至少1次", 365, unit="day", at_least=1, kind="inspection", proof="tap"),
    row(117, "每班交接清点", "每班 至少1次", 1095, unit="shift", at_least=1, proof="tap"),
    row(119, "院感知识考试1—2次", "每年 1—2次", 1, unit="year", at_least=1, at_most=2, kind="examination"),
    row(120, "每月抽查重点科室的卫生学监测", "每月 至少1次", 12, unit="month", at_least=1, owed_by="cover",
        department_class="key", kind="monitoring"),
    row(121, "每季度向全院各科通报反馈", "每季度 至少1次", 4, unit="quarter", at_least=1, kind="report"),
    row(124, "每年至少召开两次医院感染管理委员会会议", "每年 至少2次", 2, unit="year", at_least=2, kind="meeting"),
    row(126, "每周一次的科务会", "每周 1次", 159, unit="week", at_least=1, at_most=1, owed_by="each", kind="meeting"),
    row(127, "每月不定期进行院感质控抽查", "每月 至少1次", 12, unit="month", at_least=1, unannounced=True,
        kind="inspection"),
    row(127, "实现每季度全院全覆盖", "每季度 至少1次", 8, unit="quarter", at_least=1, owed_by="cover",
        kind="inspection"),
    row(129, "每月对质控情况进行汇总分析", "每月（次月5日前） 至少1次", 12, unit="month", at_least=1, due="次月5日前",
        kind="report"),
    row(133, "召开两次多重耐药菌多部门联席会", "每年 2次", 2, unit="year", at_least=2, at_most=2, kind="meeting"),
    row(134, "在世界手卫生日（5月5日）开展竞赛", "每年（5月5日前） 至少1次", 1, unit="year", at_least=1, due="05-05"),
    row(135, "每季度编辑制作《院感通讯》", "每季度 至少1次", 4, unit="quarter", at_least=1, kind="publication"),
    row(141, "科室自查手卫生执行情况，每季度分析", "每季度 至少1次", 12, unit="quarter", at_least=1, owed_by="each",
        kind="report"),
    row(142, "季度报表的上报工作", "每季度（季度末月25日） 至少1次", 4, unit="quarter", at_least=1, due="季度末月25日",
        kind="report"),
)  # fmt: skip


@pytest.fixture
def lamps(year):
    """Two lamps of the ICU in a register."""
    register = services.found_register(year.cast.peoples_hospital, name="紫外线灯登记册", by=year.cast.qian)
    for label in ("1号灯", "2号灯"):
        services.enter(register, label=label, organization=year.cast.icu, by=year.cast.qian)
    return register


def test_every_row_s_duty_is_owed_as_often_as_it_says(year, lamps):
    """Three departments: the ICU (key), surgery and the quality office that leads."""
    wrong = []
    for one in ROWS:
        told = dict(one.told)
        if told.get("owed_by") == "entry":
            told["register"] = lamps
        if told.get("department_class") == "named":
            told["departments"] = [year.cast.surgery]
        duty = year.duty(one.phrase, **told)
        often = len(list(periods(duty.rhythm, *YEAR, works=lambda day: day.weekday() < 5)))
        found = (duty.often, often * sum(side.needed for side in owing(duty)))
        if found != (one.words, one.owed):
            wrong.append(f"{one.number} {one.phrase}: {found}, expected {(one.words, one.owed)}")
    assert wrong == []
    assert year.start() == len(ROWS)


@pytest.mark.parametrize(
    ("number", "phrase", "told"),
    [
        (35, "定期召开会议，专题研究", {"unit": "unspecified", "at_least": None}),
        (37, "定期向市卫生健康工作领导小组办公室汇报工作推进情况", {"unit": "unspecified", "at_least": None}),
        (44, "定期不定期组织开展主题宣传活动", {"unit": "unspecified", "at_least": None, "unannounced": True}),
        (89, "每季度或半年召开一次医疗质控专题会", {"unit": "quarter", "alternative": "half_year"}),
        (114, "定期考评医疗保险服务", {"unit": "unspecified", "at_least": None}),
    ],
)
def test_what_leaves_its_frequency_open_must_be_set(year, number, phrase, told):
    duty = year.duty(phrase, **told)
    assert list(services.obligations_not_set(year.plan)) == [duty], number


def test_a_leader_looks_at_the_record_of_others(year):
    """Row 76: 分场领导是否定期检查班组记录."""
    record = year.duty("每周举行一次安全活动", unit="week", kind="training", lead_unit=year.cast.icu)
    looking = year.duty("检查班组安全活动记录", unit="month", watches=record, lead_unit=year.cast.icu)
    assert looking.watches == record
    assert Obligation.objects.get(watched_by=looking) == record
