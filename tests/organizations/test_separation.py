"""系统、安全、审计三类管理员是三个人: the database refuses the second chair, whichever way a statement comes in."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accountability import untold, verify
from organizations import separation
from organizations.models import Appointment, Delegation, Duty, Post
from organizations.refusals import Invalid
from organizations.services import appoint, create_post, end_appointment
from organizations.services.writing import write
from tests import make
from tests.engine.crowd import together

SPRING, SUMMER, AUTUMN = date(2025, 3, 1), date(2025, 6, 30), date(2025, 9, 1)
DAY = timedelta(days=1)
KINDS = (Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN)
ROUNDS = 5


def chair(cast, duty):
    return create_post(cast.city, title="管理员", duty=duty, by=None)


def refused(change, sentence=separation.TWO_CHAIRS):
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        change()


def differences(name):
    return [one.sentence for result in verify.run() if result.name == name for one in result.differences]


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
def test_a_second_chair_is_refused_past_the_verbs_too(cast, first, second):
    person = make.make_person(cast.city, name="兼任者")
    Appointment.objects.create(person=person, post=chair(cast, first), since=SPRING)
    row = Appointment(person=person, post=chair(cast, second), since=SPRING)
    ways = (row.save, lambda: Appointment.objects.bulk_create([row]))
    for way in ways:
        if first == second:
            with transaction.atomic():
                way()
                transaction.set_rollback(True)
            row.pk = None
        else:
            refused(way)
    assert differences("administrators") == []


@pytest.mark.parametrize(
    ("since", "until", "overlaps"),
    [
        (SPRING - 9 * DAY, SPRING - DAY, False),
        (SPRING - 9 * DAY, SPRING, True),
        (SPRING + DAY, SUMMER - DAY, True),
        (SPRING - DAY, None, True),
        (SUMMER, AUTUMN, True),
        (SUMMER, None, True),
        (SUMMER + DAY, None, False),
    ],
)
def test_one_after_the_other_is_lawful_and_one_day_together_is_not(cast, since, until, overlaps):
    person = make.make_person(cast.city, name="先后任")
    Appointment.objects.create(person=person, post=chair(cast, Duty.SYSTEM_ADMIN), since=SPRING, until=SUMMER)
    second = Appointment(person=person, post=chair(cast, Duty.AUDIT_ADMIN), since=since, until=until)
    if overlaps:
        refused(second.save)
    else:
        second.save()
        assert second.pk


def test_neither_a_longer_term_nor_another_chair_or_person_goes_round_it(cast):
    person, other = (make.make_person(cast.city, name=name) for name in "甲乙")
    system, audit = chair(cast, Duty.SYSTEM_ADMIN), chair(cast, Duty.AUDIT_ADMIN)
    early = Appointment.objects.create(person=person, post=system, since=SPRING, until=SUMMER)
    late = Appointment.objects.create(person=person, post=audit, since=AUTUMN)
    third = Appointment.objects.create(person=other, post=system, since=AUTUMN)
    clerk = Appointment.objects.create(person=other, post=chair(cast, Duty.CLERK), since=AUTUMN)
    rows = Appointment.objects.filter
    refused(lambda: rows(pk=early.pk).update(until=None))
    refused(lambda: rows(pk=late.pk).update(since=SUMMER))
    refused(lambda: rows(pk=third.pk).update(person=person))
    refused(lambda: rows(pk=clerk.pk).update(post=audit))
    refused(lambda: Post.objects.filter(pk=clerk.post_id).update(duty=Duty.SECURITY_ADMIN))
    Post.objects.filter(pk=clerk.post_id).update(duty=Duty.HEAD)
    rows(pk=early.pk).update(until=AUTUMN - DAY)


def test_a_staff_member_is_what_else_he_likes(cast):
    person = make.make_person(cast.city, name="多职")
    for duty in (Duty.SYSTEM_ADMIN, Duty.CLERK, Duty.AUDITOR):
        Appointment.objects.create(person=person, post=chair(cast, duty), since=SPRING)


def test_an_administrators_chair_is_not_lent_past_the_verb(cast):
    held = cast.system_admin.appointments.get()
    given = {"proxy": cast.security_admin, "since": SPRING, "until": SUMMER, "because": "外出"}
    refused(lambda: Delegation.objects.create(appointment=held, **given), separation.NOT_LENT)
    lent = Delegation.objects.create(appointment=cast.li.appointments.get(), **given)
    refused(lambda: Delegation.objects.filter(pk=lent.pk).update(appointment=held), separation.NOT_LENT)


def test_what_the_database_refuses_is_said_to_the_clerk(cast):
    row = Appointment(person=cast.system_admin, post=chair(cast, Duty.AUDIT_ADMIN), since=SPRING)
    with pytest.raises(Invalid, match="三类管理员应当由不同的人担任") as said, transaction.atomic():
        write(row)
    assert list(said.value.errors) == ["post"]


def test_what_was_wrong_before_can_be_ended(cast):
    post = chair(cast, Duty.AUDIT_ADMIN)
    with make.without_separation():
        wrong = Appointment.objects.create(person=cast.system_admin, post=post, since=SPRING)
    assert differences("administrators") == ["许管理同时担任系统、安全、审计三类管理员中的两类"]
    end_appointment(wrong, until=timezone.localdate() - DAY, by=cast.security_admin, because="兼任纠正", at_once=True)
    assert differences("administrators") == []


def test_a_guard_that_is_gone_is_named_and_put_back_by_every_migrate(cast):
    assert separation.missing() == []
    name = separation.names()[0]
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else f' ON "{separation.APPOINTMENT}"'
        cursor.execute(f'DROP TRIGGER "{name}"{table}')
    assert [name in sentence for sentence in separation.missing()] == [True]
    assert sum(name in sentence for sentence in differences("guards")) == 1
    separation.install()
    assert separation.missing() == []
    separation.before_migrate(plan=())
    assert separation.missing() == [], "nothing to be done, nothing lifted"
    separation.before_migrate(plan=["a migration"])
    assert len(separation.missing()) == len(separation.names())
    call_command("migrate", verbosity=0)
    assert separation.missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_migration_may_rebuild_the_tables_the_guards_speak_of(cast, monkeypatch):
    monkeypatch.setattr(untold, "wanted", True)
    untold.lift()
    separation.before_migrate(plan=["a migration"])
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            for model in (Appointment, Post, Delegation):
                editor._remake_table(model)
        else:
            editor.execute(f'ALTER TABLE "{separation.POST}" ALTER COLUMN duty TYPE varchar(30)')
    separation.install()
    assert separation.missing() == []
    refused(Appointment(person=cast.system_admin, post=chair(cast, Duty.AUDIT_ADMIN), since=SPRING).save)


if connection.vendor == "postgresql":

    def test_a_guard_that_sleeps_or_says_something_else_is_named(cast):
        one, two, three = separation._postgresql_triggers()
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{one.table}" DISABLE TRIGGER "{one.name}"')
            cursor.execute(f'ALTER TABLE "{two.table}" ENABLE TRIGGER "{two.name}"')
            body = "BEGIN RETURN NEW; END"
            cursor.execute(f"CREATE OR REPLACE FUNCTION {three.name}() RETURNS trigger LANGUAGE plpgsql AS '{body}'")
        assert len(separation.missing()) == 3


def _written(person, post):
    return Appointment.objects.create(person=person, post=post, since=SPRING)


def _appointed(person, post):
    return appoint(person, post=post, since=SPRING, by=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [_written, _appointed], ids=["rows", "the verb"])
def test_of_two_who_give_two_chairs_at_once_one_succeeds(cast, way):
    chairs = [chair(cast, duty) for duty in KINDS]
    for number in range(ROUNDS):
        person = make.make_person(cast.city, name=f"新人{number}")
        answers = together(*[partial(way, person, post) for post in chairs])
        given = [one for one in answers if isinstance(one, Appointment)]
        expected = Invalid if way is _appointed else IntegrityError
        assert [type(one) for one in answers].count(expected) == 2, answers
        assert [one.pk for one in given] == [person.appointments.get().pk]
    assert differences("administrators") == []


@pytest.mark.django_db(transaction=True)
def test_a_post_that_becomes_an_administrators_while_another_chair_is_given(cast):
    audit = chair(cast, Duty.AUDIT_ADMIN)
    for number in range(ROUNDS):
        person = make.make_person(cast.city, name=f"新人{number}")
        plain = chair(cast, Duty.CLERK)
        Appointment.objects.create(person=person, post=plain, since=SPRING)
        renamed = partial(Post.objects.filter(pk=plain.pk).update, duty=Duty.SYSTEM_ADMIN)
        answers = together(renamed, partial(_written, person, audit))
        assert [isinstance(one, IntegrityError) for one in answers].count(True) == 1, answers
    assert differences("administrators") == []
