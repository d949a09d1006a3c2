"""The addresses of obligations and registers."""

from django.urls import path

from plans.views import (
    my_obligations,
    obligation_calendar,
    obligation_editing,
    obligation_months,
    obligations,
    occurrences,
    registers,
)

patterns = [
    path("obligations/mine/", my_obligations.my_obligations, name="my_obligations"),
    path("obligations/", obligations.obligation_list, name="obligation_list"),
    path("obligations/calendar/", obligation_calendar.obligation_calendar, name="obligation_calendar"),
    path("obligations/year/", obligation_calendar.obligation_year, name="obligation_year"),
    path("plans/<int:pk>/obligations/new/", obligation_editing.obligation_new, name="obligation_new"),
    path("obligations/<int:pk>/", obligations.obligation_detail, name="obligation_detail"),
    path("obligations/<int:pk>/edit/", obligation_editing.obligation_edit, name="obligation_edit"),
    path("obligations/<int:pk>/drop/", obligation_editing.obligation_drop, name="obligation_drop"),
    path("obligations/<int:pk>/end/", obligations.obligation_end, name="obligation_end"),
    path("obligations/<int:pk>/happened/", obligations.obligation_happened, name="obligation_happened"),
    path("obligations/<int:pk>/month/", obligation_months.obligation_month, name="obligation_month"),
    path("occurrences/<int:pk>/", occurrences.occurrence_detail, name="occurrence_detail"),
    path("occurrences/<int:pk>/evidence/new/", occurrences.evidence_new, name="occurrence_evidence"),
    path("occurrences/<int:pk>/explain/", occurrences.occurrence_explain, name="occurrence_explain"),
    path("obligation-evidence/<int:pk>/accept/", occurrences.evidence_accept, name="quota_evidence_accept"),
    path("obligation-evidence/<int:pk>/return/", occurrences.evidence_return, name="quota_evidence_return"),
    path("obligation-evidence/<int:pk>/withdraw/", occurrences.evidence_withdraw, name="quota_evidence_withdraw"),
    path("registers/", registers.register_list, name="register_list"),
    path("registers/new/", registers.register_new, name="register_new"),
    path("registers/<int:pk>/", registers.register_detail, name="register_detail"),
    path("registers/<int:pk>/edit/", registers.register_edit, name="register_edit"),
    path("registers/<int:pk>/xlsx/", registers.register_export, name="register_export"),
    path("registers/<int:pk>/entries/new/", registers.entry_new, name="register_entry"),
    path("register-entries/<int:pk>/", registers.entry_detail, name="entry_detail"),
    path("register-entries/<int:pk>/retire/", registers.entry_retire, name="entry_retire"),
]
