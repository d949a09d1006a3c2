"""The walk: the Wuxi rectification of 2017, carried from its scheme to the last close-out by the demo's people."""

import datetime
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from organizations.models import Person
from organizations.services import open_account
from rectification.models import Campaign, Finding, Inspection
from tests.story import Visitor
from workflow_site.demo.accounts import PASSWORD

TITLE = "无锡市医疗安全专项整治"
HOSPITALS = ("江州市第一人民医院", "江州市口腔医院", "江州市康复医院")
WINDOWS = (
    ("2017-02-10", "2017-02-23"),
    ("2017-02-13", "2017-02-28"),
    ("2017-03-01", "2017-03-10"),
    ("2017-03-11", "2017-03-25"),
)


class Walk:
    """One sitting: `who` brings a visitor of that name before the screen, `drain` lets the background work be done."""

    def __init__(self, who: Callable[[str], Visitor], drain: Callable[[], object], evidence: Path) -> None:
        self.who = who
        self.drain = drain
        self.evidence = evidence
        self.campaign_page = ""

    def whole(self) -> None:
        """From the scheme to the closed campaign."""
        self.draft_and_sign()
        self.deploy()
        self.inspect_themselves()
        self.spot_check()
        self.close_the_finding()
        self.conclude()

    def draft_and_sign(self) -> None:
        """李干事 drafts from the four-phase template, 陈副主任 signs."""
        li = self.who("li")
        li.opens("/campaigns/")
        li.follows("发起专项工作")
        li.picks("四阶段专项整治")
        li.fills("标题", TITLE)
        li.fills("开始日期", "2017-02-10")
        li.fills("依据文号", "苏卫传〔2017〕1号")
        li.fills("联系人", "市卫生计生委医政处 李干事")
        li.presses("起草并核对阶段")
        page = li.reads()
        assert "2017" in page
        assert "重叠" in page
        assert "补录" in page
        li.presses("保存")
        campaign = Campaign.objects.get(title=TITLE)
        windows = tuple((str(phase.opens_on), str(phase.closes_on)) for phase in campaign.phases.order_by("order"))
        assert windows == WINDOWS
        self.campaign_page = campaign.get_absolute_url()
        li.opens(self.campaign_page)
        li.follows("提交")
        li.presses("提交")
        self.sign(TITLE)
        campaign.refresh_from_db()
        assert campaign.state == "running"
        assert campaign.participants.count() > 50

    def sign(self, words: str) -> None:
        """陈副主任 reads the sheet and agrees in two taps."""
        chen = self.who("chen")
        chen.opens("/")
        chen.follows(words) if words in chen.reads() else chen.follows("签发")
        assert words in chen.reads()
        if not chen.reads().count("确认同意"):
            chen.presses("同意")
        chen.presses("确认同意")
        self.drain()

    def open_next(self, name: str) -> None:
        """陈副主任 opens a phase, whatever its window says."""
        chen = self.who("chen")
        chen.opens(self.campaign_page)
        chen.follows("启动阶段")
        assert name in chen.reads()
        chen.presses("启动")
        self.drain()

    def finish(self, phase: str, *outputs: str) -> None:
        """李干事 registers what the phase asks for with its true dates and submits it; 陈副主任 signs it off."""
        li = self.who("li")
        for output in outputs:
            li.opens(self.campaign_page)
            li.follows(f"登记：{output}")
            li.fills("完成日期", "2017-02-20")
            li.fills("完成情况", f"{output}已完成，材料存医政处。")
            li.presses("登记")
        li.opens(self.campaign_page)
        assert "补录" in li.reads()
        li.follows("提交阶段小结")
        li.presses("提交")
        self.sign(phase)

    def deploy(self) -> None:
        """组织部署."""
        self.open_next("组织部署")
        self.finish("组织部署", "工作方案和责任分工", "动员部署")

    def inspect_themselves(self) -> None:
        """自查自纠: three institutions answer, the others are released by name."""
        self.open_next("自查自纠")
        campaign = Campaign.objects.get(title=TITLE)
        for hospital in HOSPITALS:
            inspection = Inspection.objects.get(campaign=campaign, participant__name=hospital, kind="self")
            self.fill_in(inspection, failed=hospital == HOSPITALS[0])
            wang = self.who("wang")
            wang.opens(inspection.get_absolute_url())
            wang.follows("审核")
            wang.presses("审核")
            inspection.refresh_from_db()
            assert inspection.state == "confirmed"
        self.drain()
        chen = self.who("chen")
        chen.opens(self.campaign_page)
        chen.follows("点名放行")
        assert "江州市第二人民医院" in chen.reads()
        assert HOSPITALS[1] not in chen.reads()
        chen.fills("放行理由", "其余单位由属地继续督促，按原要求补交。")
        chen.presses("放行")
        self.drain()
        self.finish("自查自纠", "自查自纠情况汇总")

    def fill_in(self, inspection: Inspection, *, failed: bool) -> None:
        """张主任 answers item by item; what is not met becomes a finding before he can submit."""
        zhang = self.who("zhang")
        zhang.opens(inspection.get_absolute_url())
        zhang.answers_everything(fail="查对" if failed else "没有这样的条目")
        zhang.opens(inspection.get_absolute_url())
        if failed:
            self.refuses_to_submit(zhang, inspection)
            zhang.opens(inspection.get_absolute_url())
            for item in list(inspection.failures_without_finding):
                zhang.opens(f"/inspections/{inspection.pk}/findings/new/?item={item.item_id}")
                zhang.picks("一般")
                zhang.fills("问题描述", "输液前查对记录缺项，抽查20份中3份无第二人签名。")
                zhang.presses("登记")
            zhang.opens(inspection.get_absolute_url())
        zhang.follows("提交自查")
        zhang.presses("提交")
        inspection.refresh_from_db()
        assert inspection.state == "submitted", zhang.reads()

    def refuses_to_submit(self, zhang: Visitor, inspection: Inspection) -> None:
        """A failure without a finding stops the submission, in words."""
        zhang.follows("提交自查")
        zhang.presses("提交")
        assert "登记问题" in zhang.reads()
        inspection.refresh_from_db()
        assert inspection.state == "open"

    def spot_check(self) -> None:
        """督导抽查: 赵督导 goes to a hospital and finds nothing worse than paper."""
        self.open_next("督导抽查")
        zhao = self.who("zhao")
        zhao.opens(self.campaign_page)
        zhao.follows("新建检查")
        zhao.selects("被检查单位", "江州市第二人民医院")
        zhao.picks("抽查")
        zhao.picks("赵督导")
        zhao.presses("开始检查")
        zhao.answers_everything(fail="没有这样的条目")
        inspection = Inspection.objects.get(campaign__title=TITLE, kind="spot_check")
        zhao.opens(inspection.get_absolute_url())
        zhao.follows("提交检查结果")
        zhao.presses("提交")
        inspection.refresh_from_db()
        assert inspection.state == "submitted", zhao.reads()
        self.finish("督导抽查", "督导抽查情况通报")

    def close_the_finding(self) -> None:
        """Planned, approved, fixed, checked by another person of the hospital, sent back once, fixed again, 已销号."""
        finding = Finding.objects.get(campaign__title=TITLE, organization__name=HOSPITALS[0])
        open_account(Person.objects.get(name="许干事"), username="xu", password=PASSWORD, by=None)
        zhang, wang, xu = self.who("zhang"), self.who("wang"), self.who("xu")
        zhang.opens(finding.get_absolute_url())
        zhang.follows("制定整改措施")
        zhang.fills("原因分析", "高峰时段人员不足，查对流程被简化。")
        zhang.fills("整改措施", "调整排班，恢复双人查对并当班抽查。")
        zhang.fills("整改目标", "查对记录完整率达到100%。")
        zhang.selects("责任人", "张主任")
        zhang.fills("完成时限", f"{timezone.localdate() + datetime.timedelta(days=30)}")
        zhang.presses("提交审核")
        wang.opens(finding.get_absolute_url())
        wang.follows("批准措施")
        wang.presses("批准")
        for conclusion, state in (("部分整改", "rectifying"), ("属实已整改", "closed")):
            zhang.opens(finding.get_absolute_url())
            zhang.follows("申请销号")
            zhang.fills("整改完成情况", "已调整排班，连续两周抽查均双人签名。")
            zhang.attaches("佐证材料", self.evidence)
            zhang.presses("提交核查")
            xu.opens(finding.get_absolute_url())
            xu.follows("核查")
            xu.picks(conclusion)
            xu.fills("核查意见", "现场查看记录并抽查当班人员。")
            xu.presses("提交")
            finding.refresh_from_db()
            assert finding.state == state, xu.reads()
        zhang.opens(finding.get_absolute_url())
        assert "已销号" in zhang.reads()
        assert "部分整改" in zhang.reads()

    def conclude(self) -> None:
        """总结整改, then the conclusion is signed and the campaign is over."""
        self.open_next("总结整改")
        self.finish("总结整改", "专项整治工作总结")
        self.drain()
        li = self.who("li")
        li.opens(self.campaign_page)
        li.follows("撰写总结")
        li.fills("工作总结", "活动开展、自查自纠、督导抽查、存在问题、整改措施五个方面总结如下：各单位均已落实。")
        li.presses("提交")
        self.sign(TITLE)
        campaign = Campaign.objects.get(title=TITLE)
        assert campaign.state == "closed"
