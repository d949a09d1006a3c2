"""A form is designed once as data; what could not be worked out is refused, what was published stands."""

import pytest

from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from rectification import services
from rectification.models import Form, FormVersion
from tests.rectification.filing import beds, check, column, designed, summary
from tests.rectification.making import fresh


def refused(stage, columns, checks=(), **fields) -> str:
    """The sentence with which a design is refused."""
    with pytest.raises(Invalid) as caught:
        designed(stage, columns, checks, **fields)
    assert not FormVersion.objects.get(form__name="床位使用季报").columns.exists()
    return caught.value.message


def test_a_form_is_drafted_designed_and_published(stage):
    version = beds(stage)
    assert [str(each) for each in version.columns.all()] == ["A 开放床位", "B 占用床日", "C 使用率"]
    assert version.columns.get(code="C").formula == "RATE(B, A)"
    assert version.lines == [(1, "内科"), (2, "外科"), (3, "合计")]


@pytest.mark.parametrize(
    ("columns", "checks", "sentence"),
    [
        ([column("A", "床位"), column("B", "率", "computed", formula="A / D")], [], "栏目 D 不存在"),
        ([column("A", "床位"), column("B", "率", "computed", formula="A3")], [], "第 3 行不存在"),
        ([column("A", "说明", "text"), column("B", "率", "computed", formula="A")], [], "栏目 A 不存在或者不是数字栏"),
        ([column("A", "甲", "computed", formula="B"), column("B", "乙", "computed", formula="A")], [], "循环：A、B"),
        ([column("A", "甲", "computed", formula="A + 1")], [], "循环：A"),
        ([column("A", "甲", "computed")], [], "没有写公式"),
        ([column("A", "甲", formula="1 + 1")], [], "自动计算"),
        ([column("A", "甲"), column("A", "乙")], [], "代号重复：A"),
        ([column("A", "甲", lowest=5, highest=2)], [], "最小值大于最大值"),
        ([column("A", "甲")], [check("A + 1")], "写成比较的式子"),
        ([column("A", "甲")], [check("A = B")], "栏目 B 不存在"),
    ],
)
def test_a_design_that_cannot_work_is_refused_in_words(stage, columns, checks, sentence):
    assert sentence in refused(stage, columns, checks)


def test_a_published_version_never_changes_and_the_next_begins_as_its_copy(stage):
    version = beds(stage)
    li = stage.cast.li
    with pytest.raises(AlreadyDone, match="新建一版"):
        services.design_form(version, version=version.version, columns=[column("A", "甲")], checks=[], by=li)
    draft = services.redraft_form(version.form, by=li)
    assert (draft.number, draft.columns.count(), draft.checks.count(), draft.rows) == (2, 3, 1, version.rows)
    with pytest.raises(AlreadyDone, match="设计中"):
        services.redraft_form(fresh(version.form), by=li)
    services.design_form(draft, version=1, columns=[column("A", "甲")], checks=[], by=li)
    assert fresh(version).columns.count() == 3


def test_two_designers_do_not_write_over_each_other(stage):
    draft = designed(stage, [column("A", "甲")])
    with pytest.raises(Stale):
        services.design_form(draft, version=1, columns=[column("A", "乙")], checks=[], by=stage.cast.li)
    assert draft.columns.get().name == "甲"


def test_an_empty_form_and_a_shipped_one_are_left_alone(stage):
    empty = designed(stage, [])
    with pytest.raises(NotYet, match="栏目"):
        services.publish_form(empty, by=stage.cast.li)
    with pytest.raises(NotAllowed, match="自带"):
        services.redraft_form(summary().form, by=stage.cast.li)
    assert Form.objects.filter(organization=None).count() == 2


def test_only_those_who_keep_the_forms_of_a_unit_design_them(stage):
    with pytest.raises(NotAllowed, match="设计统计报表"):
        services.draft_form(organization=stage.cast.city, name="甲", by=stage.cast.qian)
