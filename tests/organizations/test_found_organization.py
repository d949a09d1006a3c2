import pytest
from django.db import connection

from organizations import paths
from organizations.models import Organization, Specialty, Tag
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.services import found_organization
from tests import make

Kind = Organization.Kind


def test_a_unit_lies_beneath_its_superior_and_knows_its_institution(cast):
    assert cast.icu.path == cast.peoples_hospital.path + paths.step(cast.icu.pk)
    assert cast.icu.institution == cast.peoples_hospital
    assert cast.peoples_hospital.institution_path == cast.peoples_hospital.path
    assert cast.icu.lineage == "江州市卫生健康委员会 / 江州市人民医院 / 重症医学科"


def test_a_campus_belongs_to_its_hospital_and_a_ward_in_it_too(cast):
    campus = make.make_organization(cast.peoples_hospital, kind=Kind.CAMPUS, name="东院区")
    ward = make.make_department(campus, name="东院区急诊科")
    assert ward.institution == campus.institution == cast.peoples_hospital


def test_tags_and_specialties_come_with_the_unit(cast):
    tag, surgery = Tag.objects.create(name="胸痛中心"), Specialty.objects.create(code="04", name="外科")
    hospital = make.make_hospital(cast.city, tags=[tag], specialties=[surgery])
    assert list(Organization.objects.filter(tags=tag, specialties=surgery)) == [hospital]


def test_a_department_needs_an_institution(cast):
    with pytest.raises(Invalid, match="必须设在一个机构之下"):
        found_organization(None, kind=Kind.DEPARTMENT, name="心内科", by=None)


def test_a_second_unit_of_the_same_name_beside_it_is_refused(cast):
    with pytest.raises(Invalid, match="已有同名单位"):
        found_organization(cast.icu.parent, kind=Kind.DEPARTMENT, name="重症医学科", by=None)
    assert make.make_department(cast.tcm_hospital, name="重症医学科").name == cast.icu.name


def test_a_kind_nobody_knows_is_refused(cast):
    with pytest.raises(Invalid) as refused:
        found_organization(cast.city, kind="castle", name="城堡", by=None)
    assert set(refused.value.errors) == {"kind"}
    assert not Organization.objects.filter(name="城堡").exists()


def test_nothing_is_founded_beneath_a_unit_that_is_closed(cast):
    cast.city.active = False
    cast.city.save()
    with pytest.raises(NotYet, match="已停用"):
        found_organization(cast.city, kind=Kind.HOSPITAL, name="新医院", by=None)


def test_a_tree_deeper_than_a_path_can_tell_is_refused(cast):
    unit = cast.city
    for _level in range(24):
        unit = make.make_organization(unit, kind=Kind.GROUP)
    with pytest.raises(Invalid, match="层级太深"):
        make.make_organization(unit, kind=Kind.GROUP)


def test_only_the_system_administrator_founds_units(cast):
    with pytest.raises(NotAllowed):
        found_organization(cast.city, kind=Kind.HOSPITAL, name="新医院", by=cast.li)
    found = found_organization(cast.east_district, kind=Kind.HOSPITAL, name="新医院", by=cast.system_admin)
    assert found.parent == cast.east_district
    with pytest.raises(NotAllowed):
        found_organization(None, kind=Kind.HOSPITAL, name="外地医院", by=cast.li)


def test_paths_are_compared_byte_by_byte_on_postgresql(cast):
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # compares byte by byte by itself
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, collation_name FROM information_schema.columns "
            "WHERE table_name = 'organizations_organization' AND column_name LIKE '%path'",
        )
        assert dict(cursor.fetchall()) == {"path": "C", "institution_path": "C"}


def test_the_subtree_of_a_unit_is_one_range(cast):
    cast.every_unit()
    east = set(Organization.objects.within(cast.east_district.path))
    assert east == {cast.east_district, cast.tcm_hospital, cast.township_hospital}
    assert set(Organization.objects.within(cast.city.path).departments()) == {
        cast.medical_office, cast.audit_office, cast.icu, cast.surgery, cast.quality_office,
    }  # fmt: skip
    assert cast.military_hospital not in Organization.objects.within(cast.city.path)
