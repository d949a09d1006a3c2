"""Who and what the demo city consists of: invented names, shaped like a real prefecture-level city."""

from typing import NamedTuple

CITY = "江州市"


class Place(NamedTuple):
    """One institution of the demo city; `district` is empty for those directly under the city."""

    name: str
    kind: str
    level: str
    grade: str
    ownership: str
    district: str = ""


DISTRICTS = ("城东区", "城西区", "南浦区", "北塘区", "湖滨区", "高新区", "江阳县", "云岭县")

CITY_INSTITUTIONS = (
    Place("江州市第一人民医院", "hospital", "tertiary", "a", "public"),
    Place("江州市第二人民医院", "hospital", "tertiary", "b", "public"),
    Place("江州市中医医院", "hospital", "tertiary", "a", "public"),
    Place("江州市妇幼保健院", "hospital", "tertiary", "a", "public"),
    Place("江州市儿童医院", "hospital", "tertiary", "b", "public"),
    Place("江州市第三人民医院（传染病医院）", "hospital", "tertiary", "b", "public"),
    Place("江州市精神卫生中心", "hospital", "tertiary", "b", "public"),
    Place("江州市口腔医院", "hospital", "secondary", "a", "public"),
    Place("江州市康复医院", "hospital", "secondary", "b", "public"),
    Place("江州市中心血站", "other_institution", "none", "none", "public"),
    Place("江州市急救中心", "other_institution", "none", "none", "public"),
)

DISTRICT_PATTERNS = (
    Place("{}人民医院", "hospital", "secondary", "a", "public"),
    Place("{}中医医院", "hospital", "secondary", "b", "public"),
    Place("{}第一社区卫生服务中心", "community_center", "primary", "none", "public"),
    Place("{}第二社区卫生服务中心", "community_center", "primary", "none", "public"),
)

COUNTY_PATTERNS = (
    Place("{}人民医院", "hospital", "secondary", "a", "public"),
    Place("{}中医医院", "hospital", "secondary", "a", "public"),
    Place("{}城关镇卫生院", "township_hospital", "primary", "none", "public"),
    Place("{}柳河镇卫生院", "township_hospital", "primary", "none", "public"),
    Place("{}青石乡卫生院", "township_hospital", "primary", "none", "public"),
)

PRIVATE_INSTITUTIONS = (
    Place("江州仁和医院", "hospital", "secondary", "none", "private", "城东区"),
    Place("江州康宁骨科医院", "hospital", "secondary", "none", "private", "城西区"),
    Place("江州明视眼科医院", "hospital", "secondary", "none", "private", "南浦区"),
    Place("江州瑞慈血液透析中心", "other_institution", "none", "none", "private", "北塘区"),
    Place("江州安和妇产医院", "hospital", "secondary", "none", "private", "湖滨区"),
    Place("江州新区国际医院", "hospital", "tertiary", "none", "private", "高新区"),
    Place("江阳德济医院", "hospital", "primary", "none", "private", "江阳县"),
    Place("云岭济民医院", "hospital", "primary", "none", "private", "云岭县"),
    Place("城东区陈氏口腔诊所", "clinic", "none", "none", "private", "城东区"),
    Place("城西区康民门诊部", "clinic", "none", "none", "private", "城西区"),
    Place("南浦区同安中医诊所", "clinic", "none", "none", "private", "南浦区"),
    Place("湖滨区惠民诊所", "clinic", "none", "none", "private", "湖滨区"),
    Place("高新区晨曦综合门诊部", "clinic", "none", "none", "private", "高新区"),
)

OUTSIDE_INSTITUTIONS = (
    Place("省肿瘤医院江州分院", "hospital", "tertiary", "a", "public"),
    Place("联勤保障部队驻江州医院", "hospital", "tertiary", "a", "military"),
)

KEY_DEPARTMENTS = (
    "产房",
    "新生儿室",
    "手术室",
    "急诊科",
    "重症医学科",
    "血液透析室",
    "内镜中心",
    "高压氧治疗室",
    "静脉用药调配中心",
    "消毒供应中心",
    "介入室",
    "口腔科",
    "中医科",
    "检验科",
    "输血科",
)


def institutions() -> tuple[Place, ...]:
    """Every institution inside the tree of the city, the city's own first, then district by district."""
    placed = [
        pattern._replace(name=pattern.name.format(district), district=district)
        for district in DISTRICTS
        for pattern in (COUNTY_PATTERNS if district.endswith("县") else DISTRICT_PATTERNS)
    ]
    return (*CITY_INSTITUTIONS, *placed, *PRIVATE_INSTITUTIONS)
