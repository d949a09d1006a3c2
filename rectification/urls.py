"""The addresses of rectification, in the order in which a campaign runs."""

from django.urls import path

from rectification.views import (
    annexes,
    campaigns,
    checklists,
    findings,
    inspections,
    institutions,
    ledger,
    participants,
    phases,
    schemes,
    walls,
)

app_name = "rectification"

urlpatterns = [
    path("campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("campaigns/new/", schemes.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("campaigns/<int:pk>/edit/", schemes.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/annexes/", annexes.campaign_annexes, name="campaign_annexes"),
    path("campaigns/<int:pk>/submit/", schemes.campaign_submit, name="campaign_submit"),
    path("campaigns/<int:pk>/participants/", participants.campaign_participants, name="campaign_participants"),
    path("campaigns/<int:pk>/wall/", walls.campaign_wall, name="campaign_wall"),
    path("campaigns/<int:pk>/conclude/", schemes.campaign_conclude, name="campaign_conclude"),
    path("campaigns/<int:pk>/cancel/", schemes.campaign_cancel, name="campaign_cancel"),
    path("participants/<int:pk>/remove/", participants.participant_remove, name="participant_remove"),
    path("phases/<int:pk>/open/", phases.phase_open, name="phase_open"),
    path("phases/<int:pk>/submit/", phases.phase_submit, name="phase_submit"),
    path("phases/<int:pk>/release/", phases.phase_release, name="phase_release"),
    path("phases/<int:pk>/inspections/new/", inspections.inspection_open, name="inspection_open"),
    path("outputs/<int:pk>/deliver/", phases.output_deliver, name="output_deliver"),
    path("inspections/<int:pk>/", inspections.inspection_detail, name="inspection_detail"),
    path("inspections/<int:pk>/items/<int:item>/", inspections.inspection_answer, name="inspection_answer"),
    path("inspections/<int:pk>/submit/", inspections.inspection_submit, name="inspection_submit"),
    path("inspections/<int:pk>/confirm/", inspections.inspection_confirm, name="inspection_confirm"),
    path("inspections/<int:pk>/return/", inspections.inspection_return, name="inspection_return"),
    path("inspections/<int:pk>/findings/new/", findings.finding_new, name="finding_new"),
    path("checklists/", checklists.checklist_list, name="checklist_list"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export.xlsx", ledger.ledger_xlsx, name="ledger_xlsx"),
    path("findings/<int:pk>/", findings.finding_detail, name="finding_detail"),
    path("findings/<int:pk>/plan/", findings.finding_plan, name="finding_plan"),
    path("findings/<int:pk>/approve/", findings.finding_approve, name="finding_approve"),
    path("findings/<int:pk>/return/", findings.finding_return, name="finding_return"),
    path("findings/<int:pk>/report/", findings.finding_report, name="finding_report"),
    path("findings/<int:pk>/verify/", findings.finding_verify, name="finding_verify"),
    path("findings/<int:pk>/reopen/", findings.finding_reopen, name="finding_reopen"),
    path("institutions/<int:pk>/", institutions.institution_detail, name="institution_detail"),
]
