"""A paper that is drafted, signed and issued: the thing the tests of sign-off sign."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext

from accountability.signing import routes
from accountability.signing.routes import RouteStep
from engine import End, Flow, Function, Sign, Start, Step, finish, hold, start, this
from engine.models import Flowing
from organizations.models import Organization, Person


class Paper(Flowing):
    """A draft with a text; whoever wrote it last is one of its authors."""

    title = models.CharField("标题", max_length=100)
    text = models.TextField("正文")
    org_path = models.CharField("机构路径", max_length=200)
    institution_path = models.CharField("单位路径", max_length=200)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="拟稿人")
    edited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="最后修改人")
    issued = models.BooleanField("已印发", default=False)
    version = models.PositiveIntegerField("版本", default=1)
    steps: Sequence[RouteStep] = ()

    class Meta:
        """Named."""

        verbose_name = "文稿"
        verbose_name_plural = "文稿"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/papers/{self.pk}/"

    @property
    def authors(self) -> list[Person | None]:
        """Who wrote it."""
        return [self.drafted_by, self.edited_by]

    @property
    def route(self) -> Sequence[RouteStep]:
        """The steps a test has set, else the route of the unit."""
        return self.steps or routes.route_for("playground.paper", self)

    def content(self) -> dict[str, Any]:
        """What the signers are shown."""
        return {
            "title": self.title,
            "lead": "",
            "sections": [
                {"heading": "正文", "text": self.text},
                {"heading": "拟稿", "rows": [["拟稿人", "李干事"], ["月份", gettext("March")]]},
            ],
            "attachments": [],
            "question": "是否同意印发？",
        }


def issue(paper: Paper) -> None:
    """The paper is out."""
    paper.issued = True
    paper.save()


class PaperFlow(Flow):
    """文稿."""

    of = "playground.Paper"

    start = Start().Next(this.draft)
    draft = Step("拟稿", permission="playground.draft_paper", who="拟稿人").Next(this.consent)
    consent = Sign("文稿签批", route="route", content="content", returns_to=this.draft, who="各级领导").Next(this.issue)
    issue = Function(issue).Next(this.issued)
    issued = End()


def draft_paper(organization: Organization, *, by: Person, steps: Sequence[RouteStep] = ()) -> Paper:
    """Write a paper for a unit and begin its flow."""
    paper = Paper(
        title="关于加强院感防控的通知",
        text="各医院三月底前完成整改。",
        org_path=organization.path,
        institution_path=organization.institution_path,
        drafted_by=by,
    )
    paper.steps = steps
    paper.save()
    with hold(paper):
        start(paper, by=by)
    return paper


def revise(paper: Paper, text: str, *, by: Person) -> None:
    """Write another text."""
    with hold(paper):
        paper.text, paper.edited_by, paper.version = text, by, paper.version + 1
        paper.save()


def send(paper: Paper, *, by: Person) -> Paper:
    """Send the paper for signature."""
    with hold(paper):
        finish(paper, "draft", by=by)
    return paper
