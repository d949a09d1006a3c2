"""Whoever prints a record or a receipt prints his name, his post and the time with it."""

import re

from tests.accountability.signers import answer, paper_for
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, visit_as

MARK = re.compile(r'<p class="bh-watermark">刘主任 江州市卫生健康委员会主任 \d{4}-\d\d-\d\d \d\d:\d\d 打印</p>')


def test_record_and_receipt_carry_the_mark(cast: Cast):
    paper = paper_for(cast, cast.director_liu)
    seat = answer(paper, cast.director_liu)
    client = visit_as(cast.director_liu)
    for address in (f"/sign/{seat.pk}/receipt/", f"/records/accountability.seat/{seat.pk}/"):
        page = client.get(address).content.decode()
        assert MARK.search(page), address
        assert has_nothing_inline(page)


def test_the_mark_is_for_paper_only(cast: Cast):
    assert "bh-watermark" not in visit_as(cast.director_liu).get("/").content.decode()
