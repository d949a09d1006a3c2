"""What a paper or a leader's directive may become in the plan: a task ordered beside it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.incoming import becoming


def declare() -> None:
    """Offer it at the paper."""
    becoming.register(
        "measure",
        title=_("列入计划任务"),
        icon="list-plus",
        address=lambda thing: f"{reverse('plans:measure_from_paper')}?source={thing._meta.label_lower}:{thing.pk}",
        permission="plans.add_ad_hoc",
    )
