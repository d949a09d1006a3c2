"""The verbs of the library."""

from search.about import About
from search.intake import Taken, take

from .importing import Report, import_files
from .keeping import describe_regulation, withdraw_draft
from .linking import keeps, link_repeals, relate, require_keeper
from .opinions import ask_opinions, decide_opinion, end_consultation, give_opinions, tell_asked, tell_given
from .publishing import (
    check_edition,
    draft_edition,
    publish_edition,
    replace_text,
    require_draft,
    return_edition,
    shelve,
    submit_edition,
    tell_reviews_due,
)
from .uploading import send_on, upload_files

__all__ = [
    "About",
    "Report",
    "Taken",
    "ask_opinions",
    "check_edition",
    "decide_opinion",
    "describe_regulation",
    "draft_edition",
    "end_consultation",
    "give_opinions",
    "import_files",
    "keeps",
    "link_repeals",
    "publish_edition",
    "relate",
    "replace_text",
    "require_draft",
    "require_keeper",
    "return_edition",
    "send_on",
    "shelve",
    "submit_edition",
    "take",
    "tell_asked",
    "tell_given",
    "tell_reviews_due",
    "upload_files",
    "withdraw_draft",
]
