"""Units, people, posts held over time, rights of duties, working days."""

from organizations.fields import PathField
from organizations.models.bodies import Charter, Membership
from organizations.models.calendar import Workday
from organizations.models.changes import PastPath, Succession, UnitChange
from organizations.models.delegations import Delegation
from organizations.models.factors import RecoveryCode, SecondFactorRule
from organizations.models.links import OrganizationLink
from organizations.models.people import Appointment, Duty, Person, Post, Right
from organizations.models.tree import (
    Alias,
    DepartmentType,
    Organization,
    PastName,
    PastParent,
    Specialty,
    Tag,
)
from organizations.models.users import User

__all__ = [
    "Alias",
    "Appointment",
    "Charter",
    "Delegation",
    "DepartmentType",
    "Duty",
    "Membership",
    "Organization",
    "OrganizationLink",
    "PastName",
    "PastParent",
    "PastPath",
    "PathField",
    "Person",
    "Post",
    "RecoveryCode",
    "Right",
    "SecondFactorRule",
    "Specialty",
    "Succession",
    "Tag",
    "UnitChange",
    "User",
    "Workday",
]
