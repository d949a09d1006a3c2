"""The addresses of 设置."""

from django.urls import path

from workflow_site.setup import views

urlpatterns = [
    path("setup/imports/", views.import_list, name="import_list"),
    path("setup/imports/new/<slug:target>/", views.import_new, name="import_new"),
    path("setup/imports/sample/<slug:target>.<slug:extension>", views.import_sample, name="import_sample"),
    path("setup/imports/<int:pk>/", views.import_show, name="import_show"),
    path("setup/imports/<int:pk>/apply/", views.import_apply, name="import_apply"),
    path("setup/imports/<int:pk>/withdraw/", views.import_withdraw, name="import_withdraw"),
    path("setup/imports/<int:pk>/marked/", views.import_marked, name="import_marked"),
]
