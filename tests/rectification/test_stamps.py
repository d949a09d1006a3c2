"""Printed papers and receipts carry the newest checkpoint, as words and as a code a telephone reads."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accountability.models import Seat, SignRequest, TrailEvent
from accountability.proofs import bundles, checkpoints, printing, stamping
from tests.screens.visitors import has_nothing_inline, text_of, visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.KEYS_DIR, settings.CHECKPOINT_FILE = tmp_path / "keys", tmp_path / "out" / "checkpoints.jsonl"


def test_a_receipt_carries_the_checkpoint_as_a_code(stage, cast):
    campaign = stage.issue()
    seat = Seat.objects.filter(request__in=SignRequest.objects.of(campaign), state="decided").first()
    address = reverse("receipt", args=[seat.pk])
    client = visit_as(seat.person)
    assert "日志校验点二维码" not in client.get(address).content.decode()
    point = checkpoints.make()
    page = client.get(address)
    assert f"日志校验点第 {point.size} 号" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    made = stamping.stamp(campaign)
    assert made.root in made.text
    assert TrailEvent.objects.of(campaign).changes().last().sha256 in made.text
    assert set(made.path) <= set("Mhvz0123456789- ")


def test_every_line_of_the_page_is_printed_where_libreoffice_is_installed(tmp_path):
    page = "<!doctype html><html><head><meta charset='utf-8'><link rel='stylesheet' href='style.css'></head><body>"
    page += "<h1>证据包</h1><p>用途</p><table><tr><th>办理人</th><td>王院长</td></tr></table></body></html>"
    (place := tmp_path / "page.html").write_text(page)
    made = printing.as_pdf(place, (bundles.HERE / "bundle.css").read_bytes())
    assert (made is None) == (printing.program() is None)
    if made:
        text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
        assert [word for word in ("证据包", "用途", "办理人", "王院长") if word not in text] == []
