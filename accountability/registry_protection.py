"""What the wrong uploads enter into the registries: sight, rights, the trail."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import own_data, trail, uploads
from accountability.models import Attachment, Holder, Notice, Seat, Shift, TrailEvent, WrongUpload
from organizations import paths, rights, sight
from organizations.models import Appointment, Delegation, Duty, Membership
from organizations.sight import Sight

DUTIES = {Duty.SECURITY_ADMIN, Duty.LEADER, Duty.PRINCIPAL, Duty.AUDIT_ADMIN}


def _wrong_uploads(seen: Sight) -> Q:
    """Those of the units that security administrators, leaders and auditors look after."""
    own = [scope for scope in seen.scopes if scope.duty in DUTIES and scope.delegation is None]
    return reduce(or_, (paths.covering("org_path", [paths.subtree(scope.path)]) for scope in own), Q(pk__in=[]))


def declare() -> None:
    """Register them."""
    sight.register(WrongUpload, _wrong_uploads)
    trail.watch(WrongUpload)
    for duty in (Duty.LEADER, Duty.PRINCIPAL, Duty.SECURITY_ADMIN):
        rights.default(duty, uploads.CONFIRM, "subtree")
    own_data.register(Appointment, "person")
    own_data.register(Delegation, "appointment__person", "proxy")
    own_data.register(Membership, "person")
    own_data.register(Seat, "person")
    own_data.register(Holder, "person")
    own_data.register(Shift, "person")
    own_data.register(Notice, "person")
    own_data.register(Attachment, "uploaded_by")
    own_data.register(TrailEvent, "actor_id")
    own_data.register(WrongUpload, "reported_by")
    trail.verbs(
        {
            "own_data_taken": _("下载个人信息副本"),
            "wrong_upload_reported": _("报告误传文件并隔离"),
            "wrong_upload_released": _("解除误传文件隔离"),
            "wrong_upload_removal_proposed": _("提请清除误传文件"),
            "wrong_upload_removed": _("清除误传文件"),
            "package_withdrawn": _("清除含有误传文件的导出包"),
        }
    )
