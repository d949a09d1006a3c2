"""The verbs of rectification: everything that changes a campaign or anything under it."""

from .bulk import Outcome, in_bulk, name_leader, set_limit
from .campaigns import attach_to_campaign, cancel_campaign, draft_campaign, revise_campaign, submit_scheme
from .checklists import load_shipped, publish_checklist
from .concluding import close_campaign, conclude_campaign
from .entering import enter_finding
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
from .reactions import follow_successors, hold_for_deadline, note_deadline, note_return
from .slips import issue_slip, receive_slip
from .verification import close_out, reopen_finding, verify_finding
from .waivers import ask_waiver, decide_waiver, end_waiver, end_waivers
from .withdrawing import withdraw_finding

__all__ = [
    "Measure",
    "Outcome",
    "accept_scheme",
    "add_participant",
    "after_confirmation",
    "after_scope_change",
    "answer_item",
    "answer_items",
    "approve_measures",
    "ask_waiver",
    "attach_to_campaign",
    "cancel_campaign",
    "close_campaign",
    "close_out",
    "close_phase",
    "conclude_campaign",
    "confirm_self_inspection",
    "decide_objection",
    "decide_waiver",
    "deliver",
    "draft_campaign",
    "end_waiver",
    "end_waivers",
    "enter_finding",
    "file_objection",
    "follow_successors",
    "hold_for_deadline",
    "in_bulk",
    "issue_campaign",
    "issue_slip",
    "load_shipped",
    "missing_outputs",
    "name_leader",
    "note_deadline",
    "note_return",
    "open_inspection",
    "open_phase",
    "plan_measures",
    "prepare_inspections",
    "publish_checklist",
    "receive_slip",
    "register_finding",
    "release_participants",
    "remove_participant",
    "reopen_finding",
    "report_rectified",
    "return_measures",
    "return_self_inspection",
    "revise_campaign",
    "set_limit",
    "submit_inspection",
    "submit_phase",
    "submit_scheme",
    "submit_self_inspection",
    "verify_finding",
    "withdraw_finding",
]
