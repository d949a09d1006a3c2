"""The addresses of the workbench and of coming in and going out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from workflow_site.workbench import entry, jobs, managing, policy, second_step, source, views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("acting/", views.acting_switch, name="acting_switch"),
    path("assignments/<int:pk>/", views.assignment_open, name="assignment_open"),
    path("login/", entry.Login.as_view(), name="login"),
    path("login/code/", second_step.login_code, name="login_code"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/password/", entry.PasswordChange.as_view(), name="password_change"),
    path("csp/", policy.csp_report, name="csp_report"),
    path("menu/", views.menu, name="menu"),
    path("manage/", managing.manage, name="manage"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("source/", source.source_code, name="source_code"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
]
