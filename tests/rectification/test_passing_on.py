"""传达到每名职工: a hospital passes an issued campaign on, everybody says himself that he has read it."""

import pytest

from accountability.models import Circulation
from tests.screens.visitors import comes_in

pytestmark = pytest.mark.django_db


def test_a_hospital_passes_the_campaign_on_and_sees_who_has_not_read_it(stage):
    cast, campaign = stage.cast, stage.issue(code="three-phases")
    cast.head_zhang  # noqa: B018 - on stage
    cast.account(cast.nurse_sun)
    qian = comes_in(cast.qian)
    qian.opens(campaign.get_absolute_url())
    qian.follows("传达到人")
    qian.chooses("传阅单位", "重症医学科")
    qian.presses("传阅")
    circulation = Circulation.objects.get()
    assert (circulation.source, circulation.organization) == (campaign, cast.peoples_hospital)
    assert "孙护士" in qian.reads()

    sun = comes_in(cast.nurse_sun)
    sun.opens(circulation.readings.get(person=cast.nurse_sun).get_absolute_url())
    sun.follows("打开阅读")
    assert campaign.title in sun.reads(), "what one is given to read one may read"
    sun.opens(circulation.readings.get(person=cast.nurse_sun).get_absolute_url())
    sun.presses("确认已阅")
    qian.opens(circulation.get_absolute_url())
    assert "50%" in qian.reads()
    assert "张主任" in qian.reads()


def test_a_draft_is_passed_on_to_nobody(stage):
    draft = stage.draft()
    li = comes_in(stage.cast.li)
    li.opens(draft.get_absolute_url())
    assert "传达到人" not in li.reads()
    li.opens(f"/circulations/new/rectification.campaign/{draft.pk}/")
    assert li.status == 422
