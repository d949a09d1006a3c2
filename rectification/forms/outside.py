"""What is asked when a report went up outside the system, and when its receipt came."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models import SentBy, UpwardPath


class OutsideForm(AskingForm):
    """登记对外报送."""

    title = forms.CharField(label=_("报送材料"), max_length=200)
    own_number = forms.CharField(label=_("本单位文号"), max_length=80, required=False)
    to_name = forms.CharField(label=_("收件单位"), max_length=120, help_text=_("不在本系统内的上级单位。"))
    way = forms.ChoiceField(label=_("报送方式"), choices=SentBy.choices)
    path = forms.ChoiceField(
        label=_("上报途径"),
        choices=UpwardPath.choices,
        widget=forms.RadioSelect,
        initial=UpwardPath.LINE,
        help_text=_("督导中发现的重大问题，检查人可以直接上报，与单位逐级上报并行。"),
    )
    sent_on = DayField(label=_("报送日期"))
    receipt_due_on = DayField(label=_("回执期限"), help_text=_("到期没有登记回执的，显示为逾期并留在待办中。"))
    papers = FilesField(label=_("报送件扫描件"), required=False)


class ReceiptForm(AskingForm):
    """登记回执."""

    received_name = forms.CharField(label=_("对方接收人"), max_length=60)
    received_on = DayField(label=_("对方接收日期"))
    their_number = forms.CharField(
        label=_("对方收文编号"), max_length=80, required=False, help_text=_("没有编号的，请上传回执扫描件。")
    )
    papers = FilesField(label=_("回执扫描件"), required=False)
    note = forms.CharField(label=_("回执说明"), max_length=300, required=False)
