"""Which object a route with an id is tried with: one of the hospital, or of the commission above it."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accountability.attachments import attach
from accountability.gate import gate
from accountability.handing import prepare_handover
from accountability.models import (
    Assignment,
    Escalation,
    Extension,
    Handover,
    ImportBatch,
    ImportRow,
    IncidentReport,
    Ladder,
    Notice,
    OfflineAnswer,
    Seat,
    Shift,
    SignRequest,
)
from accountability.notices import notify
from accountability.proofs.asking import ask_for_thing
from accountability.rosters import set_shifts
from accountability.signing.offline import record_offline
from engine.models import Job
from organizations.models import Delegation, Duty, Organization, Person, UnitChange
from organizations.permissions import KEEP_ORGANIZATIONS
from organizations.services import delegate, plan_change
from rectification.models import Campaign, Finding, Inspection, Output, Participant, Phase
from search.about import About
from search.intake import let_in
from search.models import Article, Citation, Edition, Opinion, Regulation, RegulationUpload, SavedSearch, Term
from search.services import upload_files
from tests.accountability.climbers import lay, report, rung
from tests.site import attendance, statistics
from tests.site.adverse import adverse_event, adverse_officer
from tests.site.audit_objects import AUDIT_OBJECTS
from tests.site.drawn_objects import MORE_BY_PREFIX, MORE_OBJECTS
from tests.site.measured_objects import MEASURED_BY_PREFIX, MEASURED_OBJECTS
from tests.site.meeting_objects import MEETING_BY_PREFIX, MEETING_OBJECTS
from tests.site.office_objects import OFFICE_BY_PREFIX, OFFICE_OBJECTS
from tests.site.official import document_of, letterhead_of, sealing_of
from tests.site.papers import objection_about, slip_about, waiver_about
from tests.site.plan_objects import PLAN_BY_PREFIX, PLAN_OBJECTS
from tests.site.planned_objects import PLANNED_BY_PREFIX, PLANNED_OBJECTS
from tests.site.reported_objects import REPORTED_OBJECTS
from tests.site.routes import Route

HOSPITAL = "江州市第一人民医院"


def _finding() -> Finding:
    return Finding.objects.filter(organization__name=HOSPITAL).earliest("pk")


def _inspection() -> Inspection:
    return Inspection.objects.filter(participant__name=HOSPITAL).earliest("pk")


def _participant() -> Participant:
    return Participant.objects.get(name=HOSPITAL, campaign=_running())


def _running() -> Campaign:
    return Campaign.objects.exclude(kind="routine").get(state="running")


def _phase() -> Phase:
    return Phase.objects.get(campaign=_running(), kind="supervise")


def _seat() -> Seat:
    return Seat.objects.get(request__in=SignRequest.objects.of(Campaign.objects.get(state="signing")))


def _attachment() -> Any:
    upload = SimpleUploadedFile("整改佐证.txt", "已完成整改。".encode(), "text/plain")
    return attach(gate(upload), to=_finding(), by=Person.objects.get(name="张主任"))


def _notice() -> Notice:
    head = Person.objects.get(name="张主任")
    notify([head], text="请尽快办理", url="/", source=_finding(), kind="test")
    return Notice.objects.filter(person=head).latest("pk")


def _offline_answer() -> OfflineAnswer:
    seat = _seat()
    told = {"where": "paper", "verdict": "agree", "signed_on": timezone.localdate()}
    scan = gate(SimpleUploadedFile("审批件.txt", "同意。".encode(), "text/plain"))
    return record_offline(seat, scan=scan, by=Person.objects.get(name="李干事"), **told)


def _delegation() -> Delegation:
    head = Person.objects.get(name="张主任")
    colleagues = Person.objects.filter(home__path__startswith=head.home.institution_path).exclude(pk=head.pk)
    colleague = colleagues.earliest("pk")
    period = {"since": timezone.localdate(), "until": timezone.localdate()}
    return delegate(head.appointments.earliest("pk"), proxy=colleague, by=head, because="外出", **period)


def _batch() -> ImportBatch:
    hospital = Organization.objects.get(name=HOSPITAL)
    where = {"organization": hospital, "org_path": hospital.path, "institution_path": hospital.institution_path}
    batch = ImportBatch.objects.create(
        target="departments", permission=KEEP_ORGANIZATIONS, file_name="科室.csv", sha256="0" * 64, total=1, **where
    )
    ImportRow.objects.create(batch=batch, number=2, key="1", label=f"{HOSPITAL}外科", payload=["外科"])
    return batch


def _handover() -> Handover:
    """The head's, which the president of the same hospital watches."""
    head, president = Person.objects.get(name="张主任"), Person.objects.get(name="王院长")
    return prepare_handover(head, supervisor=president, successors={}, because="退休", by=head)


def _unit_change() -> UnitChange:
    unit = Organization.objects.filter(parent__name=HOSPITAL).earliest("pk")
    later = timezone.localdate() + datetime.timedelta(days=5)
    return plan_change(unit, kind="rename", name="新名称", on=later, by=None, because="更名")


def _own_ladder() -> Ladder:
    """A rule of the hospital itself."""
    hospital = Organization.objects.get(name=HOSPITAL)
    known = Ladder.objects.filter(organization=hospital).first()
    return known or lay(hospital, rung())


def _incident() -> IncidentReport:
    hospital = Organization.objects.get(name=HOSPITAL)
    heads = Person.objects.filter(appointments__post__organization=hospital, appointments__post__duty=Duty.PRINCIPAL)
    return report(hospital, by=heads.earliest("pk"), ladder=_own_ladder())


def _escalation() -> Escalation:
    return Escalation.objects.get(start__source_id=_incident().pk, start__deadline=None)


def _shift() -> Shift:
    hospital, day = Organization.objects.get(name=HOSPITAL), timezone.localdate()
    head = Person.objects.get(name="张主任")
    return set_shifts(hospital, slot="night", person=head, since=day, until=day, by=None)[0]


def _owed() -> Assignment:
    """A task of the hospital that somebody holds."""
    return Assignment.objects.filter(org_path=_finding().org_path).earliest("pk")


def _extension() -> Extension:
    task, day = _owed(), datetime.timedelta(days=1)
    holder = task.holders.current().earliest("pk").person
    return Extension.objects.create(
        assignment=task, was_due_on=task.due_on, due_on=task.due_on + day, because="设备未到货", asked_by=holder
    )


def _rule() -> Edition:
    return Edition.objects.filter(regulation__title="医疗废物管理制度").earliest("pk")


def _draft() -> Edition:
    return Edition.objects.get(regulation__title="手卫生管理制度")


def _upload() -> RegulationUpload:
    """The hospital's clerk's."""
    checked = let_in(SimpleUploadedFile("查对制度.txt", "查对制度\n第一条 执行查对制度。".encode()))
    place = Organization.objects.get(path=_draft().org_path)
    return upload_files([checked], about=About(), place=place, by=_draft().drafted_by)


def _cited() -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(Finding)
    return {
        "pk": Citation.objects.filter(content_type=kind, institution_path=_participant().org_path).earliest("pk").pk
    }


def _saved_search() -> SavedSearch:
    return SavedSearch.objects.create(person=Person.objects.get(name="张主任"), name="医废", query="医疗废物")


def _own_term() -> Term:
    place = Organization.objects.get(name=HOSPITAL)
    return Term.objects.create(word="医院感染", organization=place, org_path=place.path)


def _own_article() -> Article:
    place = Organization.objects.get(name=HOSPITAL)
    paths = {"org_path": place.path, "institution_path": place.institution_path}
    regulation = Regulation.objects.create(
        title=f"{HOSPITAL}消毒制度", title_key="消毒制度", organization=place, access="subtree", **paths
    )
    edition = Edition.objects.create(regulation=regulation, state="published", **paths)
    return Article.objects.create(edition=edition, ordinal=1, number=1, label="第一条", text="每日消毒。")


OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "extension_new": lambda: {"pk": _owed().pk},
    "extension_show": lambda: {"pk": _extension().pk},
    "escalation_show": lambda: {"pk": _escalation().pk},
    "escalation_receive": lambda: {"pk": _escalation().receipts.earliest("pk").pk},
    "incident_show": lambda: {"pk": _incident().pk},
    "ladder_show": lambda: {"pk": _own_ladder().pk},
    "ladder_edit": lambda: {"pk": _own_ladder().pk},
    "ladder_retire": lambda: {"pk": _own_ladder().pk},
    "shift_change": lambda: {"pk": _shift().pk},
    "shift_clear": lambda: {"pk": _shift().pk},
    "attachment_download": lambda: {"uuid": _attachment().uuid},
    "assignment_open": lambda: {"pk": Assignment.objects.filter(org_path=_finding().org_path).earliest("pk").pk},
    "notice_open": lambda: {"pk": _notice().pk},
    "import_new": lambda: {"target": "departments"},
    "import_sample": lambda: {"target": "departments", "extension": "xlsx"},
    "job_retry": lambda: {"pk": Job.objects.latest("pk").pk},
    "delegation_revoke": lambda: {"pk": _delegation().pk},
    "handover_new": lambda: {"pk": Person.objects.get(name="张主任").pk},
    "person_detail": lambda: {"pk": Person.objects.get(name="张主任").pk},
    "account_close": lambda: {"pk": Person.objects.get(name="张主任").pk},
    "appointment_end": lambda: {"pk": Person.objects.get(name="张主任").appointments.earliest("pk").pk},
    "unit_detail": lambda: {"pk": Organization.objects.get(name=HOSPITAL).pk},
    "unit_change": lambda: {"pk": Organization.objects.get(name=HOSPITAL).pk, "kind": "close"},
    "unit_change_cancel": lambda: {"pk": _unit_change().pk},
    "seat_offline": lambda: {"pk": _seat().pk},
    "offline_check": lambda: {"pk": _offline_answer().pk},
    "seat_detail": lambda: {"pk": _seat().pk},
    "seat_decide": lambda: {"pk": _seat().pk},
    "seat_transfer": lambda: {"pk": _seat().pk},
    "seat_add_signer": lambda: {"pk": _seat().pk},
    "seat_remove": lambda: {"pk": _seat().pk},
    "request_withdraw": lambda: {"pk": _seat().request_id},
    "receipt": lambda: {"pk": Seat.objects.filter(state="decided").earliest("pk").pk},
    "trail": lambda: {"label": "rectification.finding", "pk": _finding().pk},
    "rectification:inspection_answer": lambda: {
        "pk": _inspection().pk,
        "item": _inspection().checklist_version.items.earliest("order").pk,
    },
    "rectification:inspection_fixed": lambda: {
        "pk": _inspection().pk,
        "item": _inspection().checklist_version.items.earliest("order").pk,
    },
    "rectification:inspection_look_back": lambda: {"pk": _inspection().pk, "finding": _finding().pk},
    "rectification:institution_detail": lambda: {"pk": Organization.objects.get(name=HOSPITAL).pk},
    "rectification:participant_finding": lambda: {"pk": _participant().pk},
    "rectification:participant_report": lambda: {"pk": _participant().pk},
    "rectification:objection_decide": lambda: {"pk": objection_about(_finding())},
    "rectification:waiver_decide": lambda: {"pk": waiver_about(_finding())},
    "rectification:slip_show": lambda: {"pk": slip_about(_finding())},
    "rectification:slip_document": lambda: {"pk": slip_about(_finding())},
    "rectification:slip_lay_out": lambda: {"pk": slip_about(_finding())},
    "rectification:slip_receive": lambda: {"pk": slip_about(_finding())},
    "rectification:participant_remove": lambda: {"pk": _participant().pk},
    "rectification:finding_new": lambda: {"pk": _inspection().pk},
    "rectification:inspection_open": lambda: {"pk": _phase().pk},
    "rectification:output_deliver": lambda: {"pk": Output.objects.filter(phase=_phase()).earliest("pk").pk},
    "search:citation_change": _cited,
    "search:thing_cite": lambda: {"label": "rectification.finding", "pk": _finding().pk},
    "rectification:score_decide": lambda: {"pk": statistics.make_objection(HOSPITAL).pk},
    "search:regulation_detail": lambda: {"pk": _rule().regulation_id},
    "search:regulation_describe": lambda: {"pk": _rule().regulation_id},
    "search:edition_new": lambda: {"pk": _rule().regulation_id},
    "search:relation_new": lambda: {"pk": _rule().regulation_id},
    "search:edition_detail": lambda: {"pk": _rule().pk},
    "search:edition_download": lambda: {"pk": _rule().pk},
    "search:article_detail": lambda: {"pk": _rule().articles.earliest("pk").pk},
    "search:request_answer": lambda: {"pk": _draft().opinion_requests.earliest("pk").pk},
    "search:opinion_decide": lambda: {"pk": Opinion.objects.get(request__edition=_draft()).pk},
    "search:saved_open": lambda: {"pk": _saved_search().pk},
    "search:saved_drop": lambda: {"pk": _saved_search().pk},
    "search:term_change": lambda: {"pk": _own_term().pk},
    "search:article_like": lambda: {"pk": _own_article().pk},
    "evidence_of_thing": lambda: {"label": "rectification.finding", "pk": _finding().pk},
    "evidence_download": lambda: {
        "uuid": ask_for_thing(_finding(), because="审计", by=Person.objects.get(name="周审计")).uuid
    },
    "rectification:phase_new": lambda: {"pk": _running().pk},
    "rectification:output_new": lambda: {"pk": _phase().pk},
    "rectification:output_change": lambda: {"pk": Output.objects.filter(phase=_phase()).earliest("pk").pk},
    "rectification:output_drop": lambda: {"pk": Output.objects.filter(phase=_phase()).earliest("pk").pk},
    **MORE_OBJECTS,
    **REPORTED_OBJECTS,
    "rectification:adverse_officer_end": lambda: {"pk": adverse_officer(HOSPITAL).pk},
    **PLAN_OBJECTS,
    **PLANNED_OBJECTS,
    **MEASURED_OBJECTS,
    **attendance.OBJECTS,
    **MEETING_OBJECTS,
    **OFFICE_OBJECTS,
    "document_download": lambda: {"pk": document_of(HOSPITAL).pk, "what": "docx"},
    "sealing_ask": lambda: {"pk": document_of(HOSPITAL).pk},
    "letterhead_withdraw": lambda: {"pk": letterhead_of(HOSPITAL).pk},
    **AUDIT_OBJECTS,
    "flow_picture": lambda: {"label": "rectification.finding", "pk": _finding().pk},
    "flow_bpmn": lambda: {"label": "rectification.finding", "pk": _finding().pk},
}
BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "import_": lambda: {"pk": _batch().pk},
    "rectification:campaign_": lambda: {"pk": _running().pk},
    "rectification:phase_": lambda: {"pk": _phase().pk},
    "rectification:inspection_": lambda: {"pk": _inspection().pk},
    "rectification:form_": lambda: {"pk": statistics.make_form(HOSPITAL).pk},
    "rectification:collection_": lambda: {"pk": statistics.make_collection(HOSPITAL).pk},
    "rectification:filing_": lambda: {"pk": statistics.make_filing(HOSPITAL).pk},
    "rectification:score_rule": lambda: {"pk": statistics.make_score_rule(HOSPITAL).pk},
    "rectification:score_round": lambda: {"pk": statistics.make_score_round(HOSPITAL).pk},
    "rectification:score_": lambda: {"pk": statistics.make_score(HOSPITAL).pk},
    "rectification:finding_": lambda: {"pk": _finding().pk},
    "rectification:readiness_": lambda: {"pk": statistics.make_readiness(HOSPITAL).readiness_id},
    "rectification:ready_item_": lambda: {"pk": statistics.make_readiness(HOSPITAL).pk},
    "rectification:standing_": lambda: {"pk": statistics.make_standing(_finding()).pk},
    "handover_": lambda: {"pk": _handover().pk},
    **MORE_BY_PREFIX,
    "rectification:adverse_": lambda: {"pk": adverse_event(HOSPITAL).pk},
    "search:upload_": lambda: {"pk": _upload().pk},
    **PLAN_BY_PREFIX,
    **PLANNED_BY_PREFIX,
    **MEASURED_BY_PREFIX,
    **attendance.BY_PREFIX,
    **MEETING_BY_PREFIX,
    **OFFICE_BY_PREFIX,
    "document_": lambda: {"pk": document_of(HOSPITAL).pk},
    "sealing_": lambda: {"pk": sealing_of(HOSPITAL).pk},
    "search:edition_": lambda: {"pk": _draft().pk},
}


def kwargs_for(route: Route) -> dict[str, Any]:
    """An object of the hospital, or of the commission, for a route; a route nobody thought of fails here."""
    if route.name in OBJECTS:
        return OBJECTS[route.name]()
    for prefix, found in BY_PREFIX.items():
        if route.name.startswith(prefix):
            return found()
    raise AssertionError(f"Say in OBJECTS which object {route.name} is tried with.")
