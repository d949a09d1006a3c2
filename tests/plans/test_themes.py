"""Measures and duties carry themes, put on by those who write the plan."""

import pytest
from django.urls import reverse

from accountability.models import Tagged
from accountability.themes import found_theme
from plans.models import Measure
from tests.plans.making import Desk
from tests.plans.quota_making import Year
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db


def test_the_clerk_labels_a_measure_and_the_page_of_the_theme_lists_it(desk: Desk) -> None:
    measure = Measure.objects.filter(plan=desk.written()).first()
    theme = found_theme("手卫生", organization=desk.hospital, by=desk.cast.qian)
    qian, address = visit_as(desk.cast.qian), reverse("theme_put", args=["plans.measure", measure.pk])
    assert post(qian, address, themes=[theme.pk]).status_code == 302
    assert "手卫生" in text_of(qian.get(measure.get_absolute_url()))
    assert measure.text in text_of(qian.get(reverse("theme_show", args=[theme.pk])))
    assert visit_as(desk.cast.president_wu).get(address).status_code == 404


def test_a_duty_carries_a_theme_until_it_is_taken_off(year: Year) -> None:
    duty = year.duty("每月开展一次手卫生抽查")
    theme = found_theme("手卫生", organization=year.cast.peoples_hospital, by=year.cast.qian)
    qian, address = visit_as(year.cast.qian), reverse("theme_put", args=["plans.obligation", duty.pk])
    assert post(qian, address, themes=[theme.pk]).status_code == 302
    assert "修改主题" in text_of(qian.get(duty.get_absolute_url()))
    assert duty.text in text_of(qian.get(reverse("theme_show", args=[theme.pk])))
    assert visit_as(year.cast.nurse_sun).get(address).status_code in (403, 404)
    assert post(qian, address).status_code == 302
    assert not Tagged.objects.exists()
