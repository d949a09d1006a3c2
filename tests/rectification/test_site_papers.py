"""The paper of a visit: printed, signed by two inspectors and the unit's head, and laid beside the self-check."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Inspection, SitePaper
from tests import make
from tests.rectification.making import Stage, answer_everything, fresh, make_finding
from tests.rectification.pages import at, post, text_of, visit_as

TODAY = timezone.localdate()


@pytest.fixture
def visit(stage: Stage) -> Inspection:
    """Two inspectors of the city looked at the clinic; one item failed and was fixed at once."""
    cast = stage.cast
    cast.colleague = make.make_holder("inspector", cast.medical_office, name="孙督导", oversees=cast.city)
    phase = stage.open("supervise")
    unit = phase.campaign.participants.get(organization=cast.clinic)
    opened = services.open_inspection(
        phase, participant=unit, kind="spot_check", inspectors=[cast.zhao, cast.colleague], by=cast.zhao
    )
    answer_everything(opened, by=cast.zhao, failing={1})
    make_finding(opened, by=cast.zhao, fixed_on_spot=True)
    return fresh(opened)


def test_the_paper_is_printed_and_the_units_word_is_registered_once(stage, visit):
    services.submit_inspection(visit, by=stage.cast.zhao)
    client, address = visit_as(stage.cast.zhao), at("inspection_paper", visit.pk)
    page = text_of(client.get(address))
    assert all(said in page for said in ("何氏诊所", "赵督导", "孙督导", "立行立改", "情况属实／有异议／拒签"))
    assert "结果不作为行政处罚依据" in page
    scan = SimpleUploadedFile("签字页.txt", "情况属实".encode(), "text/plain")
    told = {"stand": "agrees", "signer": "何大夫", "signer_post": "负责人", "signed_on": TODAY.isoformat()}

    assert post(client, at("inspection_paper_sign", visit.pk), attachments=scan, **told).status_code == 302

    assert "签字页.txt" in text_of(client.get(address))
    assert "何大夫（负责人）" in text_of(visit_as(stage.cast.doctor_he).get(address))
    with pytest.raises(AlreadyDone, match="赵督导"):
        services.record_site_paper(visit, stand="agrees", signer="何大夫", signed_on=TODAY, by=stage.cast.colleague)
    assert visit_as(stage.cast.doctor_he).get(at("inspection_paper_sign", visit.pk)).status_code == 403


def test_what_is_not_signed_properly_is_refused(stage, visit):
    zhao = stage.cast.zhao
    with pytest.raises(NotYet, match="先提交检查结果"):
        services.record_site_paper(visit, stand="agrees", signer="何大夫", signed_on=TODAY, by=zhao)
    services.submit_inspection(visit, by=zhao)
    wrong = {
        "情况属实、有异议或拒签": {"stand": "maybe"},
        "单位签字人姓名": {"signer": " "},
        "写明异议内容": {"stand": "objects"},
        "在场见证人": {"stand": "refuses", "signer": ""},
        "不能晚于今天": {"signed_on": TODAY + datetime.timedelta(days=1)},
    }
    for sentence, changed in wrong.items():
        told = {"stand": "agrees", "signer": "何大夫", "signed_on": TODAY, **changed}
        with pytest.raises(Invalid, match=sentence):
            services.record_site_paper(visit, by=zhao, **told)
    with pytest.raises(NotAllowed, match="检查人登记"):
        services.record_site_paper(visit, stand="agrees", signer="何大夫", signed_on=TODAY, by=stage.cast.li)
    visit.inspectors.get(person=stage.cast.colleague).delete()
    with pytest.raises(NotYet, match="两名以上检查人员签字"):
        services.record_site_paper(visit, stand="agrees", signer="何大夫", signed_on=TODAY, by=zhao)
    assert not SitePaper.objects.exists()


def test_self_check_and_visit_lie_side_by_side_with_the_gap(stage, visit, django_assert_max_num_queries):
    he, client = stage.cast.doctor_he, visit_as(stage.cast.zhao)
    address = at("inspection_comparison", visit.pk)
    assert "没有可以对照的条目" in text_of(client.get(address))
    own = stage.inspection_of(stage.cast.clinic, stage.open("self_inspect", visit.campaign))
    answer_everything(own, by=he)
    share = visit.checklist_version.items.filter(answer_kind="ratio").first()
    services.answer_item(visit, item=share, n=14, m=20, by=stage.cast.zhao)

    with django_assert_max_num_queries(12):
        page = text_of(client.get(address))

    assert "检查判定比自查差的 1 项" in page
    assert "检查判定更差" in page
    assert "-25.0 个百分点" in page
    assert client.get(at("inspection_paper", own.pk)).status_code == 404
    with django_assert_max_num_queries(12):
        client.get(at("inspection_paper", visit.pk))
