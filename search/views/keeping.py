"""Keeping: uploading, correcting, submitting, checking, publishing, and what documents do to one another."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

import engine
from accountability.incoming.becoming import became
from accountability.models import Derivation, Directive, IncomingDocument
from accountability.views.incoming import source_asked
from organizations.models import Organization
from organizations.sight import sight_of
from search import permissions, services
from search.describing import title_key
from search.forms.asking import AskingForm, BecauseForm, ConfirmationForm
from search.forms.library import (
    DescribeForm,
    EditionForm,
    PublishForm,
    RelationForm,
    ReplaceForm,
    UploadForm,
    WithdrawForm,
)
from search.models import Edition, EditionState, Regulation
from search.references import titles

from .answering import Sheet, act_on_sheet, find, seen_editions, visitor


@login_required
def regulation_new(request: HttpRequest) -> HttpResponse:
    """Upload a document: one's own rule as a draft, somebody else's into everybody's library."""
    person, places = visitor(request), permissions.kept_places(request.user)
    if not places:
        raise Http404
    mine = Organization.objects.filter(pk__in=[place.pk for place in places]).order_by("path")
    units = Organization.objects.institutions().active().filter(sight_of(request.user).covers("path")).order_by("path")
    form = UploadForm(request.POST or None, request.FILES or None, places=mine, units=units)
    form.fields["place"].initial = places[0].pk
    source = source_asked(request, (IncomingDocument, Directive))
    if isinstance(source, IncomingDocument):
        form.initial = {"title": source.title, "document_number": source.their_number, "issued_on": source.written_on}
    sheet = Sheet(
        _("上传文件"),
        _("上传并分条"),
        "/library/",
        icon="file-up",
        files=True,
        said=_("已上传并分条，请核对后提交。"),
        lead=_("一次上传一份；有多份文件时请用“批量上传”。公共法规只有上级管理部门可以入库。"),
    )

    def act(shown: AskingForm) -> str:
        taken, place, about = form.about()
        made = services.draft_edition(taken, about=about, by=person, place=place)
        if source is not None:
            became(source, kind=Derivation.Kind.EDITION, label=str(made), by=person, target=made)
        return made.get_absolute_url()

    return act_on_sheet(request, sheet, form, act)


@login_required
def regulation_describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, other names, kind and readers of a document."""
    regulation, by = find(request, Regulation, pk), visitor(request)
    services.require_keeper(regulation, by)
    units = Organization.objects.institutions().active().filter(sight_of(request.user).covers("path")).order_by("path")
    names = ("title", "kind", "access", "review_months")
    initial = {name: getattr(regulation, name) for name in names}
    if request.method != "POST":
        initial["aliases"] = "\n".join(regulation.aliases.values_list("name", flat=True))
        initial["readers"] = list(regulation.readers.values_list("pk", flat=True))
    form = DescribeForm(request.POST or None, initial=initial, units=units, is_own=regulation.is_own)
    sheet = Sheet(
        _("修改著录信息"),
        _("保存"),
        regulation.get_absolute_url(),
        icon="pencil",
        crumb=regulation.title,
        said=_("著录信息已修改。"),
        lead=_("只改名称、简称、类别和阅读范围；条文不变，改条文请添加新版本。"),
    )
    return act_on_sheet(request, sheet, form, lambda _f: services.describe_regulation(regulation, by=by, **form.told()))


@login_required
def edition_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回."""
    edition, by = find(request, Edition, pk, "regulation"), visitor(request)
    permissions.require(by, "keep_library", edition)
    if edition.is_published:
        raise Http404
    form = WithdrawForm(request.POST or None)
    sheet = Sheet(
        _("撤回文本"),
        _("确认撤回"),
        edition.get_absolute_url(),
        icon="archive-x",
        danger=True,
        crumb=str(edition),
        said=_("文本已撤回，不再办理。"),
        lead=_("撤回后不再征求意见、审核和发布，文本仍可查阅；需要时可以在该文件下重新上传。"),
    )
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.withdraw_draft(edition, by=by, because=f.cleaned_data["because"]),
    )


@login_required
def edition_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new edition of a document."""
    regulation, person = find(request, Regulation, pk, "organization"), visitor(request)
    services.require_keeper(regulation, person)
    form = EditionForm(request.POST or None, request.FILES or None)
    home = regulation.get_absolute_url()
    sheet = Sheet(_("添加新版本"), _("上传并分条"), home, icon="file-up", files=True, crumb=regulation.title)
    place = regulation.organization or permissions.kept_places(request.user)[0]

    def act(shown: AskingForm) -> str:
        told = dict(shown.cleaned_data)
        taken, about = told.pop("file"), services.About(level=regulation.level, **told)
        made = services.draft_edition(taken, about=about, by=person, place=place, regulation=regulation)
        return made.get_absolute_url()

    return act_on_sheet(request, sheet, form, act)


def _draft(request: HttpRequest, pk: int) -> Edition:
    """A draft that the visitor keeps."""
    edition = find(request, Edition, pk, "regulation")
    services.require_draft(edition, visitor(request))
    return edition


@login_required
def edition_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Another file in place of a draft's text."""
    edition = _draft(request, pk)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    sheet = Sheet(
        _("更换文件"), _("替换文本"), edition.get_absolute_url(), icon="file-up", files=True, crumb=str(edition)
    )
    by = visitor(request)
    return act_on_sheet(request, sheet, form, lambda f: services.replace_text(edition, f.cleaned_data["file"], by=by))


@login_required
def edition_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft on."""
    edition, by = _draft(request, pk), visitor(request)
    sheet = Sheet(
        _("提交"),
        _("确认提交"),
        edition.get_absolute_url(),
        icon="send",
        crumb=str(edition),
        lead=_("已选择征求意见单位的，先送各单位反馈；否则直接送起草人以外的负责人审核。提交后文本不能再改。"),
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: services.submit_edition(edition, by=by))


@login_required
def edition_shelve(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish somebody else's document in everybody's library."""
    edition, by = _draft(request, pk), visitor(request)
    sheet = Sheet(
        _("入库发布"),
        _("确认入库"),
        edition.get_absolute_url(),
        crumb=str(edition),
        lead=_("请确认名称、文号、日期和分条无误；入库后所有登录人员可读，文本不再修改。"),
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: services.shelve(edition, by=by))


@login_required
def edition_check(request: HttpRequest, pk: int) -> HttpResponse:
    """审核通过."""
    edition, by = find(request, Edition, pk, "regulation"), visitor(request)
    engine.require_turn(edition, "check", by=by)
    sheet = Sheet(
        _("审核通过"), _("确认通过"), edition.get_absolute_url(), crumb=str(edition), lead=_("审核后由负责人发布。")
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: services.check_edition(edition, by=by))


@login_required
def edition_return(request: HttpRequest, pk: int) -> HttpResponse:
    """退回修改."""
    edition, by = find(request, Edition, pk, "regulation"), visitor(request)
    if edition.state != EditionState.CHECKING:
        raise Http404
    engine.require_turn(edition, "publish" if edition.checked_at else "check", by=by)
    sheet = Sheet(
        _("退回修改"), _("确认退回"), edition.get_absolute_url(), icon="undo-2", danger=True, crumb=str(edition)
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.return_edition(edition, by=by, because=f.cleaned_data["because"])
    )


@login_required
def edition_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """发布."""
    edition, by = find(request, Edition, pk, "regulation"), visitor(request)
    engine.require_turn(edition, "publish", by=by)
    initial = {"document_number": edition.document_number, "effective_on": edition.effective_on}
    form = PublishForm(request.POST or None, initial=initial)
    sheet = Sheet(
        _("发布"),
        _("确认发布"),
        edition.get_absolute_url(),
        icon="megaphone",
        crumb=str(edition),
        lead=_("发布后进入法规库，旧版本自施行之日起显示为“已修改”，引用旧条款的责任人会收到提示。"),
    )
    return act_on_sheet(request, sheet, form, lambda f: services.publish_edition(edition, by=by, **f.cleaned_data))


@login_required
def relation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that something amends, repeals or replaces a document."""
    regulation, by = find(request, Regulation, pk), visitor(request)
    services.require_keeper(regulation, by)
    form = RelationForm(request.POST or None)
    sheet = Sheet(
        _("登记修改或废止"),
        _("确认登记"),
        regulation.get_absolute_url(),
        icon="git-compare",
        crumb=regulation.title,
        lead=_("自起始日期起，这份文件的时效随之变化；引用它的责任人会收到提示。"),
    )

    def act(shown: AskingForm) -> None:
        told = dict(shown.cleaned_data)
        named = (titles(told["by_text"]) or [told["by_text"]])[0]
        seen = seen_editions(request).filter(regulation__title_key=title_key(named)).published()
        services.relate(regulation, by=by, by_edition=seen.newest_first().first(), **told)

    return act_on_sheet(request, sheet, form, act)
