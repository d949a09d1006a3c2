from django.contrib.auth.models import AnonymousUser
from guardian.shortcuts import assign_perm

from organizations.models import Duty, Right, User
from tests import make

VIEW = "organizations.view_organization"
KEEP = "organizations.keep_organizations"


def test_has_perm_says_what_the_list_shows(cast):
    cast.every_unit()
    sun = cast.account(cast.nurse_sun)
    assert sun.has_perm(VIEW, cast.icu)
    assert not sun.has_perm(VIEW, cast.surgery)
    assert not AnonymousUser().has_perm(VIEW, cast.icu)


def test_has_perm_answers_for_rights_with_and_without_a_thing(cast):
    cast.every_unit()
    admin = cast.account(cast.system_admin)
    assert admin.has_perm(KEEP)
    assert admin.has_perm(KEEP, cast.icu)
    assert admin.has_perm(KEEP, cast.military_hospital)
    assert not cast.account(cast.li).has_perm(KEEP)
    assert not cast.account(cast.li).has_perm(KEEP, cast.icu)
    assert not admin.has_perm(KEEP, object())
    everywhere = {KEEP, "organizations.keep_accounts", "organizations.keep_calendar", "organizations.keep_bodies"}
    assert admin.get_all_permissions() == everywhere
    assert admin.get_all_permissions(cast.city) == everywhere
    assert admin.get_all_permissions(cast.icu) == everywhere - {"organizations.keep_calendar"}


def test_no_other_backend_shows_what_no_list_shows(cast):
    machine = User.objects.create_user("machine")
    make.make_grant(machine, cast.icu)
    assign_perm("organizations.change_organization", machine, cast.icu)
    assert not machine.has_perm(VIEW, cast.icu)
    assert not machine.has_perm("organizations.change_organization", cast.icu)


def test_an_explicit_grant_other_than_sight_is_honoured(cast):
    sun = cast.account(cast.nurse_sun)
    assign_perm("organizations.change_organization", sun, cast.icu)
    assert sun.has_perm("organizations.change_organization", cast.icu)
    assert not sun.has_perm("organizations.change_organization", cast.surgery)


def test_a_user_of_an_app_is_whoever_may_do_something_in_it(cast):
    Right.objects.create(duty=Duty.STAFF, permission="rectification.read", reach=Right.Reach.OWN)
    sun = cast.account(cast.nurse_sun)
    assert sun.has_module_perms("rectification")
    assert not sun.has_module_perms("engine")
    assert sun.has_perms(["rectification.read"], cast.icu)
