"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from workflow_site.workbench import errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("workflow_site.workbench.urls")),
    path("", include("workflow_site.setup.urls")),
    path("", include("accountability.urls")),
    path("", include("plans.urls")),
    path("", include("meetings.urls")),
    path("", include("rectification.urls")),
    path("", include("search.urls")),
    path("language/", set_language, name="set_language"),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
