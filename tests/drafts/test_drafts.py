"""What somebody typed and did not send: kept for them, found by them, and nobody else's."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from casework.models import Case
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import Appointment
from council_portal.audit.models import Event
from council_portal.drafts import services
from council_portal.drafts.models import Draft
from council_portal.drafts.offers import offer
from council_portal.outbox import due
from tests import factories
from tests.casework.ground import browser
from tests.factories import fresh

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 24, 14, 32, tzinfo=datetime.UTC)
TYPED = {"title": "Mattress in the alley", "text": "Since Friday.\nBehind number 9."}


@pytest.fixture
def council(db):
    return factories.council()


def save(client, user, **typed):
    return client.post("/drafts/log/", {"draft_of": user.person.uid, **TYPED, **typed})


def test_what_was_typed_is_kept_and_found_again_with_its_hour(council):
    with time_machine.travel(NOON, tick=False):
        response = save(browser(council.member), council.member)
        found = offer(fresh(council.member), "log")

    assert (response.status_code, response["Draft-Saved"]) == (204, "14:32")
    assert found["initial"] == TYPED
    assert found["said"] == "You began this on 24 November 2026 at 14:32, and did not send it."


def test_there_is_one_draft_for_each_form_and_matter_and_the_last_one_counts(council):
    actor, about = fresh(council.member), uuid.uuid4()
    said = [("log", None, "a"), ("log", None, "b"), ("answer", about, "c"), ("answer", about, "d"), ("answer", None, "e")]

    for form, matter, text in said:
        services.keep(actor, form, {"text": text}, about=matter)

    assert {(d.form, d.about, d.data["text"]) for d in Draft.objects.all()} == {
        ("log", None, "b"), ("answer", about, "d"), ("answer", None, "e")}


@pytest.mark.parametrize("name", ["csrfmiddlewaretoken", "key", "answer-key", "answer-version", "stage", "act", "password", "draft_of",
                                  "draft_about", "draft_back", "draft_seen", "draft_window"])
def test_nothing_is_kept_that_belongs_to_one_showing_of_the_form(council, name):
    draft, _over = services.keep(fresh(council.member), "log", QueryDict(f"{name}=secret&answer-text=Thursday"))

    assert draft.data == {"answer-text": "Thursday"}
    assert services.initial(draft, "answer") == {"text": "Thursday"}


def test_a_form_in_which_nothing_was_typed_keeps_nothing_but_what_was_rubbed_out_stays_rubbed_out(council):
    actor = fresh(council.member)

    assert services.keep(actor, "log", {"title": ""}) == (None, None)
    services.keep(actor, "log", {"title": "x"})
    services.keep(actor, "log", {"title": ""})

    assert services.begun(actor, "log").data == {"title": ""}


@pytest.mark.parametrize(("length", "status"), [(services.LARGEST - 100, 204), (services.LARGEST + 1, 413)])
def test_a_draft_has_a_largest_size(council, length, status):
    client = browser(council.member)
    save(client, council.member)

    response = save(client, council.member, text="x" * length)

    assert response.status_code == status
    assert (Draft.objects.get().data["text"] == TYPED["text"]) == (status == 413), "what was kept before stays"


def test_one_person_cannot_fill_the_table(council, monkeypatch):
    monkeypatch.setattr(services, "MOST", 3)

    for number in range(5):
        services.keep(fresh(council.member), f"form-{number}", {"text": "x"})

    assert set(Draft.objects.values_list("form", flat=True)) == {"form-2", "form-3", "form-4"}


@pytest.mark.parametrize("who", [
    "other_member", "colleague", "head", "clo", "chief", "chief_executive", "democratic", "monitoring", "technical"])
def test_a_draft_is_nobody_elses(council, who):
    services.keep(fresh(council.member), "log", TYPED)
    other, draft = fresh(council.accounts[who]), Draft.objects.get()

    browser(other).post("/drafts/log/away/")

    assert services.begun(other, "log") is None
    assert list(Draft.objects.permitted(other, "view")) == list(Draft.objects.permitted(other, "change")) == []
    assert (can(other, "view", draft), can(other, "change", draft)) == (False, False)
    assert Draft.objects.get().data == TYPED
    assert can(fresh(council.member), "view", draft), "its owner has it"


def test_out_of_office_nothing_is_kept_and_nothing_found(council):
    services.keep(fresh(council.member), "log", TYPED)
    Appointment.objects.filter(person=council.member.person).update(until=timezone.now())
    actor = fresh(council.member)

    assert services.begun(actor, "log") is None
    with pytest.raises(Forbidden):
        services.keep(actor, "log", TYPED)
    assert save(browser(actor), actor).status_code == 403


def test_what_one_person_typed_does_not_become_that_of_who_signed_in_meanwhile(council):
    response = save(browser(council.other_member), council.member)

    assert response.status_code == 403
    assert not Draft.objects.exists()


def test_after_thirty_days_it_goes_by_itself(council):
    with time_machine.travel(NOON, tick=False) as clock:
        services.keep(fresh(council.member), "log", TYPED)
        clock.move_to(NOON + datetime.timedelta(days=30) - datetime.timedelta(seconds=1))
        assert services.drop_old() == 0
        clock.move_to(NOON + datetime.timedelta(days=30))
        assert services.drop_old() == 1

    assert services.drop_old in due.JOBS


def test_its_owner_throws_it_away_and_is_back_at_the_form(council):
    client = browser(council.member)
    save(client, council.member)

    response = client.post("/drafts/log/away/", {"draft_back": "/casework/log/"})

    assert response["Location"] == "/casework/log/"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", ""])
def test_start_anew_leads_nowhere_else(council, back):
    assert browser(council.member).post("/drafts/log/away/", {"draft_back": back})["Location"] == "/"


@pytest.mark.parametrize("about", ["x", "7", "../casework"])
def test_what_is_no_matter_is_nothing(council, about):
    assert save(browser(council.member), council.member, draft_about=about).status_code == 404


def test_two_windows_overwrite_one_another_and_the_second_is_told(council):
    client = browser(council.member)
    with time_machine.travel(NOON, tick=False) as clock:
        save(client, council.member, draft_window="1", title="one")
        clock.shift(120)
        second = save(client, council.member, draft_window="2", title="two")
        again = save(client, council.member, draft_window="2", title="two!")

    assert second["Draft-Saved-Over"] == "14:32"
    assert "Draft-Saved-Over" not in again
    assert Draft.objects.get().data["title"] == "two!"


def test_a_window_that_was_opened_with_the_draft_overwrites_nothing_unawares(council):
    client = browser(council.member)
    save(client, council.member, draft_window="1")

    again = save(client, council.member, draft_window="2", draft_seen=offer(fresh(council.member), "log")["seen"])

    assert "Draft-Saved-Over" not in again


def test_a_token_that_is_old_is_refused_and_a_fresh_one_is_to_be_had(council):
    client = browser(council.member, enforce_csrf_checks=True)

    refused = save(client, council.member)
    token = client.get("/drafts/token/").json()
    taken = save(client, council.member, csrfmiddlewaretoken=token["token"])

    assert (refused.status_code, taken.status_code) == (403, 204)
    assert token["of"] == str(council.member.person.uid)
    assert "Access-Control-Allow-Origin" not in client.get("/drafts/token/").headers


HERE = "http://testserver"


def press(council, *, of=None, origin=HERE, who="member", **typed):
    """Send the form that raises a matter with the token of before signing in again. Returns the answer. origin: None for no header."""
    given = {"draft_form": "log", "draft_of": of or council.member.person.uid, "draft_about": "", "draft_back": "/casework/log/",
             "csrfmiddlewaretoken": "a" * 64, **TYPED, **typed}
    headers = {"origin": origin} if origin else {}
    client = browser(council.accounts[who], enforce_csrf_checks=True) if who else Client(enforce_csrf_checks=True)
    client.get("/")
    return client.post("/casework/log/", given, headers=headers)


@pytest.mark.requirement("RUG-CASE")
def test_what_is_sent_with_the_token_of_before_signing_in_again_is_not_sent_and_not_lost(council):
    page = press(council, text="The last words.")

    assert page.status_code == 403
    assert "What you typed is kept as your draft" in page.content.decode()
    assert 'href="/casework/log/"' in page.content.decode()
    assert "The last words." in browser(council.member).get("/casework/log/").content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("origin", [
    None, "null", "https://testserver", "http://testserver.evil.example", "http://evil.example", "http://testserver:81", "testserver", ""])
def test_no_other_site_writes_a_draft_nor_one_that_is_not_known(council, origin):
    page = press(council, origin=origin)

    assert page.status_code == 403
    assert "kept as your draft" not in page.content.decode()
    assert "Nothing was sent." in page.content.decode()
    assert not Draft.objects.exists()


def test_a_site_that_may_post_here_by_the_settings_writes_no_draft_either(council, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://forms.example"]

    assert press(council, origin="https://forms.example").status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize("changes", [
    {"who": "colleague"}, {"who": None}, {"who": "technical"}, {"of": "nobody"}, {"draft_form": ""}, {"draft_about": "no uid"},
    {"text": "x" * services.LARGEST}, {"title": "", "text": ""}])
def test_nothing_is_kept_of_another_person_another_form_nothing_or_too_much_and_the_page_does_not_say_so(council, changes):
    page = press(council, **changes)

    assert page.status_code == 403
    assert "kept as your draft" not in page.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_page_leads_back_to_no_other_site(council, back):
    page = press(council, draft_back=back).content.decode()

    assert "kept as your draft" in page
    assert "Open the form again" not in page
    assert "evil" not in page


def test_the_record_does_not_mention_drafts(council):
    before = Event.objects.count()

    services.keep(fresh(council.member), "log", TYPED)
    services.throw_away(fresh(council.member), "log")

    assert Event.objects.count() == before


def test_signed_out_nothing_is_kept(council):
    assert save(browser(), council.member).status_code == 302
    assert not Draft.objects.exists()


def test_the_database_holds_one_draft_of_a_form_and_matter():
    names = {one.name for one in Draft._meta.constraints}

    assert names == {"draft_of_a_matter", "draft_of_a_form"}
    with connection.cursor() as cursor:
        assert names <= set(connection.introspection.get_constraints(cursor, Draft._meta.db_table))


@pytest.mark.requirement("RUG-CASE")
def test_what_is_posted_after_the_session_has_ended_waits_until_the_same_person_signs_in(council):
    case = factories.log(council)
    address = f"{case.get_absolute_url()}update/"
    of, typed = str(council.member.person.uid), "A long word about the lane."
    gone = Client()

    sent = gone.post(address, {"act": "update", "update-text": typed, "draft_form": "update", "draft_of": of, "draft_about": str(case.uid)},
                     follow=True)
    assert "You were signed out, so nothing was sent." in sent.content.decode()
    assert (case.entries.count(), Draft.objects.count()) == (1, 0)

    gone.force_login(factories.fresh(council.member))
    page = gone.get(address)

    assert typed in page.content.decode()
    assert "and did not send it." in page.content.decode()
    assert case.entries.count() == 1


@pytest.mark.parametrize("of", ["00000000-0000-4000-8000-000000000000", "nobody", ""])
def test_nothing_waits_for_a_person_there_is_not(council, of):
    gone = Client()

    gone.post("/casework/log/", {"title": "x", "draft_form": "log", "draft_of": of, "draft_about": ""})

    assert "typed_before_signing_in" not in gone.session


def test_somebody_else_who_signs_in_there_does_not_get_it(council):
    gone = Client()
    gone.post("/casework/log/", {"title": "Mine alone", "draft_form": "log", "draft_of": str(council.member.person.uid), "draft_about": ""})

    gone.force_login(factories.fresh(council.other_member))
    page = gone.get("/casework/log/")

    assert ("Mine alone" in page.content.decode(), Draft.objects.count()) == (False, 0)
