"""What need not be kept for ever: the acknowledgements that answer a double click."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.jobs import job
from engine.models import Job, Submission
from engine.recurring import every

KEPT = timedelta(days=30)
"""Far longer than a page stays open in a browser."""


@job("engine.forget_submissions", title=_("清理过期的提交标识"))
def forget_submissions(_asked: Job) -> None:
    """Remove the acknowledgements nobody can ask for again; what they acknowledged stays in the trail."""
    Submission.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


every("engine.forget_submissions", minutes=24 * 60)
