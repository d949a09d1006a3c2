"""What a paper or a leader's directive may become in meetings: an item of an agenda."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.incoming import becoming


def declare() -> None:
    """Offer it at the paper."""
    becoming.register(
        "agenda",
        title=_("提交会议研究"),
        icon="calendar-plus",
        address=lambda thing: f"{reverse('meetings:item_from_paper')}?source={thing._meta.label_lower}:{thing.pk}",
        permission="meetings.keep_record",
    )
