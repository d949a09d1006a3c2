"""Background work, for the system administrator alone."""

from engine.models import Job
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as


def job(**fields: object) -> Job:
    given = {"kind": "engine.spawn", "key": f"k{Job.objects.count()}", **fields}
    return Job.objects.create(**given)


def test_an_administrator_sees_progress_and_errors(cast: Cast):
    job(state=Job.State.RUNNING, done=420, total=2000)
    dead = job(state=Job.State.DEAD, attempts=8, error="OperationalError: disk full")
    client = visit_as(cast.system_admin)
    page = client.get("/jobs/")
    text = text_of(page)
    assert "420/2000" in text
    assert "disk full" in text
    assert "有 1 个任务多次失败后停下" in text
    assert has_nothing_inline(page.content.decode())
    assert "后台任务" in text
    assert post(client, f"/jobs/{dead.pk}/retry/")["Location"] == "/jobs/"
    dead.refresh_from_db()
    assert dead.state == Job.State.PENDING
    assert "420/2000" not in text_of(client.get("/jobs/?state=dead"))


def test_a_job_that_did_not_fail_is_not_begun_again(cast: Cast):
    running = job(state=Job.State.RUNNING)
    page = post(visit_as(cast.system_admin), f"/jobs/{running.pk}/retry/")
    assert page.status_code == 422
    assert "没有失败" in text_of(page)


def test_nobody_else_sees_the_jobs(cast: Cast):
    dead = job(state=Job.State.DEAD)
    for person in (cast.li, cast.president_wang, cast.security_admin, cast.zhou):
        client = visit_as(person)
        assert client.get("/jobs/").status_code == 404
        assert post(client, f"/jobs/{dead.pk}/retry/").status_code == 404
        assert "后台任务" not in text_of(client.get("/"))


def test_the_list_costs_the_same_whatever_its_length(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.system_admin)
    for number in (1, 60):
        for _each in range(number):
            job(state=Job.State.DONE, by=cast.li)
        client.get("/jobs/")
        with django_assert_max_num_queries(12):
            client.get("/jobs/")
