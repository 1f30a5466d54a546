"""Nobody is above the rule: no superuser, no permission to be given, and what an account may do follows from offices held."""

import io

import pytest
from django.contrib.auth import authenticate, get_user
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from casework.models import Case
from council_portal.access.decisions import can
from council_portal.accounts.models import Principal, User
from council_portal.accounts.services import end_appointment, open_account
from tests import factories

pytestmark = pytest.mark.django_db


def test_no_superuser_can_be_made():
    with pytest.raises(ImproperlyConfigured):
        User.objects.create_superuser("root@council.example", password="x")

    assert User.objects.count() == 0


def test_the_command_says_that_there_is_none_and_exits_2(capsys):
    with pytest.raises(SystemExit) as left:
        call_command("createsuperuser")

    assert (left.value.code, "create_technical_admin" in capsys.readouterr().err, User.objects.count()) == (2, True, 0)


def test_there_is_no_column_group_or_permission_that_could_be_switched_on():
    with connection.cursor() as cursor:
        columns = {c.name for c in connection.introspection.get_table_description(cursor, User._meta.db_table)}

    assert columns == {"id", "password", "last_login", "uid", "email", "person_id", "is_active", "closed_at"}
    assert [f.name for f in User._meta.get_fields() if f.name in ("groups", "user_permissions", "is_superuser")] == []


def test_djangos_permissions_are_nobodys():
    council = factories.council()

    for user in council.accounts.values():
        assert (user.is_superuser, user.has_perm("accounts.change_user"), user.has_perms([]), user.has_module_perms("accounts")) == (
            False,
        ) * 4


def test_admin_sites_open_by_a_live_appointment_and_close_with_it():
    council = factories.council()
    assert {name for name, user in council.accounts.items() if user.is_staff} == {"technical", "monitoring"}

    post = Principal.objects.get(post="technical_administrator")
    end_appointment(council.technical.person.appointments.get(principal=post))

    assert factories.fresh(council.technical).is_staff is False


def test_a_closed_account_has_nothing_and_cannot_sign_in(client):
    council = factories.council()
    case = factories.log(council)
    client.force_login(council.head)

    User.objects.filter(pk=council.head.pk).update(is_active=False)

    closed = factories.fresh(council.head)
    assert (closed.principals, closed.posts, closed.is_staff, can(closed, "view", case)) == ([], set(), False, False)
    assert list(Case.objects.permitted(closed)) == list(Case.objects.page(closed, "-received")) == []
    assert get_user(client).is_authenticated is False


def test_the_first_account_is_a_technical_administrators(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough sentence\n"))

    call_command("create_technical_admin", "sam@council.example", "Sam Ollerton", stdin=True)

    user = User.objects.get()
    assert (user.name, user.posts, user.is_staff) == ("Sam Ollerton", {"technical_administrator", "officers"}, True)
    assert authenticate(email="SAM@council.example", password="a long enough sentence") == user


@pytest.mark.parametrize("typed", ["", "\n"])
def test_an_account_without_a_password_is_not_made(monkeypatch, typed):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))

    with pytest.raises(SystemExit) as left:
        call_command("create_technical_admin", "sam@council.example", "Sam Ollerton", stdin=True)

    assert (left.value.code, User.objects.count()) == (2, 0)


def test_an_address_that_has_an_account_gets_no_second_one(monkeypatch):
    council = factories.council()
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough sentence\n"))

    with pytest.raises(SystemExit) as left:
        call_command("create_technical_admin", council.head.email.upper(), "Somebody Else", stdin=True)

    assert (left.value.code, User.objects.filter(person__name="Somebody Else").count()) == (2, 0)


def test_a_person_has_one_account():
    council = factories.council()

    with pytest.raises(IntegrityError), transaction.atomic():
        open_account(council.head.person, email="another@council.example")
