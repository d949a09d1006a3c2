"""The watch over every verb of every test on PostgreSQL (`tests/told.py`) finds what it is there to find."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accountability import trail
from organizations import events
from organizations.models import Organization
from organizations.services import rename_organization
from tests import told
from tests.screens.visitors import post, visit_as

WHY = "江卫〔2026〕8号"

if connection.vendor == "postgresql":

    @pytest.fixture
    def untold(_every_verb_is_told):
        """What was found in this test, which is no fault of it."""
        yield (found := _every_verb_is_told)
        found.clear()

    def silent(monkeypatch):
        """A verb that forgets its event."""
        monkeypatch.setattr(events.organization_renamed, "emit", lambda *_given, **_named: None)

    def test_a_verb_that_tells_is_let_pass_and_one_that_does_not_is_undone(cast, untold, monkeypatch):
        rename_organization(cast.surgery, name="普外一科", by=cast.system_admin, because=WHY)
        before = cast.icu.name
        silent(monkeypatch)
        with pytest.raises(told.Untold, match=r"organizations\.organization"):
            rename_organization(cast.icu, name="重症二科", by=cast.system_admin, because=WHY)
        assert Organization.objects.get(pk=cast.icu.pk).name == before
        assert len(untold) == 1

    def test_an_event_of_an_earlier_verb_does_not_stand_in_for_it(cast, untold, monkeypatch):
        with transaction.atomic():
            trail.record("noted", cast.icu, by=cast.li)
        silent(monkeypatch)
        with pytest.raises(told.Untold):
            rename_organization(cast.icu, name="重症二科", by=cast.system_admin, because=WHY)
        assert untold

    def test_a_page_that_writes_past_the_verbs_is_found(cast, untold, monkeypatch):
        client, page = visit_as(cast.system_admin), reverse("workbench")
        assert client.get(page).status_code == 200
        assert untold == []
        unit = cast.icu.pk
        real = trail.witness

        def writes(*given, **named):
            Organization.objects.filter(pk=unit).update(region="别处")
            return real(*given, **named)

        monkeypatch.setattr("accountability.views.own_data.trail.witness", writes)
        with pytest.raises(told.Untold):
            post(client, reverse("own_data_download"))
        assert len(untold) == 1

    def test_what_a_test_writes_itself_is_let_pass(cast, untold):
        Organization.objects.filter(pk=cast.icu.pk).update(region="别处")
        with transaction.atomic():
            Organization.objects.filter(pk=cast.surgery.pk).update(region="别处")
        rename_organization(cast.icu, name="重症一科", by=cast.system_admin, because=WHY)
        assert untold == []
