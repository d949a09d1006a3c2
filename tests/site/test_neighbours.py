"""Whom a thing concerns sees it; whom not, meets what `test_permission_matrix.py` says, address by address.

Here stands too which addresses are meant for whoever has no account.
"""

import pytest
from django.urls import reverse

from organizations.models import Organization, Person
from organizations.services import register_person
from tests.site.objects import HOSPITAL, kwargs_for
from tests.site.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_city")]
MEANT_FOR_ALL = {"rectification:adverse_anonymous", "rectification:adverse_thanks"}
RECORDS = {
    "consulted_enter",
    "consulted_list",
    "consulted_leave",
    "consulted_item",
    "consulted_file",
}  # by a code of their own
KEYS_THEMSELVES = {"calendar_feed", "meetings:sign_in", "meetings:sign_in_code"}  # the address itself is the key


PUBLIC = {
    "favicon",
    "login",
    "csp_report",
    "healthz",
    "source_code",
    "set_language",
    *MEANT_FOR_ALL,
    *KEYS_THEMSELVES,
    *RECORDS,
}


OPEN_TO = {
    "rectification:finding_detail": "张主任",
    "rectification:inspection_detail": "张主任",
    "rectification:campaign_detail": "李干事",
    "rectification:campaign_wall": "李干事",
    "rectification:campaign_participants": "李干事",
    "rectification:institution_detail": "张主任",
    "seat_detail": "陈副主任",
    "receipt": "陈副主任",
    "trail": "周审计",
    "evidence_of_thing": "周审计",
    "attachment_download": "赵督导",
    "search:regulation_detail": "孙护士",
    "search:article_detail": "孙护士",
    "search:edition_opinions": "张主任",
    "search:request_answer": "张主任",
}


@pytest.mark.parametrize("name", OPEN_TO)
def test_whom_it_concerns_sees_it(name, signed_in):
    route = next(route for route in routes() if route.name == name)

    answer = signed_in(Person.objects.get(name=OPEN_TO[name])).get(reverse(name, kwargs=kwargs_for(route)))

    assert answer.status_code == 200


def test_an_account_without_a_post_sees_no_row(signed_in):
    somebody = register_person(Organization.objects.earliest("pk"), name="无岗人员", by=None)
    client = signed_in(somebody)

    for name in ("workbench", "rectification:campaign_list", "rectification:ledger", "notices"):
        page = client.get(reverse(name))

        assert page.status_code == 200
        assert HOSPITAL not in page.content.decode()
