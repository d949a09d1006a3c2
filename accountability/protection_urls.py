"""The addresses of what protects the site and the people in it."""

from django.urls import path

from accountability.views import factors, own_data, security, uploads

urlpatterns = [
    path("account/second-step/", factors.second_step_own, name="second_step_own"),
    path("account/data/", own_data.own_data_show, name="own_data_show"),
    path("account/data/download/", own_data.own_data_download, name="own_data_download"),
    path("people/<int:pk>/second-step/reset/", factors.second_step_reset, name="second_step_reset"),
    path("security/", security.security_desk, name="security_desk"),
    path("security/locks/<int:pk>/lift/", security.lock_lift, name="lock_lift"),
    path("security/rules/new/", factors.second_step_demand, name="second_step_demand"),
    path("security/rules/<int:pk>/waive/", factors.second_step_waive, name="second_step_waive"),
    path("files/<uuid:uuid>/wrong/", uploads.wrong_upload_report, name="wrong_upload_report"),
    path("security/uploads/<int:pk>/", uploads.wrong_upload_show, name="wrong_upload_show"),
    path("security/uploads/<int:pk>/<slug:way>/", uploads.wrong_upload_decide, name="wrong_upload_decide"),
]
