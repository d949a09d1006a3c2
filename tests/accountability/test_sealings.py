"""发文版头 and 用印: a red head only where one is authorised, 未用印稿 until the sealed scan is back."""

import io
import zipfile

import pytest
from django.urls import reverse

from accountability import letterheads, sealings, trail
from accountability.documents import PaperKind, as_docx, checks
from accountability.gate import gate
from accountability.models import Letterhead, OfficialDocument, Sealing
from organizations.models import Organization
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests import make
from tests.accountability import hostile, papers
from tests.cast import Cast

MARK = {"mark": "江州市人民医院", "code": "江医", "printed_by": "", "basis": ""}
NAMED = {"issuer": "江州市人民医院", "number": "江医〔2026〕12号", "signature": "江州市人民医院"}


@pytest.fixture
def document(cast: Cast) -> OfficialDocument:
    unit = cast.peoples_hospital
    letterheads.authorise(unit, by=cast.president_wang, **MARK)
    return sealings.lay_out(papers.a_notice(**NAMED), source=unit, unit=unit, by=cast.qian)


def the_scan():
    return gate(hostile.upload("用印件.pdf"))


def words(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if name.startswith("word/header"))


def test_a_document_is_an_unsealed_draft_until_its_sealed_scan_is_back(cast: Cast, document: OfficialDocument) -> None:
    draft = sealings.file_of(document)
    assert "未用印稿" in words(draft)
    assert checks.check(draft) == []
    with pytest.raises(NotYet, match="用印尚未批准"):
        sealings.print_master(document, by=cast.qian)
    asked = sealings.ask(document, seal="unit", purpose="印发各科室", copies=20, pages=6, by=cast.qian)
    with pytest.raises(AlreadyDone, match="已经申请用印"):
        sealings.ask(document, seal="unit", purpose="再来一次", copies=1, pages=1, by=cast.qian)
    sealings.decide(asked, approved=True, opinion="", by=cast.president_wang)
    master = sealings.print_master(document, by=cast.qian)
    assert "未用印稿" not in words(master)
    assert master == sealings.print_master(document, by=cast.qian)
    with pytest.raises(Invalid, match="1至批准的20份"):
        sealings.register(asked, copies=21, by=cast.qian)
    sealings.register(asked, copies=18, by=cast.qian)
    document.refresh_from_db()
    assert (asked.state, document.state, asked.sealed_by) == ("sealed", "sealed", cast.qian)
    assert asked.number_text.endswith("-0001")
    with pytest.raises(Invalid, match="PDF、JPG或PNG"):
        sealings.return_scan(asked, scan=gate(hostile.upload("a.docx", hostile.office())), by=cast.qian)
    sealings.return_scan(asked, scan=the_scan(), by=cast.qian)
    document.refresh_from_db()
    assert document.state == OfficialDocument.State.COMPLETE
    done = [event.verb for event in trail.of(document)]
    assert done.count("print_master_taken") == 2
    assert done[-1] == "sealed_scan_returned"
    assert [event.verb for event in trail.of(asked)] == [
        "sealing_asked", "sealing_approved", "sealing_registered", "sealed_scan_returned",
    ]  # fmt: skip


def test_nobody_approves_the_seal_he_asked_for_and_a_refusal_has_its_reason(
    cast: Cast, document: OfficialDocument
) -> None:
    make.make_appointment(cast.president_wang, duty="clerk", at=cast.peoples_hospital)
    own = sealings.ask(document, seal="unit", purpose="报备", copies=1, pages=6, by=cast.president_wang)
    with pytest.raises(NotAllowed, match="申请人以外的人"):
        sealings.decide(own, approved=True, opinion="", by=cast.president_wang)
    with pytest.raises(NotAllowed):
        sealings.decide(own, approved=True, opinion="", by=cast.nurse_sun)
    with pytest.raises(NotAllowed, match="只有申请人"):
        sealings.withdraw(own, by=cast.qian)
    sealings.withdraw(own, by=cast.president_wang)
    again = sealings.ask(document, seal="unit", purpose="报备", copies=1, pages=6, by=cast.qian)
    with pytest.raises(Invalid, match="写明理由"):
        sealings.decide(again, approved=False, opinion=" ", by=cast.president_wang)
    sealings.decide(again, approved=False, opinion="份数不对", by=cast.president_wang)
    with pytest.raises(AlreadyDone, match="未批准"):
        sealings.register(again, copies=1, by=cast.qian)
    assert sealings.ask(document, seal="unit", purpose="报备", copies=2, pages=6, by=cast.qian).state == "asked"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"seal": "moon"}, "印章种类"), ({"purpose": " "}, "用途"), ({"copies": 0}, "份数"), ({"pages": 5000}, "页数"),
    ],
)  # fmt: skip
def test_what_is_missing_for_the_seal_is_said(cast: Cast, document: OfficialDocument, wrong, sentence) -> None:
    given = {"seal": "unit", "purpose": "印发", "copies": 1, "pages": 1, **wrong}
    with pytest.raises(Invalid, match=sentence):
        sealings.ask(document, by=cast.qian, **given)


def test_a_department_has_no_red_head_until_one_is_authorised_in_writing(cast: Cast) -> None:
    office, boss = cast.quality_office, cast.president_wang
    paper = papers.a_letter(issuer="质控科", number="江医质函〔2026〕3号")
    with pytest.raises(NotAllowed, match=r"没有经授权的发文版头.*工作提示"):
        sealings.lay_out(paper, source=office, unit=office, by=cast.qian)
    plain = papers.a_letter(kind=PaperKind.PLAIN, is_to_be_sealed=False)
    assert sealings.lay_out(plain, source=office, unit=office, by=cast.qian).letterhead is None
    given = {"mark": "质控科", "code": "江医质", "printed_by": "质控科"}
    with pytest.raises(Invalid, match="书面授权"):
        letterheads.authorise(office, basis="", by=boss, **given)
    head = letterheads.authorise(office, basis="江医办〔2026〕5号", by=boss, **given)
    with pytest.raises(AlreadyDone, match="已有在用的版头"):
        letterheads.authorise(office, basis="江医办〔2026〕5号", by=boss, **given)
    with pytest.raises(NotAllowed):
        letterheads.authorise(cast.icu, basis="自己定的", by=cast.head_zhang, **given)
    with pytest.raises(Invalid, match="不一致"):
        sealings.lay_out(papers.a_letter(issuer="江州市人民医院"), source=office, unit=office, by=cast.qian)
    with pytest.raises(Invalid, match="机关代字应为“江医质”"):
        sealings.lay_out(papers.a_letter(issuer="质控科"), source=office, unit=office, by=cast.qian)
    letterheads.withdraw(head, because="机构调整", by=boss)
    with pytest.raises(AlreadyDone, match="已经停用"):
        letterheads.withdraw(head, because="机构调整", by=boss)
    with pytest.raises(NotAllowed, match="没有经授权"):
        sealings.lay_out(paper, source=office, unit=office, by=cast.qian)


def test_minutes_are_not_sealed(cast: Cast) -> None:
    unit = cast.peoples_hospital
    made = sealings.lay_out(papers.some_minutes(), source=unit, unit=unit, by=cast.qian)
    assert made.state == OfficialDocument.State.WITHOUT
    assert "未用印稿" not in words(sealings.file_of(made))
    with pytest.raises(NotYet, match="不加盖印章"):
        sealings.ask(made, seal="unit", purpose="印发", copies=1, pages=1, by=cast.qian)


def test_the_whole_way_on_the_screen(cast: Cast, document: OfficialDocument, client) -> None:
    def goes(person, name, **sent):
        client.force_login(make.make_account(person) if not hasattr(person, "user") else person.user)
        address = reverse(name, args=[(document if name.startswith("document") else sealing()).pk])
        page = client.get(address)
        assert page.status_code == 200
        return page if not sent else client.post(address, sent | nonce(page))

    def sealing():
        return Sealing.objects.latest("pk")

    def nonce(page):
        return {"nonce": page.content.decode().split('name="nonce" value="')[1].split('"')[0]}

    assert "申请用印" in goes(cast.qian, "document_show").content.decode()
    address = reverse("sealing_ask", args=[document.pk])
    asked = {"seal": "unit", "copies": 3, "pages": 6, "purpose": "印发"}
    assert client.post(address, asked | nonce(client.get(address))).status_code == 302
    assert goes(cast.president_wang, "sealing_decide", verdict="yes").status_code == 302
    assert goes(cast.qian, "sealing_register", copies=3).status_code == 302
    assert goes(cast.qian, "sealing_return", scan=hostile.upload("a.exe")).status_code == 422
    assert goes(cast.qian, "sealing_return", scan=hostile.upload("用印件.pdf")).status_code == 302
    page = goes(cast.qian, "document_show").content.decode()
    assert "用印扫描件，以此为准" in page
    assert "尚未用印" not in page
    register = client.get(reverse("sealing_list")).content.decode()
    assert "单位公章" in register
    assert sealing().number_text in register
    listed = client.get(reverse("document_list"), {"state": "complete"}).content.decode()
    assert "江医〔2026〕12号" in listed
    file = client.get(reverse("document_download", args=[document.pk, "docx"]))
    assert file.content[:2] == b"PK"
    assert client.get(reverse("document_download", args=[document.pk, "exe"])).status_code == 404


def test_a_neighbour_finds_neither_document_nor_register(cast: Cast, document: OfficialDocument, client) -> None:
    client.force_login(make.make_account(cast.president_wu))
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.get(reverse("document_download", args=[document.pk, "docx"])).status_code == 404
    assert not visible(cast.president_wu, OfficialDocument).exists()
    assert not visible(cast.president_wu, Letterhead).filter(organization=cast.peoples_hospital).exists()


def test_the_lists_cost_the_same_whatever_their_length(cast: Cast, client, django_assert_max_num_queries) -> None:
    unit = cast.peoples_hospital
    for number in range(12):
        made = sealings.lay_out(papers.a_letter(kind=PaperKind.PLAIN), source=unit, unit=unit, by=cast.qian)
        sealings.ask(made, seal="unit", purpose=str(number), copies=1, pages=1, by=cast.qian)
    letterheads.authorise(unit, by=cast.president_wang, **MARK)
    client.force_login(make.make_account(cast.qian))
    for name in ("document_list", "sealing_list", "letterhead_list"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(made.get_absolute_url()).status_code == 200


def test_letterheads_are_kept_on_the_screen(cast: Cast, client) -> None:
    client.force_login(make.make_account(cast.president_wang))
    page = client.get(reverse("letterhead_new")).content.decode()
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    unit = Organization.objects.get(name="江州市人民医院")
    sent = {**MARK, "organization": unit.pk, "nonce": nonce}
    assert client.post(reverse("letterhead_new"), sent).status_code == 302
    head = Letterhead.objects.get()
    assert head.printed_by == "江州市人民医院办公室"
    assert "江医" in client.get(reverse("letterhead_list")).content.decode()
    client.force_login(make.make_account(cast.nurse_sun))
    assert client.get(reverse("letterhead_new")).status_code == 403


def test_a_file_is_checked_on_the_screen_and_not_kept(cast: Cast, client) -> None:
    client.force_login(make.make_account(cast.qian))
    address = reverse("document_check")
    assert client.get(address).status_code == 200
    answer = client.post(address, {"file": hostile.upload("坏.docx", hostile.OLE)})
    assert answer.status_code == 422
    assert "打开密码" in answer.content.decode()
    answer = client.post(address, {"file": hostile.upload("空.docx", hostile.office())})
    assert answer.status_code in {200, 422}
    answer = client.post(address, {"file": hostile.upload("通知.docx", as_docx(papers.a_notice()))})
    assert "未发现不符合标准之处" in answer.content.decode()
