"""Designing statistical forms: a draft is changed as a whole, a published version stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from rectification import formulas, permissions
from rectification.models import (
    ColumnKind,
    Form,
    FormCheck,
    FormColumn,
    FormLayout,
    FormVersion,
    VersionState,
)

from . import wording
from .knowing import refuse_known

MOST_COLUMNS = 60
MOST_ROWS = 100


def draft_form(*, organization: Organization, name: str, by: Person) -> FormVersion:
    """A new form of an organization with an empty draft."""
    permissions.require(by, "keep_forms", organization)
    called = wording.required("name", name, _("请填写报表名称。"))
    with transaction.atomic():
        form = Form.objects.create(
            name=called,
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
        )
        version = FormVersion.objects.create(form=form, number=1)
        trail.record("form_drafted", form, by=by, also=[version])
    return version


def redraft_form(form: Form, *, by: Person) -> FormVersion:
    """A new draft that begins as a copy of the newest published version; one at a time."""
    with engine.hold(form):
        _require_keeper(form, by)
        newest = form.versions.order_by("-number").first()
        if newest is None or newest.state == VersionState.DRAFT:
            raise AlreadyDone(_("这张报表已经有一个设计中的版本，请直接修改它。"))
        kept = {"rows": newest.rows, "note": newest.note, "minutes": newest.minutes}
        version = FormVersion.objects.create(form=form, number=newest.number + 1, **kept)
        columns = [_copied(column, version) for column in newest.columns.all()]
        checks = [_copied(check, version) for check in newest.checks.all()]
        rows = [*FormColumn.objects.bulk_create(columns), *FormCheck.objects.bulk_create(checks)]
        trail.record("form_redrafted", form, by=by, also=[version, *rows], extra={"version": version.number})
    return version


def design_form(
    draft: FormVersion,
    *,
    version: int,
    columns: Sequence[Mapping[str, Any]],
    checks: Sequence[Mapping[str, Any]],
    by: Person,
    rows: Sequence[str] = (),
    note: str = "",
    minutes: int = 30,
    name: str = "",
) -> FormVersion:
    """Replace the whole design of a draft; formulas that name what is not there, or go in a circle, are refused.

    `version` is the state the designer has read; somebody else's newer one is not written over.
    """
    with engine.hold(draft.form, draft):
        _require_keeper(draft.form, by)
        _refuse_published(draft)
        if draft.version != version:
            raise Stale(_("这张报表在您修改期间已被他人修改，请刷新页面后重新修改。"))
        _check_design(columns, checks, [row.strip() for row in rows if row.strip()])
        gone = [*draft.columns.all(), *draft.checks.all()]
        draft.columns.all().delete()
        draft.checks.all().delete()
        draft.rows = [row.strip() for row in rows if row.strip()]
        draft.note, draft.minutes = note.strip(), minutes
        draft.version += 1
        draft.save()
        if name.strip():
            draft.form.name = name.strip()
            draft.form.save()
        made = _written(draft, columns, checks)
        trail.record("form_designed", draft.form, by=by, also=[draft, *gone, *made])
    return draft


def publish_form(draft: FormVersion, *, by: Person | None) -> FormVersion:
    """The version may be used from now on and never changes again."""
    with engine.hold(draft.form, draft):
        if by is not None:
            _require_keeper(draft.form, by)
        _refuse_published(draft)
        if not any(not column.is_computed for column in draft.columns.all()):
            raise NotYet(_("报表至少要有一个由单位填写的栏目，请先添加栏目。"))
        draft.state = VersionState.PUBLISHED
        draft.published_on = timezone.localdate()
        draft.version += 1
        draft.save()
        trail.record("form_published", draft.form, by=by, also=[draft], extra={"version": draft.number})
    return draft


def set_layout(form: Form, *, by: Person, checked: attachments.Checked | None = None, **fields: Any) -> FormLayout:
    """Say which cell of the superior's own sheet takes which figure; the sheet is uploaded once."""
    with engine.hold(form):
        _require_keeper(form, by)
        layout = FormLayout.objects.filter(form=form).first() or FormLayout(form=form, version=0)
        if checked is None and not layout.pk:
            raise Invalid({"file": _("请上传上级下发的空白表（xlsx）。")})
        for name, value in fields.items():
            setattr(layout, name, value)
        layout.by, layout.sha256 = by, checked.sha256 if checked else layout.sha256
        layout.version += 1
        layout.save()
        if checked is not None:
            attachments.attach(checked, to=layout, by=by)
        trail.record("form_layout_set", form, by=by, also=[layout])
    return layout


def load_form(paper: Mapping[str, Any], by: Person | None) -> None:
    """A shipped form, once per version."""
    if FormVersion.objects.filter(form__code=paper["code"], number__gte=paper["version"]).exists():
        return
    with transaction.atomic():
        form, _made = Form.objects.get_or_create(code=paper["code"], defaults={"name": paper["name"]})
        head = {key: paper[key] for key in ("rows", "note", "minutes")}
        draft = FormVersion.objects.create(form=form, number=paper["version"], **head)
        _check_design(paper["columns"], paper["checks"], paper["rows"])
        made = _written(draft, paper["columns"], paper["checks"])
        trail.record("form_drafted", form, by=by, also=[draft, *made])
        publish_form(draft, by=by)


def _copied(row: Any, version: FormVersion) -> Any:
    """A column or a check for the next version."""
    row.pk, row.form_version = None, version
    row._state.adding = True
    return row


def _written(
    draft: FormVersion, columns: Sequence[Mapping[str, Any]], checks: Sequence[Mapping[str, Any]]
) -> list[FormColumn | FormCheck]:
    """The columns and checks as rows, formulas in their normal writing."""
    made: list[Any] = [
        FormColumn(
            form_version=draft, order=place, **{**column, "formula": formulas.normalized(column.get("formula", ""))}
        )
        for place, column in enumerate(columns, 1)
    ]
    FormColumn.objects.bulk_create(made)
    relations = [
        FormCheck(form_version=draft, **{**check, "expression": formulas.normalized(check["expression"])})
        for check in checks
    ]
    FormCheck.objects.bulk_create(relations)
    return [*made, *relations]


def _require_keeper(form: Form, by: Person) -> None:
    """A form is changed by those who keep the forms of its organization; a shipped one by nobody."""
    if form.organization is None:
        raise NotAllowed(_("这是系统自带的报表，不能修改；请新建本单位的报表。"))
    permissions.require(by, "keep_forms", form)


def _refuse_published(draft: FormVersion) -> None:
    if draft.state != VersionState.DRAFT:
        raise AlreadyDone(_("这一版已经发布，不能再修改；需要修改时请新建一版。"))


def _check_design(
    columns: Sequence[Mapping[str, Any]], checks: Sequence[Mapping[str, Any]], rows: Sequence[str]
) -> None:
    """Refuse a design that could not be filled in or worked out, with the sentence for its author."""
    if len(columns) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        told = {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
        raise Invalid({"rows": _("一张报表最多 %(columns)d 个栏目、%(rows)d 行，请拆成几张。") % told})
    codes = [column["code"] for column in columns]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise Invalid({"columns": _("栏目代号重复：%(codes)s。请改成不同的字母。") % {"codes": _("、").join(twice)}})
    for column in columns:
        low, high = column.get("lowest"), column.get("highest")
        if low is not None and high is not None and low > high:
            raise Invalid({"columns": _("“%(name)s”的最小值大于最大值，请核对。") % {"name": column["name"]}})
        refuse_known(column, _("“%(name)s”不是整数栏，不能自动预填。"))
    try:
        _check_formulas(columns, checks, max(1, len(rows)))
    except formulas.BadFormula as wrong:
        raise Invalid({"columns": str(wrong)}) from wrong


def _check_formulas(columns: Sequence[Mapping[str, Any]], checks: Sequence[Mapping[str, Any]], rows: int) -> None:
    counted = [column["code"] for column in columns if column["kind"] not in (ColumnKind.TEXT, ColumnKind.DAY)]
    computed = {
        column["code"]: column.get("formula", "") for column in columns if column["kind"] == ColumnKind.COMPUTED
    }
    for column in columns:
        if column["kind"] != ColumnKind.COMPUTED and column.get("formula"):
            sentence = _("“%(name)s”写了公式，请把类型改成“自动计算”。")
            raise formulas.BadFormula(sentence % {"name": column["name"]})
    for code, text in computed.items():
        if not text.strip():
            raise formulas.BadFormula(_("自动计算的栏目 %(code)s 没有写公式，请填写。") % {"code": code})
        formulas.refuse_unknown(formulas.read(text), counted, rows)
    formulas.order_of(computed)
    for check in checks:
        formulas.refuse_unknown(formulas.read_check(check["expression"]), counted, rows)
