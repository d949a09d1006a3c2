"""A checklist comes as a table, becomes a draft, and is published or thrown away."""

import pytest

from organizations.refusals import AlreadyDone, NotAllowed, NotYet
from organizations.sight import visible
from rectification import services
from rectification.models import ChecklistVersion
from tests.rectification.pages import at, post, text_of, visit_as
from tests.setup.making import applied, faults, prepared, xlsx_of

HEAD = (
    "检查表代码*", "检查表名称*", "条目编号*", "检查项目*", "检查内容*", "答案类型", "计量单位", "最小值", "最大值",
    "分值", "严重程度", "前提条目编号", "前提判定",
)  # fmt: skip
LIST = ("hand", "手卫生检查表")
ROWS = (
    (*LIST, "1.1", "设施", "设施齐全。", "判定", "", "", "", "5", "一般", "", ""),
    (*LIST, "1.2", "设施", "缺少的已登记。", "", "", "", "", "", "较大", "1.1", "不符合"),
    (*LIST, "2.1", "依从性", "手卫生依从率。", "数值", "%", "0", "100", "10", "", "", ""),
)


def said_of(cast, *rows):
    """Every sentence about these rows."""
    found = prepared(xlsx_of(*rows, head=HEAD), at=cast.city, by=cast.li, of="checklists", name="表.xlsx")
    return " ".join(sentence for _row, _column, sentence in faults(found))


def test_a_table_becomes_a_draft_that_is_looked_at_and_published(cast):
    applied(xlsx_of(*ROWS, head=HEAD), at=cast.city, by=cast.li, of="checklists", name="表.xlsx")
    draft = ChecklistVersion.objects.get(checklist__code="hand")
    assert (draft.version, draft.published_on) == (1, None)
    assert draft.items.get(code="1.2").depends_on.code == "1.1"
    assert (draft.items.get(code="2.1").range_words, draft.items.get(code="2.1").weight) == ("0—100%", 10)
    assert not visible(cast.zheng, ChecklistVersion).exists(), "a draft is its keepers' own"
    client = visit_as(cast.li)
    page = text_of(client.get(draft.get_absolute_url()))
    assert "条目 1.1 为不符合时填写" in page
    assert "发布前不能用于检查" in page

    assert post(client, at("checklist_publish", draft.pk)).status_code == 302

    draft.refresh_from_db()
    assert draft.published_on is not None
    assert visible(cast.zheng, ChecklistVersion).get() == draft
    assert "现行第 1 版" in text_of(visit_as(cast.zheng).get(at("checklist_list")))
    assert "第 1 版" in text_of(visit_as(cast.zheng).get(at("checklist_detail", draft.checklist_id)))
    with pytest.raises(AlreadyDone):
        services.publish_draft(draft, by=cast.li)
    with pytest.raises(NotYet, match="不能删除"):
        services.discard_draft(draft, by=cast.li)
    applied(xlsx_of(*ROWS, head=HEAD), at=cast.city, by=cast.li, of="checklists", name="表.xlsx")
    assert list(draft.checklist.versions.values_list("version", flat=True)) == [2, 1]


def test_two_items_of_one_code_and_what_cannot_be_are_said_with_their_row(cast):
    again = (*LIST, "1.1", "设施", "又一条。", "", "", "", "", "", "", "", "")
    assert "重复" in said_of(cast, *ROWS, again)
    late = (*LIST, "0.9", "设施", "提前。", "", "", "", "", "", "", "9.9", "符合")
    upside = (*LIST, "3.1", "设施", "数。", "数值", "", "9", "1", "", "", "", "")
    words = (*LIST, "3.2", "设施", "数。", "数值", "", "少", "", "", "", "", "")
    said = said_of(cast, *ROWS, late, upside, words)
    assert "前提条目“9.9”不在前面的条目中" in said
    assert "最小值不能大于最大值" in said
    assert "请填写数字，或者留空。" in said


def test_a_draft_is_thrown_away_and_another_units_code_is_refused(cast):
    applied(xlsx_of(*ROWS, head=HEAD), at=cast.city, by=cast.li, of="checklists", name="表.xlsx")
    table = xlsx_of(*ROWS, head=HEAD)
    others = prepared(table, at=cast.peoples_hospital, by=cast.qian, of="checklists", name="表.xlsx")
    assert "已被其他单位的检查表使用" in faults(others)[0][2]
    draft = ChecklistVersion.objects.get()
    with pytest.raises(NotAllowed):
        services.publish_draft(draft, by=cast.qian)
    client = visit_as(cast.li)
    assert post(client, at("checklist_discard", draft.pk)).status_code == 302
    assert not ChecklistVersion.objects.exists()
