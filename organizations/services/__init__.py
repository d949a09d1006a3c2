"""The verbs that change units, people, posts and the calendar."""

from organizations.services.accounts import close_account, open_account
from organizations.services.appointments import appoint, create_post, end_appointment, register_person
from organizations.services.bodies import end_membership, found_bodies, found_body, seat_member, write_charter
from organizations.services.changes import apply_change, cancel_change, plan_change
from organizations.services.delegations import delegate, revoke
from organizations.services.reorganizing import (
    close_organization,
    merge_organization,
    move_organization,
    split_organization,
)
from organizations.services.units import end_link, found_organization, link_organizations, rename_organization
from organizations.services.workdays import seed_workdays, set_workday

__all__ = [
    "apply_change",
    "appoint",
    "cancel_change",
    "close_account",
    "close_organization",
    "create_post",
    "delegate",
    "end_appointment",
    "end_link",
    "end_membership",
    "found_bodies",
    "found_body",
    "found_organization",
    "link_organizations",
    "merge_organization",
    "move_organization",
    "open_account",
    "plan_change",
    "register_person",
    "rename_organization",
    "revoke",
    "seat_member",
    "seed_workdays",
    "set_workday",
    "split_organization",
    "write_charter",
]
