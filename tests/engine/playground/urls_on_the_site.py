"""The addresses of the playground in front of those of the site, for pages that use the site's frame."""

from django.urls import include, path

from tests.engine.playground.urls import urlpatterns as playground

urlpatterns = [*playground, path("", include("workflow_site.urls"))]
