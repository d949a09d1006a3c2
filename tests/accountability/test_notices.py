"""One sentence to one person, with the page it is about."""

import pytest

from accountability.models import Notice
from accountability.notices import mark_all_read, mark_read, notify
from organizations.refusals import NotFound
from organizations.sight import visible
from tests import make
from tests.cast import Cast


def test_many_are_told_in_one_statement_each_once(cast: Cast, django_assert_num_queries: pytest.FixtureRequest) -> None:
    people = [make.make_person(cast.icu) for _number in range(40)]
    make_known = notify(people[:1], text="试", url="/", source=cast.icu, kind="other")
    with django_assert_num_queries(1):
        told = notify([*people, *people], text="自查自纠阶段已启动", url="/phases/1/", source=cast.icu, kind="phase")
    assert (make_known, told) == (1, 40)
    notice = Notice.objects.unread(people[7]).get()
    assert (notice.text, notice.url, notice.kind) == ("自查自纠阶段已启动", "/phases/1/", "phase")
    assert (notice.source_label, notice.source_id) == ("重症医学科", cast.icu.pk)


def test_who_has_left_is_not_told(cast: Cast) -> None:
    gone = make.make_person(cast.icu)
    gone.active = False
    assert notify([gone, cast.nurse_sun], text="通知", url="/", source=None, kind="other") == 1
    assert notify([], text="通知", url="/", source=None, kind="other") == 0


def test_a_notice_is_read_by_its_receiver_and_the_first_time_counts(cast: Cast) -> None:
    notify([cast.nurse_sun], text="通知", url="/", source=None, kind="other")
    notice = Notice.objects.get()
    with pytest.raises(NotFound):
        mark_read(notice, by=cast.head_zhang)
    first = mark_read(notice, by=cast.nurse_sun).read_at
    assert first is not None
    assert mark_read(notice, by=cast.nurse_sun).read_at == first
    assert not Notice.objects.unread(cast.nurse_sun).exists()
    assert Notice.objects.of(cast.nurse_sun).count() == 1


def test_everything_is_read_at_once(cast: Cast) -> None:
    for _number in range(3):
        notify([cast.nurse_sun, cast.head_zhang], text="通知", url="/", source=None, kind="other")
    assert mark_all_read(cast.nurse_sun) == 3
    assert Notice.objects.unread(cast.head_zhang).count() == 3


def test_nobody_sees_another_persons_notices(cast: Cast) -> None:
    notify([cast.nurse_sun], text="通知", url="/", source=cast.icu, kind="other")
    assert visible(cast.nurse_sun, Notice).count() == 1
    for other in (cast.head_zhang, cast.li, cast.zhou):
        assert not visible(other, Notice).exists()
