"""Makers of incoming papers, directives and circulations, through the verbs."""

import datetime
from typing import Any

from django.utils import timezone

from accountability.incoming import becoming, directing, reading, registering
from accountability.models import Circulation, Directive, IncomingDocument, Seat
from organizations.models import Organization, Person
from tests.accountability.signers import answer


def today(days: int = 0) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def ago(**span: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**span)


def register(at: Organization, *, by: Person, **more: Any) -> IncomingDocument:
    """A superior's notice that came in today."""
    told = {
        "sender": "省卫生健康委员会",
        "their_number": "省卫医函〔2026〕88号",
        "title": "关于开展血液透析感染防控专项检查的通知",
        "received_on": today(),
        "summary": "要求各地月底前完成自查并上报。",
        **more,
    }
    return registering.register_incoming(at, paper=registering.Paper(**told), by=by)


def propose(document: IncomingDocument, *, by: Person, **more: Any) -> IncomingDocument:
    """What the office proposes; the lead unit named in `more` handles it within a week."""
    told = {"text": "拟请领导阅示，由承办科室办理。", "due_on": today(7), **more}
    return registering.propose_handling(
        document, proposal=registering.Proposal(**told), version=document.version, by=by
    )


def instruct(document: IncomingDocument, leader: Person, opinion: str = "同意拟办意见。") -> Seat:
    """The leader's 批示."""
    return answer(document, leader, "agree", opinion)


def order(at: Organization, *, by: Person, **more: Any) -> Directive:
    """A directive in two points."""
    told = {
        "text": "一是立即开展督导排查；二是召开专题会议再部署。",
        "occasion": "疫情防控以案为镜",
        "said_at": ago(hours=5),
        "leader_name": "李书记",
        "leader_post": "县委书记",
        **more,
    }
    return directing.enter_directive(at, words=directing.Words(**told), by=by)


def task(*units: Organization, **more: Any) -> becoming.Task:
    return becoming.Task(**{"title": "开展督导排查", "units": units, "due_on": today(3), **more})


def circulate(thing: Any, *people: Person | Organization, by: Person, **more: Any) -> Circulation:
    return reading.circulate(thing, to=people, by=by, **more)


def quiz() -> reading.Quiz:
    """Three questions about hand hygiene."""
    questions = tuple(
        reading.Question(text=f"第{n}题：接触患者前后是否执行手卫生？", options=("是", "否"), answer=0)
        for n in (1, 2, 3)
    )
    return reading.Quiz(because="近期发生院内聚集感染，须确认全员掌握", questions=questions)
