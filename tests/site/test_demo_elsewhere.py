"""The demo belongs in an empty site."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from organizations.models import Organization
from tests import make


@pytest.mark.django_db
def test_the_demo_does_not_move_into_a_real_site():
    make.make_organization(name="某市卫生健康委员会")

    with pytest.raises(CommandError, match="empty"):
        call_command("demo")

    assert Organization.objects.count() == 1
