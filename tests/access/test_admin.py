"""The base of the admin: rows by rule, no list of names that somebody may not see, unknown and forbidden one and the same."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from casework.models import Case
from council_portal import urls
from council_portal.access.admin import CappedPaginator, GuardedAdmin
from council_portal.access.services import give_standing
from council_portal.accounts.models import GroupMembership, Person, Principal, User
from council_portal.audit.models import Event
from council_portal.sites import PortalSite, monitoring, technical
from tests import factories


class CaseAdmin(GuardedAdmin):
    """Cases, as an app above would register them: text in lists, titles in none."""

    list_display = ["reference", "status"]
    fields = ["reference", "status"]
    readonly_fields = ["reference", "status"]


desk = PortalSite(name="desk")
desk.posts = frozenset({"monitoring_officer"})
desk.register(Case, CaseAdmin)
urlpatterns = [path("desk/", desk.urls), path("", include(urls.urlpatterns))]
handler404 = urls.handler404


@pytest.fixture
def council(db, settings):
    settings.ROOT_URLCONF = __name__
    return factories.council()


@pytest.fixture
def at_the_desk(client, council):
    client.force_login(council.monitoring)
    return client


def model_admin(model, **changes):
    """A registration of this model with these attributes."""
    return type("One", (GuardedAdmin,), changes)(model, admin.AdminSite())


@pytest.mark.parametrize(
    ("model", "entry"),
    [
        (User, "person"),
        (User, "person__name"),
        (User, ("person", RelatedOnlyFieldListFilter)),
        (Person, "group_memberships"),
        (Principal, "ward"),
        (GroupMembership, "group"),
    ],
)
def test_a_list_filter_on_a_related_model_is_refused(model, entry):
    with pytest.raises(TypeError, match="no list filter on"):
        model_admin(model, list_filter=[entry]).get_list_filter(RequestFactory().get("/"))


def test_a_list_filter_on_a_column_of_its_own_is_let_through():
    assert model_admin(User, list_filter=["is_active"]).get_list_filter(RequestFactory().get("/")) == ["is_active"]


@pytest.mark.parametrize("site", [technical, monitoring], ids=lambda site: site.name)
def test_nothing_can_be_deleted_one_by_one_or_in_bulk(site, rf, council):
    request = rf.get("/")
    request.user = council.technical if site is technical else council.monitoring

    for registered in site._registry.values():
        assert isinstance(registered, GuardedAdmin)
        assert (registered.get_actions(request), registered.has_delete_permission(request)) == ({}, False)


def test_the_admin_shows_the_rows_that_its_reader_may_see_and_no_other(at_the_desk, council):
    seen, unseen = factories.log(council), factories.log(council)
    give_standing(seen, Principal.objects.get(post="monitoring_officer"), "copied", reason="asked")

    page = at_the_desk.get("/desk/casework/case/").content.decode()

    assert (seen.reference in page, unseen.reference in page) == (True, False)
    assert at_the_desk.get(f"/desk/casework/case/{seen.pk}/change/").status_code == 200


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_unknown_and_forbidden_are_one_and_the_same_answer_in_the_admin(at_the_desk, council, page):
    unseen = factories.log(council)

    answers = []
    for pk in (unseen.pk, unseen.pk + 1000):
        with CaptureQueriesContext(connection) as asked:
            answer = at_the_desk.get(f"/desk/casework/case/{pk}/{page}/")
        answers.append((answer.status_code, same_for_all(answer), len(asked)))

    assert (answers[0][0], answers[0]) == (404, answers[1])


def same_for_all(answer):
    """The text of a page without the random mask of its form's token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/accounts/person/", "/monitoring/", "/monitoring/nothing/", "/desk/casework/case/1/change/"]
)
@pytest.mark.parametrize("who", ["member", "head", "democratic"])
def test_a_site_is_not_there_for_who_holds_none_of_its_posts(client, council, who, address):
    client.force_login(council.accounts[who])

    assert client.get(address).status_code == 404


def test_a_change_in_the_admin_is_recorded_where_everything_is(client, council):
    client.force_login(council.technical)
    ward = council.wards.castle

    answer = client.post(f"/admin/accounts/ward/{ward.pk}/change/", {"name": "Castle and Quay", "code": "", "ended_on": ""})

    assert answer.status_code == 302
    assert Event.objects.filter(object_uid=ward.uid).values_list("verb", "actor_name").get() == ("changed", "Sam Ollerton")


def test_an_admin_counts_no_further_than_a_thousand(db):
    Person.objects.bulk_create(Person(name=f"Invented {number}") for number in range(1005))

    assert CappedPaginator(Person.objects.order_by("pk"), 100).count == 1001
