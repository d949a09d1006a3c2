"""The day's work of each person."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accountability.assignments import assign
from accountability.models.signing import Policy
from accountability.notices import notify
from engine.models import Turn
from organizations.models import Duty, User
from tests import make
from tests.accountability.signers import answer, paper_for, seat_of
from tests.cast import Cast
from tests.engine.playground.papers import Paper, draft_paper
from tests.screens.visitors import BACKEND, has_nothing_inline, post, text_of, visit_as
from workflow_site.workbench import greeting, work

TODAY = timezone.localdate


def drafted(cast: Cast, title: str, *, days: int | None) -> Paper:
    """A draft of 李干事 due in so many days."""
    paper = draft_paper(cast.city, by=cast.li)
    due = None if days is None else TODAY() + datetime.timedelta(days=days)
    Turn.objects.of(paper).update(label=title, due_on=due)
    return paper


@pytest.mark.usefixtures("drafting_right")
def test_overdue_work_comes_first_and_is_counted(cast: Cast):
    drafted(cast, "昨天的稿子", days=-1)
    drafted(cast, "今天的稿子", days=0)
    drafted(cast, "下月的稿子", days=40)
    page = text_of(visit_as(cast.li).get("/"))
    assert "李干事，今天有 1 件要办" in page
    assert "另有 1 件逾期" in page
    assert page.index("已逾期") < page.index("昨天的稿子") < page.index("今天的稿子") < page.index("以后")
    assert "逾期 1 天" in page
    assert "今天到期" in page


def test_a_paper_that_waits_for_a_signature_is_todays_work(cast: Cast):
    paper_for(cast, cast.director_wang)
    page = text_of(visit_as(cast.director_wang).get("/"))
    assert "王主任，今天有 1 件要办" in page
    assert "关于加强院感防控的通知" in page
    assert "审批" in page


def test_what_is_signed_is_found_under_done(cast: Cast):
    paper = paper_for(cast, cast.director_wang)
    answer(paper, cast.director_wang, opinion="同意。")
    client = visit_as(cast.director_wang)
    assert "今天没有要办的事" in text_of(client.get("/"))
    done = text_of(client.get("/?part=done"))
    assert "关于加强院感防控的通知" in done
    assert "同意" in done


def test_a_task_leads_its_holder_to_what_it_follows_from(cast: Cast):
    paper = draft_paper(cast.city, by=cast.li)
    with transaction.atomic():
        task = assign(
            source=paper, title="核对消毒记录", lead_unit=cast.city, holder=cast.zhao,
            due_on=TODAY() + datetime.timedelta(days=3), by=cast.li,
        )  # fmt: skip
    client = visit_as(cast.zhao)
    page = text_of(client.get("/"))
    assert "核对消毒记录" in page
    assert "待办1 件" in page, "the menu counts what the page lists"
    assert "待我办理 1" in page
    assert client.get(f"/assignments/{task.pk}/")["Location"] == paper.get_absolute_url()
    assert visit_as(cast.zheng).get(f"/assignments/{task.pk}/").status_code == 404


def test_another_hospitals_work_is_not_shown(cast: Cast):
    paper_for(cast, cast.director_wang)
    assert "关于加强院感防控的通知" not in text_of(visit_as(cast.president_wu).get("/"))


@pytest.mark.usefixtures("drafting_right")
def test_the_page_costs_the_same_whatever_the_number_of_rows(cast: Cast, django_assert_max_num_queries):
    clients = {}
    for rows in (2, 30):
        for _number in range(rows):
            drafted(cast, "稿子", days=1)
            paper_for(cast, make.make_holder(Duty.LEADER, cast.city), cast.director_wang, policy=Policy.ALL)
            notify([cast.director_wang], text="通知", url="/", source=None, kind="x")
        client = clients.setdefault("wang", visit_as(cast.director_wang))
        client.get("/")
        with django_assert_max_num_queries(12):
            assert client.get("/").status_code == 200
        client.get("/?part=done")
        with django_assert_max_num_queries(12):
            assert client.get("/?part=done").status_code == 200


def test_an_account_without_a_person_is_told_what_to_do(db):
    client = Client()
    client.force_login(User.objects.create_user("niemand", "x" * 12), backend=BACKEND)
    page = client.get("/")
    assert page.status_code == 403
    assert "您的账号没有关联到人员" in text_of(page)


def test_one_person_switches_between_his_posts(cast: Cast):
    assert cast.qc_centre
    client = visit_as(cast.chen)
    page = client.get("/")
    assert "质控科" in text_of(page)
    other = cast.chen.appointments.get(post__organization=cast.qc_centre)
    answer = post(client, "/acting/", appointment=other.pk, next="/notices/")
    assert answer["Location"] == "/notices/"
    assert client.get("/").wsgi_request.acting.appointment == other


def test_nobody_acts_in_anothers_post(cast: Cast):
    wang = cast.director_wang.appointments.get()
    client = visit_as(cast.li)
    assert post(client, "/acting/", appointment=wang.pk).status_code == 404
    assert post(client, "/acting/", appointment="x").status_code == 404
    assert client.get("/").wsgi_request.acting.appointment.person == cast.li


def test_the_switch_leads_to_no_other_site(cast: Cast):
    held = cast.li.appointments.get()
    assert post(visit_as(cast.li), "/acting/", appointment=held.pk, next="//example.org")["Location"] == "/"


def test_the_page_keeps_to_the_content_policy(cast: Cast):
    paper = paper_for(cast, cast.director_wang)
    assert seat_of(paper, cast.director_wang)
    assert has_nothing_inline(visit_as(cast.director_wang).get("/").content.decode())


@pytest.mark.parametrize(
    ("name", "title", "spoken"),
    [
        ("王建国", "副院长", "王院长"),
        ("欧阳明", "主任", "欧阳主任"),
        ("孙丽", "护师", "孙丽"),
        ("Anna Li", "科长", "Anna Li科长"),
    ],
)
def test_people_are_spoken_to_by_surname_and_title(cast: Cast, name: str, title: str, spoken: str):
    person = make.make_holder(Duty.STAFF, cast.city, name=name, title=title)
    assert greeting.address(person, person.appointments.get()) == spoken


def test_nobody_sees_a_page_before_signing_in(db):
    assert isinstance(Client().get("/login/").wsgi_request.user, AnonymousUser)
    for url in ("/", "/notices/", "/jobs/", "/account/password/", "/sign/1/", "/records/organizations.organization/1/"):
        assert Client().get(url)["Location"].startswith("/login/?next=")


def test_sunday_ends_the_week():
    sunday = datetime.date(2026, 11, 22)
    row = work.Row("", (), "", None, sunday, "", "", "")
    assert [group.name for group in work.grouped([row], datetime.date(2026, 11, 18))] == ["week"]
    assert [group.name for group in work.grouped([row], datetime.date(2026, 11, 15))] == ["next"]
    assert [group.name for group in work.grouped([row], datetime.date(2026, 11, 8))] == ["later"]
