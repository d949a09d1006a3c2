"""Whoever sends something after the log-in ran out is told so, and comes back to the page he was on."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, cast
from tests.screens.visitors import has_nothing_inline, text_of, visit_as

__all__ = ["cast"]
pytestmark = pytest.mark.django_db
HERE = "http://testserver/campaigns/7/?part=two"
BACK = "/login/?next=/campaigns/7/%3Fpart%3Dtwo"


def test_a_form_sent_too_late_leads_to_the_log_in_page_and_back_to_its_page():
    answer = Client().post("/account/password/", {"x": "y"}, headers={"Referer": HERE})
    assert answer["Location"] == f"{BACK}&expired=1"
    page = Client().get(answer["Location"])
    told = text_of(page)
    assert "登录已超时，请重新登录；刚才提交的内容没有保存，登录后请重新填写。" in told
    assert "data-bh-kept hidden" in page.content.decode(), "only the browser knows whether the text was kept"
    assert has_nothing_inline(page.content.decode())


def test_who_merely_opens_a_page_is_not_told_that_anything_was_lost():
    answer = Client().get("/notices/")
    assert answer["Location"] == "/login/?next=/notices/"
    assert "登录已超时" not in text_of(Client().get(answer["Location"]))


def test_within_htmx_the_whole_page_goes_to_the_log_in():
    sent = {"HX-Request": "true", "HX-Current-URL": HERE}
    posted = Client().post("/account/password/", {"x": "y"}, headers=sent)
    assert posted.status_code == 200
    assert posted["HX-Redirect"] == f"{BACK}&expired=1"
    assert posted.content == b""
    assert Client().get("/", headers=sent)["HX-Redirect"] == BACK


@pytest.mark.parametrize("foreign", ["https://example.org/x", "javascript:alert(1)", "//example.org/", ""])
def test_a_foreign_page_is_not_where_one_comes_back_to(foreign: str):
    answer = Client().post("/account/password/", headers={"Referer": foreign})
    assert answer["Location"] == "/login/?next=/account/password/&expired=1"


def test_a_wrong_password_is_no_expired_log_in():
    answer = Client().post(reverse("login"), {"username": "x", "password": "y"})
    assert "登录已超时" not in text_of(answer)


def test_whoever_logs_out_is_not_told_that_his_log_in_ran_out(cast: Cast):
    assert visit_as(cast.li).post(reverse("logout"))["Location"] == "/login/"


def test_the_mark_of_the_site_is_found_by_its_old_name():
    answer = Client().get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith(".svg")
