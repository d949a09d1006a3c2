"""The verbs of rectification: everything that changes a campaign or anything under it."""

from .campaigns import attach_to_campaign, cancel_campaign, draft_campaign, revise_campaign, submit_scheme
from .checklists import add_draft_item, discard_draft, load_shipped, publish_checklist, publish_draft
from .concluding import close_campaign, conclude_campaign
from .draws import carry_out_draw, freeze_draw, publish_draw
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
from .verification import close_out, reopen_finding, verify_finding

__all__ = [
    "Measure",
    "Rules",
    "accept_scheme",
    "add_draft_item",
    "add_member",
    "add_participant",
    "after_confirmation",
    "after_scope_change",
    "answer_item",
    "answer_items",
    "approve_measures",
    "attach_to_campaign",
    "cancel_campaign",
    "carry_out_draw",
    "close_campaign",
    "close_out",
    "close_phase",
    "conclude_campaign",
    "confirm_self_inspection",
    "deliver",
    "discard_draft",
    "draft_campaign",
    "end_attention",
    "end_member",
    "follow_successors",
    "found_pool",
    "freeze_draw",
    "hold_for_deadline",
    "issue_campaign",
    "load_shipped",
    "missing_outputs",
    "note_deadline",
    "note_return",
    "open_inspection",
    "open_phase",
    "pay_attention",
    "plan_measures",
    "prepare_inspections",
    "publish_checklist",
    "publish_draft",
    "publish_draw",
    "record_avoidance",
    "record_site_paper",
    "register_finding",
    "release_participants",
    "remove_participant",
    "reopen_finding",
    "report_rectified",
    "return_measures",
    "return_self_inspection",
    "revise_campaign",
    "submit_inspection",
    "submit_phase",
    "submit_scheme",
    "submit_self_inspection",
    "verify_finding",
]
