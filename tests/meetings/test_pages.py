"""The pages of meetings: who finds them, what they cost, what two people at one page meet."""

import io
import threading
import zipfile

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accountability.models import TrailEvent
from meetings import services
from meetings.models import Meeting, MinutesVersion, Statement
from organizations.models import Membership, Organization
from organizations.refusals import Refusal
from organizations.services import found_bodies, found_body, seat_member
from organizations.sight import visible
from tests.meetings.making import fresh, in_days

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def cost(client, address: str) -> int:
    """How many queries a page takes, its second time."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)


def test_a_page_costs_the_same_whatever_the_rows(hall, signed_in):
    meeting = hall.held(decide=False)
    client = signed_in(hall.clerk)
    home = meeting.get_absolute_url()
    pages = [home, f"{home}record/", f"{home}decisions/", "/meetings/", "/decisions/", "/bodies/", "/meetings/series/"]
    few = {page: cost(client, page) for page in pages}
    for number in range(12):
        hall.decided(meeting, text=f"事项{number}")
        services.note_statement(meeting, manner="pointed", text=f"要点{number}", speaker=hall.chair, by=hall.clerk)
        services.note_decision(meeting, text=f"待交办{number}", by=hall.clerk)
    many = {page: cost(client, page) for page in pages}
    assert {page: count for page, count in many.items() if count > max(MOST_QUERIES, 0)} == {}, (few, many)
    services.generate_minutes(meeting, by=hall.clerk)
    assert cost(client, f"{home}minutes/") <= MOST_QUERIES


def test_a_restricted_meeting_is_there_for_its_people_alone(hall, signed_in):
    cast = hall.cast
    meeting = hall.noticed("party", title="研究干部任免", chair=cast.president_wang)
    services.note_statement(
        meeting, manner="spoke", text="拟任高主任为副院长。", speaker=cast.president_wang, by=hall.clerk
    )
    address = meeting.get_absolute_url()
    assert signed_in(hall.clerk).get(address).status_code == 200
    assert signed_in(cast.president_wang).get(address).status_code == 200
    for stranger in (cast.head_zhang, cast.vice_president_he, cast.li, cast.director_liu, cast.chen):
        client = signed_in(stranger)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}package.zip").status_code == 404
        assert client.get(f"{address}record/").status_code == 404
        assert not visible(stranger, Statement).exists()
        assert "干部任免" not in client.get("/").content.decode() + client.get("/meetings/").content.decode()
    told = TrailEvent.objects.of(meeting).values_list("object_label", flat=True)
    assert all("干部任免" not in label for label in told)


def test_an_ordinary_meeting_is_found_in_its_house_and_from_above_once_noticed(hall, signed_in):
    meeting = hall.arranged()
    address = meeting.get_absolute_url()
    assert signed_in(hall.cast.head_gao).get(address).status_code == 200
    assert signed_in(hall.cast.li).get(address).status_code == 404
    services.send_notice(meeting, by=hall.clerk)
    assert signed_in(hall.cast.li).get(address).status_code == 200
    assert signed_in(hall.cast.zheng).get(address).status_code == 404
    assert signed_in(hall.cast.head_gao).get(f"{address}close/").status_code in (403, 404)


def test_draft_minutes_are_for_those_who_write_or_are_asked(hall, signed_in):
    meeting = hall.held()
    services.generate_minutes(meeting, by=hall.clerk)
    address = f"{meeting.get_absolute_url()}minutes/"
    assert signed_in(hall.cast.head_zhang).get(address).status_code in (403, 404)
    services.submit_minutes(meeting, reviewers=[hall.cast.head_zhang], by=hall.clerk)
    assert "不作为执行依据" in signed_in(hall.cast.head_zhang).get(address).content.decode()


def test_who_owes_a_decision_reads_its_excerpt_without_the_meeting(hall, signed_in):
    cast = hall.cast
    meeting = hall.noticed("president", chair=cast.president_wang)
    decision = hall.decided(meeting, text="两周内完成内镜室改造方案")
    client = signed_in(cast.head_zhang)
    assert client.get(meeting.get_absolute_url()).status_code == 404
    page = client.get(f"/decisions/{decision.pk}/").content.decode()
    assert "内镜室改造方案" in page
    assert meeting.title not in page


def test_the_second_of_two_editors_gets_both_texts_on_the_page(hall, signed_in):
    meeting = hall.held()
    minutes = services.generate_minutes(meeting, by=hall.clerk)
    client = signed_in(hall.clerk)
    address = f"{meeting.get_absolute_url()}minutes/edit/"
    shown = client.get(address).context["form"].initial["version"]
    services.edit_minutes(minutes, version=shown, text="先保存的一段", by=hall.cast.qian)
    typed = {"nonce": "n" * 20, "title": "纪要", "text": "后写的一段", "version": shown}
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先保存的一段" in page
    assert "后写的一段" in page
    again = client.post(address, {**typed, "nonce": "m" * 20, "version": shown + 1})
    assert again.status_code == 302
    assert [row.text for row in minutes.versions.all()[:2]] == ["后写的一段", "先保存的一段"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_exactly_one_wins(hall):
    meeting = hall.held()
    minutes = services.generate_minutes(meeting, by=hall.clerk)
    barrier, refused = threading.Barrier(2), []

    def save(text: str) -> None:
        mine = type(minutes).objects.get(pk=minutes.pk)
        barrier.wait()
        try:
            services.edit_minutes(mine, version=1, text=text, by=hall.clerk)
        except Refusal as refusal:
            refused.append(refusal)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=save, args=(text,)) for text in ("甲稿", "乙稿")]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert len(refused) == 1
    assert MinutesVersion.objects.filter(minutes=minutes, n=2).count() == 1


def test_the_package_holds_notice_agenda_record_minutes_and_decisions(hall, signed_in):
    meeting = hall.issued()
    answer = signed_in(hall.clerk).get(f"{meeting.get_absolute_url()}package.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as package:
        names = package.namelist()
        table = package.read("05 议定事项清单.csv").decode("utf-8-sig")
    assert names == ["01 会议通知.txt", "02 会议议程.txt", "03 会议记录.txt", "04 会议纪要.txt", "05 议定事项清单.csv"]
    assert "重症医学科完善手卫生督查制度" in table
    assert TrailEvent.objects.of(meeting).filter(verb="meeting_packed").exists()


def test_fifteen_groups_with_leader_labour_and_territory(hall, signed_in):
    cast = hall.cast
    hosts = [cast.icu, cast.surgery]
    made = found_bodies(hosts, kind=Organization.Kind.GROUP, name="院感质控小组", by=hall.clerk, territory="本科室")
    assert [one.parent for one in made] == hosts
    assert found_bodies(hosts, kind=Organization.Kind.GROUP, name="院感质控小组", by=hall.clerk) == []
    group = found_body(
        cast.peoples_hospital, kind=Organization.Kind.GROUP, name="疫情防控专班一组", by=hall.clerk, territory="柳河镇"
    )
    seat_member(
        group, person=cast.vice_president_he, role="chair", since=in_days(0).date(), labour="带队督导", by=hall.clerk
    )
    with pytest.raises(Refusal, match="已有"):
        seat_member(group, person=cast.head_zhang, role="chair", since=in_days(0).date(), by=hall.clerk)
    page = signed_in(cast.head_gao).get(f"/bodies/{group.pk}/").content.decode()
    assert "带队督导" in page
    assert "柳河镇" in page
    assert Membership.objects.valid().get(organization=group).person == cast.vice_president_he
    meeting = hall.noticed("group", title="专班部署会", body=group)
    assert visible(cast.vice_president_he, Meeting).filter(pk=meeting.pk).exists()
    assert signed_in(cast.zheng).get(f"/bodies/{group.pk}/").status_code == 404


def test_a_stale_form_of_the_arrangement_is_refused_with_both_texts(hall, signed_in):
    meeting = hall.arranged()
    services.revise_meeting(meeting, version=1, by=hall.clerk, place="门诊五楼")
    client = signed_in(hall.clerk)
    typed = client.get(f"{meeting.get_absolute_url()}edit/").context["form"].initial
    form = {
        "title": "改",
        "starts_at": "2026-12-01T09:00",
        "place": "门诊六楼",
        "chair": "何副院长",
        "recorder": "钱科长",
        "version": 1,
    }
    answer = client.post(f"{meeting.get_absolute_url()}edit/", {**form, "nonce": "q" * 20})
    assert typed["version"] == 2
    assert answer.status_code == 409
    assert "门诊五楼" in answer.content.decode()
    assert fresh(meeting).place == "门诊五楼"
