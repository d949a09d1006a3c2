"""The right to take proofs away: auditors and those who keep the log, over the units they look after."""

from organizations import rights
from organizations.models import Duty

TAKE = "accountability.take_evidence"

for duty in (Duty.AUDITOR, Duty.AUDIT_ADMIN):
    rights.default(duty, TAKE, "subtree")
