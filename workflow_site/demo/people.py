"""The demo city's units, posts and people, founded one by one through the verbs of `organizations`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from organizations.acting import acting
from organizations.models import DepartmentType, Duty, Organization, OrganizationLink, Person
from organizations.services import (
    appoint,
    create_post,
    found_organization,
    link_organizations,
    open_account,
    register_person,
    seed_workdays,
)
from workflow_site.demo import places
from workflow_site.demo.accounts import ACCOUNTS, ADMINISTRATORS, PASSWORD

SINCE = date(2024, 1, 1)
MAIN_HOSPITAL = "江州市第一人民医院"
MANAGED = ("江州市口腔医院", "江州市康复医院")
SURNAMES = "陆钱吴郑冯褚卫蒋沈韩杨朱秦许何吕施曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
GIVEN = ("文博", "晓岚", "建平", "雨晴", "志远", "思齐", "海燕", "立群")


@contextmanager
def as_(person: Person) -> Iterator[Person]:
    """Act as a person in his first post."""
    appointment = person.appointments.valid().with_places().by_precedence().first()
    with acting(person, appointment, strength="password"):
        yield person


class City:
    """The demo city while it is being founded: its units by name, and who works where."""

    def __init__(self) -> None:
        self.units: dict[str, Organization] = {}
        self.clerks: dict[int, Person] = {}
        self.chiefs: dict[int, Person] = {}
        self._names = (SURNAMES[n % len(SURNAMES)] + GIVEN[(3 * n + n // len(SURNAMES)) % len(GIVEN)] for n in count())
        self._numbers = count(1)

    def found(self, parent: Organization | None, kind: str, name: str, **attrs: Any) -> Organization:
        """Found a unit and remember it by its name."""
        unit = found_organization(parent, kind=kind, name=name, by=None, **attrs)
        self.units[name] = unit
        return unit

    def hire(self, home: Organization, name: str = "") -> Person:
        """Register somebody, under the next invented name unless he has one."""
        return register_person(home, name=name or next(self._names), by=None, staff_number=f"{next(self._numbers):05d}")

    def seat(self, person: Person, duty: str, title: str, at: Organization, **post: Any) -> None:
        """Create a post and appoint the person to it."""
        made = create_post(at, title=title, duty=duty, by=None, **post)
        appoint(person, post=made, since=SINCE, by=None)

    @property
    def commission(self) -> Organization:
        """The city's commission."""
        return self.units[f"{places.CITY}卫生健康委员会"]

    def clerk_of(self, unit: Organization) -> Person:
        """Who fills in an institution's papers."""
        return self.clerks[unit.pk]

    def chief_of(self, unit: Organization) -> Person:
        """Who answers for an institution."""
        return self.chiefs[unit.pk]


def found_city() -> City:
    """The whole city: calendar, commission, districts, institutions, people and the seven accounts."""
    city = City()
    for year in range(SINCE.year, timezone.localdate().year + 2):
        seed_workdays(year, by=None)
    _found_commission(city)
    _found_institutions(city)
    _found_main_hospital(city)
    _staff_institutions(city)
    _found_centre(city)
    _seat_administrators(city)
    _open_accounts(city)
    return city


def _found_commission(city: City) -> None:
    commission = city.found(
        None, "commission", f"{places.CITY}卫生健康委员会", short_name="市卫健委", region=places.CITY
    )
    office = city.found(commission, "department", "医政处")
    audit = city.found(commission, "department", "审计处")
    city.seat(city.hire(office, "李干事"), Duty.CLERK, "医政处干事", office, oversees=commission)
    city.seat(city.hire(office, "赵督导"), Duty.INSPECTOR, "医政处督导员", office, oversees=commission)
    city.seat(city.hire(office), Duty.INSPECTOR, "医政处督导员", office, oversees=commission)
    city.seat(city.hire(audit, "周审计"), Duty.AUDITOR, "审计处干部", audit, oversees=commission)
    city.seat(city.hire(commission, "陈副主任"), Duty.LEADER, "副主任", commission, precedence=20)
    city.seat(city.hire(commission), Duty.SYSTEM_ADMIN, "系统管理员", commission)
    for name in places.DISTRICTS:
        district = city.found(commission, "commission", f"{name}卫生健康委员会", short_name=name, region=name)
        city.seat(city.hire(district), Duty.CLERK, "医政科科员", district)
        city.seat(city.hire(district), Duty.INSPECTOR, "卫生监督员", district)


def _found_institutions(city: City) -> None:
    for place in places.institutions():
        parent = city.units.get(f"{place.district}卫生健康委员会", city.commission)
        attrs = {"level": place.level, "grade": place.grade, "ownership": place.ownership}
        region = place.district or places.CITY
        city.found(parent, place.kind, place.name, region=region, directly_affiliated=not place.district, **attrs)
    for place in places.OUTSIDE_INSTITUTIONS:
        attrs = {"level": place.level, "grade": place.grade, "ownership": place.ownership}
        unit = city.found(None, place.kind, place.name, region=places.CITY, **attrs)
        link_organizations(
            city.commission, subordinate=unit, kind=OrganizationLink.Kind.REPORTING, since=SINCE, by=None
        )


def _found_main_hospital(city: City) -> None:
    """The hospital the visitor works in: its office, its key departments, its president, head and nurse."""
    hospital = city.units[MAIN_HOSPITAL]
    office = city.found(hospital, "department", "医务科")
    for number, name in enumerate(places.KEY_DEPARTMENTS, start=1):
        kind, _made = DepartmentType.objects.get_or_create(
            code=f"K{number:02d}", defaults={"name": name, "is_key": True}
        )
        city.found(hospital, "department", name, is_key_department=True, department_type=kind)
    dialysis = city.units["血液透析室"]
    wang, zhang, sun = city.hire(hospital, "王院长"), city.hire(office, "张主任"), city.hire(dialysis, "孙护士")
    city.seat(wang, Duty.PRINCIPAL, "院长", hospital, precedence=10)
    city.seat(zhang, Duty.HEAD, "医务科主任", office, oversees=hospital, precedence=30)
    city.seat(sun, Duty.STAFF, "主管护师", dialysis)
    city.chiefs[hospital.pk], city.clerks[hospital.pk] = wang, zhang
    for name in MANAGED:
        member = city.units[name]
        link_organizations(hospital, subordinate=member, kind=OrganizationLink.Kind.ALLIANCE, since=SINCE, by=None)
        city.seat(wang, Duty.PRINCIPAL, "法定代表人（托管）", member, precedence=50)
        city.seat(zhang, Duty.HEAD, "医疗质量负责人（兼）", member, precedence=60)
        city.chiefs[member.pk], city.clerks[member.pk] = wang, zhang


def _staff_institutions(city: City) -> None:
    """Everywhere else one who fills in and one who answers for it; a clinic's doctor is both."""
    for place in (*places.institutions(), *places.OUTSIDE_INSTITUTIONS):
        unit = city.units[place.name]
        if unit.pk in city.clerks:
            continue
        chief = city.hire(unit)
        city.seat(chief, Duty.PRINCIPAL, "负责人" if place.kind == "clinic" else "院长", unit, precedence=10)
        clerk = chief if place.kind == "clinic" else city.hire(unit)
        title = "质控员（兼）" if place.kind == "clinic" else "医务科干事"
        city.seat(clerk, Duty.CLERK, title, unit, precedence=40)
        city.chiefs[unit.pk], city.clerks[unit.pk] = chief, clerk


def _found_centre(city: City) -> None:
    """A quality-control centre hosted by the main hospital, in charge of two specialised institutions' work."""
    centre = city.found(city.commission, "qc_center", f"{places.CITY}血液净化质控中心", region=places.CITY)
    link_organizations(
        city.units[MAIN_HOSPITAL], subordinate=centre, kind=OrganizationLink.Kind.HOSTING, since=SINCE, by=None
    )
    dialysis = city.units["江州瑞慈血液透析中心"]
    link_organizations(centre, subordinate=dialysis, kind=OrganizationLink.Kind.BUSINESS, since=SINCE, by=None)
    city.seat(city.hire(centre), Duty.HEAD, "质控中心主任", centre)


def _seat_administrators(city: City) -> None:
    """Beside the system administrator those for security and for the records: three people, who exclude each other."""
    for duty, name, title in (
        (Duty.SECURITY_ADMIN, "沈静", "安全管理员"),
        (Duty.AUDIT_ADMIN, "朱明远", "审计管理员"),
    ):
        city.seat(city.hire(city.commission, name), duty, title, city.commission)


def _open_accounts(city: City) -> None:
    for account in ACCOUNTS:
        person = Person.objects.get(name=account.name)
        open_account(person, username=account.username, password=PASSWORD, by=None)
    for username, duty in ADMINISTRATORS.items():
        person = Person.objects.get(appointments__post__duty=duty)
        open_account(person, username=username, password=PASSWORD, by=None)
