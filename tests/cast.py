"""The people and units of every story.

Whoever a story names comes on stage when named, with what he needs. Use it as a fixture: in the conftest.py of a
folder of tests, `from tests.cast import cast` and `__all__ = ["cast"]`.

江州市卫生健康委员会 city
├ 医政处 medical_office: 李干事 li (clerk for the city), 赵督导 zhao (inspector for the city)
├ 审计处 audit_office: 周审计 zhou (auditor for the city)
├ 王主任 director_wang (leader), 刘主任 director_liu (principal), the three administrators
├ 江州市人民医院 peoples_hospital (tertiary A, public): 王院长 president_wang, 何副院长 vice_president_he (leader)
│  ├ 重症医学科 icu (key): 张主任 head_zhang, 孙护士 nurse_sun
│  ├ 普外科 surgery: 高主任 head_gao
│  └ 质控科 quality_office: 钱科长 qian (clerk for the hospital), 陈处长 chen (head here and of the centre)
├ 江州市院感质控中心 qc_centre, hosted by peoples_hospital, in charge of tcm_hospital: 陈处长 chen (inspector)
├ 城东区卫生健康委员会 east_district: 蒋干事 jiang (clerk), 韩督导 han (inspector), 曹主任 director_cao (leader)
│  ├ 城东中医院 tcm_hospital (secondary A, public): 吴院长 president_wu, 郑科长 zheng (clerk), 外院 outsiders
│  └ 柳河镇卫生院 township_hospital: 冯院长 feng (principal and clerk)
├ 城西区卫生健康委员会 west_district
│  ├ 康宁医院 private_hospital (secondary B, private): 魏院长 president_wei
│  └ 何氏诊所 clinic: 何大夫 doctor_he, all alone
军队某医院 military_hospital, outside the tree, reports to city: 林助理 lin (clerk)
"""

from functools import cached_property

import pytest

from organizations.models import Duty, Organization, OrganizationLink, Person, User
from tests import make

Kind, Level, Grade, Ownership = Organization.Kind, Organization.Level, Organization.Grade, Organization.Ownership


class Units:
    """The units, founded when first named."""

    @cached_property
    def city(self) -> Organization:
        return make.make_organization(name="江州市卫生健康委员会", short_name="市卫健委", region="江州市")

    @cached_property
    def medical_office(self) -> Organization:
        return make.make_department(self.city, name="医政处")

    @cached_property
    def audit_office(self) -> Organization:
        return make.make_department(self.city, name="审计处")

    @cached_property
    def east_district(self) -> Organization:
        return make.make_organization(self.city, name="城东区卫生健康委员会", region="城东区")

    @cached_property
    def west_district(self) -> Organization:
        return make.make_organization(self.city, name="城西区卫生健康委员会", region="城西区")

    @cached_property
    def peoples_hospital(self) -> Organization:
        rank = {"level": Level.TERTIARY, "grade": Grade.A, "directly_affiliated": True}
        return make.make_hospital(self.city, name="江州市人民医院", short_name="市人民医院", code="JZ0001", **rank)

    @cached_property
    def icu(self) -> Organization:
        return make.make_department(self.peoples_hospital, name="重症医学科", is_key_department=True)

    @cached_property
    def surgery(self) -> Organization:
        return make.make_department(self.peoples_hospital, name="普外科")

    @cached_property
    def quality_office(self) -> Organization:
        return make.make_department(self.peoples_hospital, name="质控科")

    @cached_property
    def qc_centre(self) -> Organization:
        centre = make.make_organization(self.city, kind=Kind.QC_CENTER, name="江州市院感质控中心")
        make.make_link(self.peoples_hospital, centre, kind=OrganizationLink.Kind.HOSTING)
        make.make_link(centre, self.tcm_hospital, kind=OrganizationLink.Kind.BUSINESS)
        return centre

    @cached_property
    def tcm_hospital(self) -> Organization:
        return make.make_hospital(self.east_district, name="城东中医院", region="城东区")

    @cached_property
    def township_hospital(self) -> Organization:
        attrs = {"level": Level.PRIMARY, "region": "城东区"}
        return make.make_organization(self.east_district, kind=Kind.TOWNSHIP_HOSPITAL, name="柳河镇卫生院", **attrs)

    @cached_property
    def private_hospital(self) -> Organization:
        attrs = {"ownership": Ownership.PRIVATE, "grade": Grade.B, "region": "城西区"}
        return make.make_hospital(self.west_district, name="康宁医院", **attrs)

    @cached_property
    def clinic(self) -> Organization:
        attrs = {"ownership": Ownership.PRIVATE, "region": "城西区"}
        return make.make_organization(self.west_district, kind=Kind.CLINIC, name="何氏诊所", **attrs)

    @cached_property
    def military_hospital(self) -> Organization:
        attrs = {"level": Level.TERTIARY, "ownership": Ownership.MILITARY}
        hospital = make.make_hospital(None, name="军队某医院", **attrs)
        make.make_link(self.city, hospital, kind=OrganizationLink.Kind.REPORTING)
        return hospital


class Cast(Units):
    """The people, each in his posts when first named."""

    @cached_property
    def li(self) -> Person:
        return make.make_holder(Duty.CLERK, self.medical_office, name="李干事", oversees=self.city)

    @cached_property
    def zhao(self) -> Person:
        return make.make_holder(Duty.INSPECTOR, self.medical_office, name="赵督导", oversees=self.city)

    @cached_property
    def zhou(self) -> Person:
        return make.make_holder(Duty.AUDITOR, self.audit_office, name="周审计", oversees=self.city)

    @cached_property
    def director_wang(self) -> Person:
        return make.make_holder(Duty.LEADER, self.city, name="王主任", title="副主任", precedence=20)

    @cached_property
    def director_liu(self) -> Person:
        return make.make_holder(Duty.PRINCIPAL, self.city, name="刘主任", title="主任", precedence=10)

    @cached_property
    def system_admin(self) -> Person:
        return make.make_holder(Duty.SYSTEM_ADMIN, self.city, name="许管理")

    @cached_property
    def security_admin(self) -> Person:
        return make.make_holder(Duty.SECURITY_ADMIN, self.city, name="沈安全")

    @cached_property
    def audit_admin(self) -> Person:
        return make.make_holder(Duty.AUDIT_ADMIN, self.city, name="朱日志")

    @cached_property
    def president_wang(self) -> Person:
        return make.make_holder(Duty.PRINCIPAL, self.peoples_hospital, name="王院长", title="院长", precedence=10)

    @cached_property
    def vice_president_he(self) -> Person:
        return make.make_holder(Duty.LEADER, self.peoples_hospital, name="何副院长", title="副院长", precedence=20)

    @cached_property
    def head_zhang(self) -> Person:
        return make.make_holder(Duty.HEAD, self.icu, name="张主任", title="主任", precedence=30)

    @cached_property
    def nurse_sun(self) -> Person:
        return make.make_holder(Duty.STAFF, self.icu, name="孙护士", title="护师")

    @cached_property
    def head_gao(self) -> Person:
        return make.make_holder(Duty.HEAD, self.surgery, name="高主任", title="主任", precedence=30)

    @cached_property
    def qian(self) -> Person:
        post = {"title": "科员", "oversees": self.peoples_hospital}
        return make.make_holder(Duty.CLERK, self.quality_office, name="钱科长", **post)

    @cached_property
    def chen(self) -> Person:
        chen = make.make_holder(Duty.HEAD, self.quality_office, name="陈处长", title="处长", precedence=30)
        make.make_appointment(chen, duty=Duty.INSPECTOR, at=self.qc_centre, title="主任", precedence=40)
        return chen

    @cached_property
    def jiang(self) -> Person:
        return make.make_holder(Duty.CLERK, self.east_district, name="蒋干事")

    @cached_property
    def han(self) -> Person:
        return make.make_holder(Duty.INSPECTOR, self.east_district, name="韩督导")

    @cached_property
    def director_cao(self) -> Person:
        return make.make_holder(Duty.LEADER, self.east_district, name="曹主任", title="副主任", precedence=20)

    @cached_property
    def president_wu(self) -> Person:
        return make.make_holder(Duty.PRINCIPAL, self.tcm_hospital, name="吴院长", title="院长", precedence=10)

    @cached_property
    def zheng(self) -> Person:
        return make.make_holder(Duty.CLERK, self.tcm_hospital, name="郑科长")

    @cached_property
    def feng(self) -> Person:
        feng = make.make_holder(Duty.PRINCIPAL, self.township_hospital, name="冯院长", title="院长", precedence=10)
        make.make_appointment(feng, duty=Duty.CLERK)
        return feng

    @cached_property
    def president_wei(self) -> Person:
        return make.make_holder(Duty.PRINCIPAL, self.private_hospital, name="魏院长", title="院长", precedence=10)

    @cached_property
    def doctor_he(self) -> Person:
        he = make.make_holder(Duty.PRINCIPAL, self.clinic, name="何大夫", title="负责人", precedence=10)
        make.make_appointment(he, duty=Duty.CLERK)
        return he

    @cached_property
    def lin(self) -> Person:
        return make.make_holder(Duty.CLERK, self.military_hospital, name="林助理")

    def account(self, person: Person) -> User:
        """The person's account, opened when first asked for; make.PASSWORD opens it."""
        return make.make_account(person)

    def everybody(self) -> list[Person]:
        """All of the cast on stage at once."""
        return [getattr(self, name) for name in _stage_names(Cast)]

    def every_unit(self) -> list[Organization]:
        """All units at once, without the people."""
        return [getattr(self, name) for name in _stage_names(Units)]


def _stage_names(kind: type) -> list[str]:
    return [name for name, value in vars(kind).items() if isinstance(value, cached_property)]


@pytest.fixture
def cast(db: None) -> Cast:
    """The people and units of the story."""
    return Cast()
