"""The addresses of attendance, sign-in and votes."""

from django.urls import path

from meetings.views import attendance, ballots, expected, hall, replies

urlpatterns = [
    path("meetings/<int:pk>/attendance/", attendance.attendance_list, name="attendance_list"),
    path("meetings/<int:pk>/attendance/sheet/", attendance.attendance_sheet, name="attendance_sheet"),
    path("meetings/<int:pk>/attendance/scan/", attendance.attendance_scan, name="attendance_scan"),
    path("meetings/<int:pk>/attendance/paper/", attendance.attendance_paper, name="attendance_paper"),
    path("meetings/<int:pk>/attendance/urge/", attendance.attendance_urge, name="attendance_urge"),
    path("meetings/<int:pk>/guests/new/", attendance.guest_new, name="guest_new"),
    path("meetings/<int:pk>/expected/", expected.expected_show, name="expected_show"),
    path("meetings/<int:pk>/expected/new/", expected.expected_new, name="expected_new"),
    path("meetings/<int:pk>/expected/list/", expected.expected_list, name="expected_list"),
    path("meetings/<int:pk>/expected/person/", expected.expected_person, name="expected_person"),
    path("meetings/expected/<int:pk>/drop/", expected.expected_drop, name="expected_drop"),
    path("meetings/attendance/<int:pk>/", replies.attendance_show, name="attendance_show"),
    path("meetings/attendance/<int:pk>/register/", attendance.attendance_register, name="attendance_register"),
    path("meetings/attendance/<int:pk>/leave/", replies.attendance_leave, name="attendance_leave"),
    path("meetings/attendance/<int:pk>/correct/", attendance.attendance_correct, name="attendance_correct"),
    path("meetings/attendance/<int:pk>/remove/", expected.attendance_remove, name="attendance_remove"),
    path("meetings/attendance/<int:pk>/place/", expected.attendance_place, name="attendance_place"),
    path("meetings/<int:pk>/hall/", hall.hall_show, name="hall_show"),
    path("meetings/<int:pk>/hall/code.svg", hall.hall_code, name="hall_code"),
    path("meetings/in/<int:pk>/<str:code>/", hall.sign_in_code, name="sign_in_code"),
    path("meetings/in/<int:pk>/", hall.sign_in, name="sign_in"),
    path("meetings/<int:pk>/ballots/", ballots.ballot_list, name="ballot_list"),
    path("meetings/<int:pk>/ballots/new/", ballots.ballot_new, name="ballot_new"),
    path("meetings/ballots/<int:pk>/", ballots.ballot_show, name="ballot_show"),
    path("meetings/ballots/<int:pk>/vote/", ballots.ballot_vote, name="ballot_vote"),
    path("meetings/ballots/<int:pk>/close/", ballots.ballot_close, name="ballot_close"),
    path("meetings/ballots/<int:pk>/void/", ballots.ballot_void, name="ballot_void"),
]
