"""Certificates: registered, revoked, required for posts; who works without one."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from organizations import paths
from organizations.models import Appointment, DepartmentType, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from plans import indicator_permissions as permissions
from plans.models import Certificate, CertificateRule

from .writing import required


def record_certificate(
    person: Person,
    *,
    kind: str,
    issued_on: datetime.date,
    by: Person,
    expires_on: datetime.date | None = None,
    number: str = "",
    issuer: str = "",
    files: "tuple[attachments.Checked, ...]" = (),
) -> Certificate:
    """Register what somebody has been certified elsewhere, with its scan."""
    permissions.require(by, "keep_certificates", person.home)
    said = required("kind", kind, _("请填写证书名称。"))
    if issued_on > timezone.localdate():
        raise Invalid({"issued_on": _("发证日期不能晚于今天。")})
    if expires_on is not None and expires_on < issued_on:
        raise Invalid({"expires_on": _("有效期不能早于发证日期。")})
    with transaction.atomic():
        made = Certificate(
            person=person, kind=said, number=number.strip(), issuer=issuer.strip(), issued_on=issued_on,
            expires_on=expires_on, recorded_by=by, org_path=person.home.path,
            institution_path=person.home.institution_path,
        )  # fmt: skip
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise AlreadyDone(_("这张证书已经登记过，请勿重复登记。")) from error
        attached = [attachments.attach(one, to=made, by=by) for one in files]
        trail.record("certificate_recorded", made, by=by, also=attached)
    return made


def revoke_certificate(certificate: Certificate, *, by: Person, because: str) -> None:
    """It proves nothing any more."""
    reason = required("because", because, _("请写明注销的理由。"))
    with engine.hold(certificate):
        permissions.require(by, "keep_certificates", certificate)
        if certificate.revoked_at is not None:
            raise AlreadyDone(_("这张证书已经注销。"))
        certificate.revoked_at, certificate.revoked_because = timezone.now(), reason[:300]
        certificate.save()
        trail.record("certificate_revoked", certificate, by=by, because=reason)


def require_certificate(
    organization: Organization,
    *,
    kind: str,
    by: Person,
    duty: str = "",
    title: str = "",
    department_type: DepartmentType | None = None,
) -> CertificateRule:
    """Say which posts of an institution need a certificate (持证上岗)."""
    permissions.require(by, "keep_certificates", organization)
    said = required("kind", kind, _("请填写证书名称。"))
    if not (duty or title.strip() or department_type):
        raise Invalid({"title": _("请写明哪些岗位需要持证：职责、岗位名称或科室类别至少一项。")})
    with transaction.atomic():
        made = CertificateRule.objects.create(
            organization=organization, kind=said, duty=duty, title=title.strip(), department_type=department_type,
            recorded_by=by, org_path=organization.path, institution_path=organization.institution_path,
        )  # fmt: skip
        trail.record("certificate_rule_set", made, by=by)
    return made


def end_rule(rule: CertificateRule, *, by: Person) -> None:
    """The certificate is asked for no longer."""
    with engine.hold(rule):
        permissions.require(by, "keep_certificates", rule)
        if rule.ended_at is not None:
            raise NotYet(_("这条持证要求已经停用。"))
        rule.ended_at = timezone.now()
        rule.save()
        trail.record("certificate_rule_ended", rule, by=by)


@dataclass(frozen=True)
class Unqualified:
    """Somebody who holds a post without the certificate it needs."""

    person: Person
    post: Any
    kind: str


def unqualified(rules: "list[CertificateRule]", seen: Any = None) -> list[Unqualified]:
    """Who lacks what he must have, by rule; `seen` is a condition on the posts that are looked at. Two queries."""
    if not rules:
        return []
    held = Appointment.objects.valid().filter(person__active=True)
    held = held.filter(paths.covering("post__organization__path", paths.merged(rule.org_path for rule in rules)))
    if seen is not None:
        held = held.filter(seen)
    appointments = list(held.select_related("person", "post__organization__department_type").order_by("pk"))
    kinds = {rule.kind for rule in rules}
    has = set(Certificate.objects.in_force().filter(kind__in=kinds).values_list("person", "kind"))
    found = {
        (one.person_id, rule.kind): Unqualified(one.person, one.post, rule.kind)
        for rule in rules
        for one in appointments
        if _asks(rule, one) and (one.person_id, rule.kind) not in has
    }
    return list(found.values())


def _asks(rule: CertificateRule, held: Appointment) -> bool:
    unit = held.post.organization
    return (
        paths.contains(rule.org_path, unit.path)
        and (not rule.duty or rule.duty == held.post.duty)
        and (not rule.title or rule.title in held.post.title)
        and (rule.department_type_id is None or rule.department_type_id == unit.department_type_id)
    )
