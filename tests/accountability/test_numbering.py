"""Numbers: our own without a gap, those of another office as they come, none ever given twice."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accountability import numbering, trail, verify_holdings
from accountability.models import Number, NumberSeries
from organizations.refusals import AlreadyDone, Invalid, NotYet
from tests.accountability.together import all_at_once

LEDGER, DOCUMENT, ISSUE = "rectification.test_finding", "accountability.test_document", "accountability.test_issue"
numbering.declare(LEDGER, prefix="整改")
numbering.declare(DOCUMENT, kind="document", prefix="江卫医")
numbering.declare(ISSUE, kind="issue")


def _take(cast, year=2026, code=LEDGER):
    return numbering.take(code, organization=cast.city, year=year, to=cast.icu, by=cast.li)


def _enter(cast, text, code=DOCUMENT, year=2026):
    return numbering.enter_by_hand(code, organization=cast.city, year=year, text=text, to=cast.icu, by=cast.li)


@pytest.mark.django_db
class TestOurOwn:
    def test_numbers_follow_each_other_and_each_year_begins_anew(self, cast):
        texts = [_take(cast).text, _take(cast).text, _take(cast, 2027).text, _take(cast).text]
        assert texts == ["整改-2026-0001", "整改-2026-0002", "整改-2027-0001", "整改-2026-0003"]

    def test_each_organization_has_its_own(self, cast):
        _take(cast)
        other = numbering.take(LEDGER, organization=cast.peoples_hospital, year=2026, to=cast.icu, by=cast.qian)
        assert (other.n, other.org_path) == (1, cast.peoples_hospital.path)

    def test_a_change_that_is_undone_gives_its_number_back(self, cast):
        _take(cast)
        with transaction.atomic():
            assert _take(cast).n == 2
            transaction.set_rollback(True)
        assert _take(cast).n == 2
        assert list(verify_holdings.numbers()) == []

    def test_a_document_number_can_be_taken_here(self, cast):
        assert _take(cast, code=DOCUMENT).text == "江卫医〔2026〕1号"
        assert _take(cast, code=ISSUE).text == "第1期"

    def test_a_void_number_stays_and_is_not_given_again(self, cast):
        number = numbering.void(_take(cast), by=cast.li, because="重复登记")
        assert (number.state, number.reason) == ("void", "重复登记")
        assert _take(cast).n == 2
        assert list(verify_holdings.numbers()) == []
        assert [trail.label(event.verb) for event in trail.of(number)] == ["取号", "号码作废"]

    def test_a_number_is_void_only_once_and_with_a_reason(self, cast):
        number = _take(cast)
        with pytest.raises(Invalid, match="原因"):
            numbering.void(number, by=cast.li, because=" ")
        numbering.void(number, by=cast.li, because="重复登记")
        with pytest.raises(AlreadyDone):
            numbering.void(number, by=cast.li, because="重复登记")

    def test_a_skipped_number_is_registered_with_its_reason(self, cast):
        skipped = numbering.skip(LEDGER, organization=cast.city, year=2026, by=cast.li, because="预留")
        assert (skipped.n, skipped.state, skipped.reason) == (1, "skipped", "预留")
        assert _take(cast).n == 2
        assert list(verify_holdings.numbers()) == []

    def test_a_number_of_ours_is_not_entered_by_hand(self, cast):
        _take(cast, code=DOCUMENT)
        with pytest.raises(NotYet, match="直接取号"):
            _enter(cast, "江卫医〔2026〕5号")

    def test_what_a_number_was_given_to_is_known(self, cast):
        number = _take(cast)
        assert list(Number.objects.of(cast.icu)) == [number]
        assert number.label == "重症医学科"


@pytest.mark.django_db
class TestFromOutside:
    @pytest.mark.parametrize(
        "typed",
        [
            "江卫医〔2026〕12号",
            "江卫医[2026]12号",
            "江卫医（2026）12号",
            "江卫医(2026) 12 号",
            "江卫医【２０２６】０１２号",
        ],
    )
    def test_a_document_number_is_read_as_people_type_it_and_shown_as_printed(self, cast, typed):
        number = _enter(cast, typed)
        assert (number.text, number.n, number.by_hand) == ("江卫医〔2026〕12号", 12, True)

    @pytest.mark.parametrize(
        "typed", ["第12期", "12期", "江卫医2026-12", "〔2026〕号", "江卫医〔2026〕第12号", "〔26〕3号", ""]
    )
    def test_anything_else_is_refused_with_an_example(self, cast, typed):
        with pytest.raises(Invalid, match="〔2026〕12号"):
            _enter(cast, typed)

    @pytest.mark.parametrize(
        ("typed", "n"), [("第12期", 12), ("第 3 期", 3), ("第十二期", 12), ("2026年第二十一期", 21)]
    )
    def test_an_issue_is_read_in_digits_and_in_chinese(self, cast, typed, n):
        number = _enter(cast, typed, code=ISSUE)
        assert (number.n, number.text) == (n, f"第{n}期")

    def test_an_issue_that_is_none_is_refused(self, cast):
        with pytest.raises(Invalid, match="第12期"):
            _enter(cast, "十二", code=ISSUE)

    def test_gaps_of_another_office_are_legal(self, cast):
        assert [_enter(cast, f"江卫医〔2026〕{n}号").n for n in (12, 5, 40)] == [12, 5, 40]
        numbering.skip(DOCUMENT, organization=cast.city, year=2026, n=13, by=cast.li, because="外部登记簿跳号")
        assert list(verify_holdings.numbers()) == []
        assert NumberSeries.objects.get(code=DOCUMENT).last == 40

    def test_the_same_number_is_not_registered_twice(self, cast):
        _enter(cast, "江卫医〔2026〕12号")
        with pytest.raises(AlreadyDone, match="重症医学科"):
            _enter(cast, "江卫医[2026]12号")

    def test_the_year_must_be_that_of_the_register(self, cast):
        with pytest.raises(Invalid, match="2025年"):
            _enter(cast, "江卫医〔2025〕12号")

    def test_an_outside_register_gives_no_numbers_of_ours(self, cast):
        _enter(cast, "江卫医〔2026〕12号")
        with pytest.raises(NotYet, match="外部登记簿"):
            _take(cast, code=DOCUMENT)


@given(prefix=st.text("江卫医院发办", max_size=6), year=st.integers(1950, 2999), n=st.integers(1, 99999))
def test_a_printed_number_reads_back_as_itself(prefix, year, n):
    read = numbering.parse(f"{prefix}〔{year}〕{n}号", kind="document")
    assert read == (prefix, year, n)
    assert numbering.spelled(read, kind="document", year=year) == f"{prefix}〔{year}〕{n}号"


@pytest.mark.django_db(transaction=True)
def test_twenty_who_take_at_once_get_twenty_numbers_without_a_gap(cast):
    city, ward, li = cast.city, cast.icu, cast.li

    def take(_index):
        with transaction.atomic():
            return numbering.take(LEDGER, organization=city, year=2026, to=ward, by=li).n

    assert sorted(all_at_once(20, take)) == list(range(1, 21))
    assert list(verify_holdings.numbers()) == []


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_enter_the_same_number_one_wins(cast):
    city, ward, li = cast.city, cast.icu, cast.li

    def enter(_index):
        try:
            numbering.enter_by_hand(DOCUMENT, organization=city, year=2026, text="江卫医〔2026〕7号", to=ward, by=li)
        except AlreadyDone as refusal:
            return refusal.message
        return "won"

    answers = all_at_once(20, enter)
    assert answers.count("won") == 1
    assert sum("已经登记过" in answer for answer in answers) == 19
