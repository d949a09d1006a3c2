"""线下办理 on the screen: from the sheet of what one has sent to the colleague's check."""

from typing import Any

import pytest
from django.utils import timezone

from accountability.models import OfflineAnswer
from organizations.models import Duty, Person
from tests import make
from tests.accountability.hostile import upload
from tests.accountability.signers import paper_for
from tests.accountability.test_signing_by_proxy import the_seat
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """A second clerk of the drafting unit."""
    return make.make_holder(Duty.CLERK, cast.medical_office, name="袁干事", oversees=cast.city)


def entry(**other: Any) -> dict[str, Any]:
    scan = upload("审批件.txt", "同意。".encode())
    told = {"where": "paper", "verdict": "agree", "opinion": "同意。", "signed_on": timezone.localdate().isoformat()}
    return {**told, "scan": scan, **other}


def test_it_is_entered_checked_and_marked(cast: Cast, colleague: Person):
    paper = paper_for(cast, cast.director_wang)
    seat = the_seat(paper)
    mine, his = visit_as(cast.li), visit_as(colleague)
    sheet, address = f"/sign/{seat.pk}/", f"/sign/{seat.pk}/offline/"
    assert "补录线下办理" in text_of(mine.get(sheet))
    assert has_nothing_inline(mine.get(address).content.decode())
    page = post(mine, address, **entry(scan=upload("审批件.exe", b"MZ")))
    assert page.status_code == 422
    assert "不接受" in text_of(page)
    assert post(mine, address, **entry())["Location"] == sheet
    assert "补录线下办理" not in text_of(mine.get(sheet)).replace("已补录线下办理", "")
    one = OfflineAnswer.objects.get()
    assert "核对线下办理" in text_of(his.get(sheet))
    check = f"/sign/offline/{one.pk}/"
    page = his.get(check)
    assert "审批件.txt" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    assert "请写明核对不符的原因" in text_of(post(his, check, agrees="no", because=""))
    assert post(his, check, agrees="yes", because="").status_code == 302
    said = text_of(mine.get(sheet))
    assert "同意（线下办理）" in said
    assert "李干事补录，袁干事核对" in said
    assert "同意（线下办理）" in text_of(mine.get(f"/sign/{seat.pk}/receipt/"))
    paper.refresh_from_db()
    assert paper.issued


def test_others_find_no_way_to_it(cast: Cast, colleague: Person):
    paper = paper_for(cast, cast.director_wang)
    seat = the_seat(paper)
    assert "补录线下办理" not in text_of(visit_as(cast.director_wang).get(f"/sign/{seat.pk}/"))
    assert visit_as(cast.director_wang).get(f"/sign/{seat.pk}/offline/").status_code == 403
    assert post(visit_as(cast.li), f"/sign/{seat.pk}/offline/", **entry()).status_code == 302
    one = OfflineAnswer.objects.get()
    assert visit_as(cast.li).get(f"/sign/offline/{one.pk}/").status_code == 403
    assert visit_as(cast.president_wu).get(f"/sign/offline/{one.pk}/").status_code == 404
