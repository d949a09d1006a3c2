"""The addresses sign-off and notices point at, without the screens behind them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Any page."""
    return HttpResponse()


urlpatterns = [
    path("", page, name="workbench"),
    path("seats/<int:pk>/", page, name="seat_detail"),
    path("notices/<int:pk>/", page, name="notice_open"),
    path("delegations/", page, name="delegation_list"),
    path("handovers/new/<int:pk>/", page, name="handover_new"),
    path("handovers/<int:pk>/", page, name="handover_detail"),
    path("units/<int:pk>/", page, name="unit_detail"),
    path("extensions/<int:pk>/", page, name="extension_show"),
    path("escalations/<int:pk>/", page, name="escalation_show"),
    path("incidents/<int:pk>/", page, name="incident_show"),
    path("roster/", page, name="roster_show"),
    path("ladders/<int:pk>/", page, name="ladder_show"),
]
