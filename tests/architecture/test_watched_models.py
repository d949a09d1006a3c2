"""Every table is covered by the trail, or it is said here why not."""

import re

from django.apps import apps

from accountability.digest import watched
from tests.architecture import tree

WHY_NOT = {
    "the trail itself, guarded by triggers of its own": (
        "accountability.TrailEvent", "accountability.TrailBody", "accountability.TrailRow", "accountability.TrailShape",
        "accountability.TrailSeal", "accountability.TrailPending", "accountability.Checkpoint",
    ),
    "work of machines, made anew from what is watched": (
        "engine.Job", "engine.Recurring", "engine.Submission", "engine.Turn", "engine.Turn_barred",
        "search.IndexChange", "meetings.MeetingReminder", "accountability.LadderStart", "plans.PlanReading",
        "organizations.PastName", "organizations.PastParent", "organizations.PastPath",
    ),
    "a file on its way in: what comes of it is watched": (
        "accountability.ImportBatch", "accountability.ImportRow", "search.UploadedText",
        "search.RegulationUpload_readers",
    ),
    "one's own: nobody answers for it to others": (
        "search.SavedSearch", "accountability.CalendarFeed", "accountability.Notice",
    ),
    "counts of what was looked for, taken or voted, which decide nothing": (
        "search.SearchLog", "search.Download", "meetings.BallotTally",
    ),
    "kept apart so that nobody can be named by it": ("rectification.AdverseReporter",),
    "words and lists shipped with the program or kept by the administrator": (
        "organizations.DepartmentType", "organizations.Tag", "organizations.Specialty", "organizations.Alias",
        "organizations.Right", "organizations.Workday", "rectification.AdverseLevel", "rectification.AdverseKind",
        "accountability.HandlingKind", "search.IssuingAuthority", "search.Alias", "search.Term", "search.Synonym",
    ),
    "the text of an edition, whose digest stands in the edition": ("search.Article",),
    "beside a watched row, whose event names it": (
        "plans.Measure_supporting_units", "plans.MeasureHolder", "plans.ResponsibilityLetter_measures",
        "plans.Obligation_departments", "meetings.Decision_supporting_units", "rectification.Finding_supporting_units",
        "rectification.Slip_findings", "search.Regulation_readers", "accountability.Assignment_supporting_units",
        "accountability.IncomingDocument_supporting_units", "organizations.Organization_tags",
        "organizations.Organization_specialties", "organizations.User_groups", "organizations.User_user_permissions",
        "rectification.ReadinessItem_files", "rectification.SupervisionOrder_units",
        "rectification.DistributionList_units",
    ),
    "a secret of one's own, whose making and use are told without it": ("organizations.RecoveryCode",),
}  # fmt: skip


def test_every_table_is_watched_or_it_is_said_why_not():
    ours = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in tree.APPS and model._meta.managed
    }
    told = [name for names in WHY_NOT.values() for name in names]
    assert len(told) == len(set(told))
    assert ours - {model._meta.label for model in watched()} == set(told)


def test_the_reasons_are_sentences_of_their_own():
    assert all(re.match(r"[a-z].{15,}$", why) for why in WHY_NOT)
