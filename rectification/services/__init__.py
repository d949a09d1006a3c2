"""The verbs of rectification: everything that changes a campaign or anything under it."""

from .bulk import Outcome, in_bulk, name_leader, set_limit
from .campaigns import attach_to_campaign, cancel_campaign, draft_campaign, revise_campaign, submit_scheme
from .checklists import add_draft_item, discard_draft, load_shipped, publish_checklist, publish_draft
from .collecting import (
    approve_collection,
    asked_units,
    burden_of,
    close_collection,
    collect_again,
    decline_collection,
    draft_collection,
    hand_out_forms,
    period_of,
    remind_filings,
)
from .concluding import close_campaign, conclude_campaign
from .draws import carry_out_draw, freeze_draw, publish_draw
from .entering import enter_finding
from .filings import (
    file_zero,
    report_filing,
    return_for_correction,
    return_for_rework,
    save_filing,
    submit_filing,
)
from .findings import (
    Measure,
    approve_measures,
    plan_measures,
    register_finding,
    report_rectified,
    return_measures,
)
from .going_on import after_confirmation, after_scope_change
from .inspections import (
    answer_item,
    answer_items,
    confirm_self_inspection,
    open_inspection,
    return_self_inspection,
    submit_inspection,
    submit_self_inspection,
)
from .objections import decide_objection, file_objection
from .papers import record_site_paper
from .participants import accept_scheme, add_participant, issue_campaign, remove_participant
from .phases import (
    close_phase,
    deliver,
    missing_outputs,
    open_phase,
    prepare_inspections,
    release_participants,
    submit_phase,
)
from .pools import add_member, end_attention, end_member, found_pool, pay_attention, record_avoidance
from .populations import Rules
from .reactions import follow_successors, hold_for_deadline, note_deadline, note_return
from .scores import (
    announce_round,
    decide_score_objection,
    grant_points,
    object_to_score,
    open_round,
    publish_round,
    work_out_again,
    write_rule,
)
from .slips import issue_slip, receive_slip
from .statistics import (
    design_form,
    draft_form,
    publish_form,
    redraft_form,
    set_layout,
)
from .verification import close_out, reopen_finding, verify_finding
from .waivers import ask_waiver, decide_waiver, end_waiver, end_waivers
from .withdrawing import withdraw_finding

__all__ = [
    "Measure",
    "Outcome",
    "Rules",
    "accept_scheme",
    "add_draft_item",
    "add_member",
    "add_participant",
    "after_confirmation",
    "after_scope_change",
    "announce_round",
    "answer_item",
    "answer_items",
    "approve_collection",
    "approve_measures",
    "ask_waiver",
    "asked_units",
    "attach_to_campaign",
    "burden_of",
    "cancel_campaign",
    "carry_out_draw",
    "close_campaign",
    "close_collection",
    "close_out",
    "close_phase",
    "collect_again",
    "conclude_campaign",
    "confirm_self_inspection",
    "decide_objection",
    "decide_score_objection",
    "decide_waiver",
    "decline_collection",
    "deliver",
    "design_form",
    "discard_draft",
    "draft_campaign",
    "draft_collection",
    "draft_form",
    "end_attention",
    "end_member",
    "end_waiver",
    "end_waivers",
    "enter_finding",
    "file_objection",
    "file_zero",
    "follow_successors",
    "found_pool",
    "freeze_draw",
    "grant_points",
    "hand_out_forms",
    "hold_for_deadline",
    "in_bulk",
    "issue_campaign",
    "issue_slip",
    "load_shipped",
    "missing_outputs",
    "name_leader",
    "note_deadline",
    "note_return",
    "object_to_score",
    "open_inspection",
    "open_phase",
    "open_round",
    "pay_attention",
    "period_of",
    "plan_measures",
    "prepare_inspections",
    "publish_checklist",
    "publish_draft",
    "publish_draw",
    "publish_form",
    "publish_round",
    "receive_slip",
    "record_avoidance",
    "record_site_paper",
    "redraft_form",
    "register_finding",
    "release_participants",
    "remind_filings",
    "remove_participant",
    "reopen_finding",
    "report_filing",
    "report_rectified",
    "return_for_correction",
    "return_for_rework",
    "return_measures",
    "return_self_inspection",
    "revise_campaign",
    "save_filing",
    "set_layout",
    "set_limit",
    "submit_filing",
    "submit_inspection",
    "submit_phase",
    "submit_scheme",
    "submit_self_inspection",
    "verify_finding",
    "withdraw_finding",
    "work_out_again",
    "write_rule",
]
