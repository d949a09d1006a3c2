"""What has happened to units, people, posts and the calendar.

Every event is sent inside the transaction of its verb, after the rows were changed:
`event.send(sender=type(thing), thing=thing, by=person_or_None, because="", changed={field: [old, new]}, also=rows)`.
`by` is None only for the system itself. `ALL` lets one line of the wiring hear them all.
"""

from collections.abc import Iterable

from django.db.models import Model
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.models import Person

Changed = dict[str, list[object]]


class Event(Signal):
    """Something that has happened: its stored name and the words for it."""

    def __init__(self, verb: str, label: str | Promise) -> None:
        super().__init__()
        self.verb = verb
        self.label = label

    def emit(
        self,
        thing: Model,
        *,
        by: Person | None,
        because: str = "",
        changed: Changed | None = None,
        also: Iterable[Model] = (),
    ) -> None:
        """Tell everybody; `also` are the other rows of the same act. An error of a listener undoes the verb."""
        told = {"by": by, "because": because, "changed": changed or {}, "also": list(also)}
        self.send(sender=type(thing), thing=thing, **told)


organization_founded = Event("organization_founded", _("设立机构"))
organization_renamed = Event("organization_renamed", _("机构更名"))
organization_moved = Event("organization_moved", _("机构划转"))
organization_merged = Event("organization_merged", _("机构合并"))
organization_split = Event("organization_split", _("机构拆分"))
organization_closed = Event("organization_closed", _("机构撤销"))
units_replaced = Event("units_replaced", _("机构承接"))
unit_change_planned = Event("unit_change_planned", _("登记机构变更"))
unit_change_settled = Event("unit_change_settled", _("机构变更到期办理"))
unit_change_cancelled = Event("unit_change_cancelled", _("取消机构变更"))
organizations_linked = Event("organizations_linked", _("建立机构关系"))
link_ended = Event("link_ended", _("终止机构关系"))
person_registered = Event("person_registered", _("登记人员"))
account_opened = Event("account_opened", _("开通账号"))
account_closed = Event("account_closed", _("停用账号"))
post_created = Event("post_created", _("设置岗位"))
person_appointed = Event("person_appointed", _("任职"))
appointment_ended = Event("appointment_ended", _("免职"))
workday_set = Event("workday_set", _("登记工作日"))
delegation_given = Event("delegation_given", _("代办授权"))
delegation_revoked = Event("delegation_revoked", _("撤销代办授权"))
charter_written = Event("charter_written", _("修改委员会或专班章程"))
member_seated = Event("member_seated", _("委员会或专班成员任职"))
member_left = Event("member_left", _("委员会或专班成员离任"))
second_factor_enrolled = Event("second_factor_enrolled", _("启用二次验证"))
second_factor_reset = Event("second_factor_reset", _("重置二次验证"))
recovery_code_used = Event("recovery_code_used", _("使用恢复码"))
recovery_codes_renewed = Event("recovery_codes_renewed", _("换发恢复码"))
second_factor_demanded = Event("second_factor_demanded", _("规定二次验证"))
second_factor_waived = Event("second_factor_waived", _("取消二次验证规定"))
login_lock_lifted = Event("login_lock_lifted", _("解除登录锁定"))

ALL: tuple[Event, ...] = (
    organization_founded,
    organization_renamed,
    organization_moved,
    organization_merged,
    organization_split,
    organization_closed,
    units_replaced,
    unit_change_planned,
    unit_change_settled,
    unit_change_cancelled,
    organizations_linked,
    link_ended,
    person_registered,
    account_opened,
    account_closed,
    post_created,
    person_appointed,
    appointment_ended,
    workday_set,
    delegation_given,
    delegation_revoked,
    charter_written,
    member_seated,
    member_left,
    second_factor_enrolled,
    second_factor_reset,
    recovery_code_used,
    recovery_codes_renewed,
    second_factor_demanded,
    second_factor_waived,
    login_lock_lifted,
)
