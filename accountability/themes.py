"""Themes: tags and work lines carried by plan items, meetings, campaigns, findings and assignments."""

import json
from pathlib import Path
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accountability import trail
from accountability.digest import plain
from accountability.models import Tagged, Theme
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import exercise

Thing = TypeVar("Thing", bound=models.Model)

KEEP = "accountability.keep_themes"
SHIPPED = Path(__file__).parent / "shipped" / "themes.json"


def load_shipped_themes() -> int:
    """Write the shipped themes that are not there yet, for everybody; an ended one stays ended. How many are new."""
    known = set(Theme.objects.filter(organization=None).values_list("kind", "name"))
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    new = [one for one in shipped if (one["kind"], one["name"]) not in known]
    with transaction.atomic():
        for one in new:
            found_theme(one["name"], kind=one["kind"], by=None)
    return len(new)


def found_theme(
    name: str, *, by: Person | None, organization: Organization | None = None, kind: str = Theme.Kind.TAG
) -> Theme:
    """Add a theme to a unit's list, or take an ended one up again; without a unit it is everybody's."""
    name = _named(name)
    _require_keeper(organization, by)
    with transaction.atomic():
        theme, is_new = Theme.objects.get_or_create(name=name, organization=organization, kind=kind)
        if is_new:
            trail.record("theme_founded", theme, by=by, also=[theme])
            return theme
        _lock(theme)
        if theme.active:
            raise AlreadyDone(_("已有同名主题“%(name)s”，请直接使用。") % {"name": name})
        theme.active = True
        theme.save(update_fields=["active"])
        trail.record("theme_revived", theme, by=by)
    return theme


def rename_theme(theme: Theme, *, name: str, by: Person | None) -> Theme:
    """Call a theme by another name; what carries it carries it under the new one."""
    name = _named(name)
    _require_keeper(theme.organization, by)
    try:
        with transaction.atomic():
            _lock(theme)
            if not theme.active:
                raise AlreadyDone(_("这个主题已经停用，不能改名，请刷新页面查看。"))
            before, theme.name = theme.name, name
            if before != name:
                theme.save(update_fields=["name"])
                trail.record("theme_renamed", theme, by=by, changed={"name": [before, name]})
    except IntegrityError:
        raise AlreadyDone(_("已有同名主题“%(name)s”，请换一个名称。") % {"name": name}) from None
    return theme


def retire_theme(theme: Theme, *, by: Person | None) -> Theme:
    """Offer a theme no longer; what carries it keeps it."""
    _require_keeper(theme.organization, by)
    with transaction.atomic():
        _lock(theme)
        if not theme.active:
            raise AlreadyDone(_("这个主题已经停用，请刷新页面查看。"))
        theme.active = False
        theme.save(update_fields=["active"])
        trail.record("theme_retired", theme, by=by)
    return theme


def tag(thing: models.Model, *, theme: Theme, by: Person | None) -> Tagged:
    """Let a thing carry a theme; a second time changes nothing."""
    org_path = getattr(thing, "org_path", "") or ""
    if not Theme.objects.usable_at(org_path).filter(pk=theme.pk).exists():
        raise NotYet(_("主题“%(name)s”已停用或不属于本单位，请另选主题。") % {"name": theme})
    with transaction.atomic():
        tagged, is_new = Tagged.objects.get_or_create(
            theme=theme,
            content_type=ContentType.objects.get_for_model(thing),
            object_id=thing.pk,
            defaults={"label": str(thing)[:200], "org_path": org_path, "tagged_by": by},
        )
        if is_new:
            trail.record("theme_tagged", thing, by=by, also=[tagged], extra={"theme": theme.name})
    return tagged


def untag(thing: models.Model, *, theme: Theme, by: Person | None) -> bool:
    """Take a theme off a thing; False where it did not carry it."""
    with transaction.atomic():
        tagged = Tagged.objects.of(thing).filter(theme=theme).select_for_update(of=("self",)).first()
        if tagged is None:
            return False
        gone = Tagged(pk=tagged.pk)
        tagged.delete()
        trail.record("theme_untagged", thing, by=by, also=[gone], extra={"theme": theme.name})
    return True


def carrying(things: models.QuerySet[Thing], theme: Theme) -> models.QuerySet[Thing]:
    """Those of the things that carry a theme."""
    ctype = ContentType.objects.get_for_model(things.model)
    carriers = Tagged.objects.filter(theme=theme, content_type=ctype)
    return things.filter(pk__in=carriers.values("object_id"))


def _named(name: str) -> str:
    """A name as it is kept; none is refused."""
    said = plain(name.strip(), 60)
    if not said:
        raise Invalid({"name": _("请填写主题名称。")})
    return said


def _lock(theme: Theme) -> None:
    theme.refresh_from_db(from_queryset=Theme.objects.select_for_update(no_key=True))


def _require_keeper(organization: Organization | None, by: Person | None) -> None:
    """Themes of a unit are kept by those who have the right there; those of everybody by the system."""
    if by is not None and (organization is None or not exercise(by, KEEP, organization)):
        raise NotAllowed(_("您没有在该单位维护主题的权限，请联系本单位负责人。"))
