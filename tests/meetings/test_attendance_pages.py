"""The pages of attendance: the hall, the telephone, the recorder's list, the paper sheet, the vote."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from engine.models import Submission
from meetings import codes
from meetings.models import Attendance, BallotSlip, Meeting, MeetingState
from tests import make
from tests.accountability.hostile import PNG
from tests.cast import Cast
from tests.meetings.gathering import HOSPITALS, comes, listed, make_committee, make_meeting
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as


def scanned(client: Client, meeting: Meeting) -> tuple[str, str]:
    """The address and the ticket a telephone has after scanning the hall's code."""
    code = codes.current(meeting.pk)
    answer = client.get(reverse("meetings:sign_in_code", args=[meeting.pk, code]))
    assert answer.status_code == 302, answer.content
    address, _mark, ticket = answer["Location"].partition("?t=")
    return address, ticket.replace("%3A", ":")


def test_the_hall_shows_a_code_that_changes_and_only_to_the_desk(cast: Cast, gathering: Meeting) -> None:
    listed(gathering, cast.li, cast.president_wu)
    hall = reverse("meetings:hall_show", args=[gathering.pk])
    li = visit_as(cast.li)
    page = li.get(hall)
    assert has_nothing_inline(page.content.decode())
    assert 'hx-trigger="every 10s"' in page.content.decode()
    picture = li.get(reverse("meetings:hall_code", args=[gathering.pk]))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert visit_as(cast.president_wu).get(hall).status_code == 403
    assert visit_as(cast.doctor_he).get(hall).status_code == 404


def test_one_tap_signs_in_and_the_second_is_told_kindly(cast: Cast, gathering: Meeting) -> None:
    listed(gathering, cast.li, cast.president_wu)
    wu = visit_as(cast.president_wu)
    address, ticket = scanned(wu, gathering)
    page = wu.get(address, {"t": ticket})
    assert "吴院长" in text_of(page)
    assert has_nothing_inline(page.content.decode())

    done = wu.get(post(wu, address, t=ticket)["Location"])
    assert "签到成功。" in text_of(done)
    assert "您已签到" in text_of(done)
    again = wu.get(post(wu, address, t=ticket)["Location"])
    assert "不需要重复签到" in text_of(again)
    assert gathering.attendances.here().count() == 1


def test_an_old_code_leads_nowhere_and_says_what_to_do(cast: Cast, gathering: Meeting) -> None:
    old = codes.code_at(gathering.pk, codes.window_at(gathering.arranged_at) - 100)
    for client in (Client(), visit_as(cast.president_wu)):
        answer = client.get(reverse("meetings:sign_in_code", args=[gathering.pk, old]))
        assert answer.status_code == 404
        assert "请重新扫描会场屏幕上的二维码" in text_of(answer)
        bare = client.get(reverse("meetings:sign_in", args=[gathering.pk]))
        assert bare.status_code == 404
        assert post(client, reverse("meetings:sign_in", args=[gathering.pk])).status_code == 404


def test_a_guest_writes_name_and_unit_and_a_colleague_is_sent_to_log_in(cast: Cast, gathering: Meeting) -> None:
    guest = Client()
    address, ticket = scanned(guest, gathering)
    page = guest.get(address, {"t": ticket}).content.decode()
    assert re.search(r'href="/login/\?next=[^"]*t%3D', page), "after the log-in the ticket is still there"
    refused = post(guest, address, t=ticket, name="", unit_name="")
    assert refused.status_code == 422
    assert "请填写姓名。" in text_of(refused)
    shown = guest.get(post(guest, address, t=ticket, name="省专家", unit_name="省疾控")["Location"])
    assert "已登记为来宾" in text_of(shown)
    row = gathering.attendances.get()
    assert (row.name, row.expected, row.person) == ("省专家", False, None)

    Meeting.objects.filter(pk=gathering.pk).update(state=MeetingState.HELD)
    shut = post(guest, address, t=ticket, name="迟来者", unit_name="省疾控")
    assert shut.status_code == 422
    assert "签到已关闭" in text_of(shut)


def test_the_recorder_signs_people_in_from_his_list(cast: Cast, gathering: Meeting) -> None:
    rows = listed(gathering, cast.li, cast.president_wu, cast.zhou)
    zhao = visit_as(cast.zhao)
    register = reverse("meetings:attendance_register", args=[rows[0].pk])
    page = zhao.get(post(zhao, register, show="open")["Location"])
    assert "吴院长：出席" in text_of(page)
    assert "已经签到" in text_of(zhao.get(post(zhao, register)["Location"]))
    assert post(visit_as(cast.president_wu), register).status_code == 403
    assert post(visit_as(cast.doctor_he), register).status_code == 404
    guest = post(zhao, reverse("meetings:guest_new", args=[gathering.pk]), name="记者", unit_name="市电视台")
    assert guest.status_code == 302
    assert gathering.attendances.here().count() == 2


def test_a_page_of_many_costs_a_dozen_queries(cast: Cast, gathering: Meeting, django_assert_max_num_queries) -> None:
    Attendance.objects.bulk_create(
        Attendance(meeting=gathering, name=f"第{n}人", unit_name=f"第{n}医院", category=f"第{n % 7}类", precedence=n)
        for n in range(300)
    )
    comes(gathering, cast.president_wu)
    li = visit_as(cast.li)
    address = reverse("meetings:attendance_list", args=[gathering.pk])
    li.get(address)  # the kinds of content are known from now on
    with django_assert_max_num_queries(12):
        page = li.get(address)
    assert has_nothing_inline(page.content.decode())
    assert "第0人" in text_of(page)
    assert "第7人" not in text_of(li.get(address, {"name": "第3医院"}))
    for odd in ({"show": "nonsense"}, {"page": "-3"}, {"name": "'\";--"}):
        assert li.get(address, odd).status_code == 200


def test_a_unit_sees_and_answers_for_its_own_people_only(cast: Cast, gathering: Meeting) -> None:
    wang, wu = listed(gathering, cast.li, cast.president_wang, cast.president_wu)
    zheng = visit_as(cast.zheng)
    seen = text_of(zheng.get(reverse("meetings:attendance_list", args=[gathering.pk])))
    assert "吴院长" in seen
    assert "王院长" not in seen
    assert "到会率" not in seen
    own = reverse("meetings:attendance_show", args=[wu.pk])
    assert "会议回执" in text_of(zheng.get(own))
    assert post(zheng, own, reply="leave", note="").status_code == 422
    assert post(zheng, own, reply="leave", note="下乡巡诊").status_code == 302
    assert zheng.get(reverse("meetings:attendance_show", args=[wang.pk])).status_code == 404
    leave = reverse("meetings:attendance_leave", args=[wu.pk])
    assert post(zheng, leave, granted="yes").status_code == 403
    assert post(visit_as(cast.li), leave, granted="yes").status_code == 302


def test_the_list_is_built_from_conditions_seen_before_they_are_kept(cast: Cast, gathering: Meeting) -> None:
    cast.everybody()
    li = visit_as(cast.li)
    new = reverse("meetings:expected_new", args=[gathering.pk])
    assert li.get(new).status_code == 200
    fields = {"category": "二级及以上医院院长", "capacity": "attend", **HOSPITALS}
    seen = text_of(post(li, new, preview="1", **fields))
    assert "共 3 人" in seen
    assert "三级、二级" in seen
    assert post(li, new, category="空", capacity="attend").status_code == 422
    assert post(li, new, **fields).status_code == 302
    assert post(li, new, **fields).status_code == 422, "a category once"
    assert post(li, reverse("meetings:expected_list", args=[gathering.pk])).status_code == 302
    assert "二级及以上医院院长" in text_of(li.get(reverse("meetings:expected_show", args=[gathering.pk])))
    assert visit_as(cast.director_liu).get(new).status_code == 403
    make_meeting(cast, title="医保工作会")
    shown = text_of(li.get(gathering.get_absolute_url()))
    assert "会议室已安排“医保工作会”" in shown


def test_the_sheet_is_printed_ticked_off_and_its_scan_kept(cast: Cast, gathering: Meeting) -> None:
    rows = listed(gathering, cast.li, cast.president_wang, cast.president_wu)
    li = visit_as(cast.li)
    assert "签名" in text_of(li.get(reverse("meetings:attendance_sheet", args=[gathering.pk])))
    paper = reverse("meetings:attendance_paper", args=[gathering.pk])
    assert "王院长" in text_of(li.get(paper))
    done = li.get(post(li, paper, signed=[rows[0].pk, "x", "9" * 30])["Location"])
    assert "已按纸质签到表登记1人" in text_of(done)
    scan = reverse("meetings:attendance_scan", args=[gathering.pk])
    wrong = SimpleUploadedFile("签到表.png", b"MZ not a picture", "image/png")
    assert post(li, scan, document=wrong).status_code == 422
    right = SimpleUploadedFile("签到表.png", PNG, "image/png")
    kept = li.get(post(li, scan, document=right)["Location"])
    assert "签到表.png" in text_of(kept)


def test_a_vote_is_opened_cast_and_read_and_a_secret_one_leaves_no_mark(cast: Cast) -> None:
    meeting, members = make_committee(cast)
    for row in members:
        comes(meeting, row.person)
    li = visit_as(cast.li)
    new = reverse("meetings:ballot_new", args=[meeting.pk])
    assert post(li, new, question="", secrecy="named", basis="entitled").status_code == 422
    fields = {"question": "是否同意任命？", "secrecy": "secret", "basis": "entitled"}
    ballot_url = post(li, new, **fields)["Location"]
    for row in members:
        client = visit_as(row.person)
        assert "我要表决" in text_of(client.get(ballot_url))
        marks = Submission.objects.count()
        assert post(client, f"{ballot_url}vote/", attendance=row.pk, choice="for").status_code == 302
        assert Submission.objects.count() == marks, "the digest of what was sent would tell the choice"
        assert post(client, f"{ballot_url}vote/", attendance=row.pk, choice="for").status_code == 403
    assert BallotSlip.objects.count() == 5
    assert post(li, f"{ballot_url}close/").status_code == 302
    shown = text_of(li.get(ballot_url))
    assert "表决通过" in shown
    assert "：同意" not in shown
    assert visit_as(cast.nurse_sun).get(ballot_url).status_code == 404


def test_a_notice_is_taken_along_as_a_file(cast: Cast, gathering: Meeting) -> None:
    listed(gathering, cast.li, cast.president_wu)
    wu = visit_as(cast.president_wu)
    page = wu.get(reverse("notices")).content.decode()
    address = re.search(r'href="(/notices/\d+/calendar\.ics)"', page).group(1)
    taken = wu.get(address)
    assert taken["Content-Type"].startswith("text/calendar")
    assert "全市医院感染管理工作会" in taken.content.decode().replace("\r\n ", "")
    assert visit_as(cast.zheng).get(address).status_code == 404


@pytest.mark.parametrize("name", ["attendance_list", "hall_show", "expected_show", "attendance_sheet", "ballot_list"])
def test_a_neighbours_meeting_does_not_exist(cast: Cast, name: str) -> None:
    meeting = make_meeting(cast, host=cast.peoples_hospital, title="院内会议")
    make.make_account(cast.zheng)
    assert visit_as(cast.zheng).get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code == 404
