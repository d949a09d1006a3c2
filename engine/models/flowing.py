"""What a thing needs in order to flow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Flowing(models.Model):
    """A domain row that a flow carries from person to person; its class also has `org_path`."""

    process = models.OneToOneField(
        "viewflow.Process",
        verbose_name=_("流程实例"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        """No table of its own."""

        abstract = True
