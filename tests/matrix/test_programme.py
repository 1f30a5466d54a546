"""Who may do what with an event of the programme: tests/matrix/programme.csv, asked of the rule, of the list and of the pages at once."""

import csv
import datetime
import uuid
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conversations import services
from conversations.acts import ACTS
from conversations.forms import told_of
from conversations.models import Booking, CouncilMeeting, Event, EventPaper, Proposal, Visit
from conversations.policy import EVENTS
from council_portal.access.decisions import can
from council_portal.access.queryset import held, mark_actions
from council_portal.access.rules import OfficeRule
from council_portal.access.services import exclude
from council_portal.accounts.models import Principal, Service, Ward
from council_portal.accounts.services import ward_principal
from council_portal.clock.days import at_london
from council_portal.demo.roles import roles
from council_portal.protocol.views import cited_by
from tests.casework.ground import browser, kept, undone, words
from tests.conversations.ground import HOUR, plan, proposed, upload
from tests.factories import fresh
from tests.matrix import people
from tests.matrix.test_casework import in_word

PATH = settings.BASE_DIR / "tests" / "matrix" / "programme.csv"
ACTORS = [row["role"] for row in roles()] + people.EXTRA
# Events for the Members of Mill Hill, with the Head of Street Scene named; the last three are for all Members, with nobody named.
FOR_ALL = ["open", "open_day", "open_day_held"]
STATES = ["draft", "announced", "confirmed", "begun", "held", "closed", "cancelled", *FOR_ALL]
ANSWERS = {"yes", "403", "404", "sign in"}
MAKES = {action for action, rule in EVENTS.items() if isinstance(rule, OfficeRule)}
ON_THE_PAGE = {"view": "For whom", "see_people": "Who comes"}  # what whoever may do it reads on the page of the event
IN_THE_FEED = "attend"


def read():
    """{(actor, state, action): row}, one for each state that a row names."""
    with PATH.open(encoding="utf-8", newline="") as text:
        rows = [(row["actor"], state, row["action"], row) for row in csv.DictReader(text) for state in row["state"].split()]
    keyed = {(actor, state, action): row for actor, state, action, row in rows}
    assert len(keyed) == len(rows), "two rows answer the same question"
    return keyed


ROWS = read()


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    """The people of the matrices, with an event in every state, and a proposal."""
    with kept(django_db_blocker):
        made = people.build(states=[])
        made.events = {state: in_state(made, state) for state in STATES}
        made.proposal = proposed(made.users["member"])
        people.on_the_edge(made.users, {})
        own = Principal.objects.get(kind="person", person=made.users["excluded"].person)
        for event in made.events.values():
            exclude(event, own, reason="a declared connection")
        yield made


def in_state(made, state):
    """An event in this state, brought there through the services; what takes time is dated back."""
    keeper, head = fresh(made.users["democratic_services"]), Principal.objects.get(post="head_of_service", service__name="Street Scene")
    ward = {"open_to_all": False, "invited": [(ward_principal(Ward.objects.get(name="Mill Hill")), "")]}
    whom = {"kind": "open_day" if state.startswith("open_day") else "conversation"} if state in FOR_ALL else ward
    event = plan(SimpleNamespace(democratic=keeper), title=f"Event {state}", **whom)
    services.add_papers(event, actor=keeper, papers=[upload()])
    Visit.objects.create(event=event, title="A tour", starts_at=event.starts_at, ends_at=event.ends_at)  # as if each were an open day
    if state not in FOR_ALL:
        services.name_officer(event, actor=keeper, principal=head, decides=True)
    if state != "draft":
        services.announce(event, actor=keeper)
    if state in ("confirmed", "begun", "held", "closed"):
        services.confirm(event, actor=keeper)
    if state == "cancelled":
        services.cancel(event, actor=keeper, text="The speaker is ill.")
    if state in ("begun", "held", "closed", "open_day_held"):
        Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - HOUR)
    if state in ("held", "closed", "open_day_held"):
        services.hold(Event.objects.get(pk=event.pk), actor=keeper)
    if state == "closed":  # as if what follows from it were done
        Event.objects.filter(pk=event.pk).update(status="closed", is_open=False)
    return Event.objects.get(pk=event.pk)


def test_every_actor_action_and_state_has_its_row():
    wanted = {(actor, state, action) for actor in ACTORS for state in STATES for action in EVENTS if action not in MAKES}

    assert set(ROWS) == wanted


def test_every_row_gives_a_known_answer_and_its_clause():
    for (_actor, _state, action), row in ROWS.items():
        assert row["answer"] in ANSWERS, row
        assert row["clause"] == (EVENTS[action] if row["answer"] in ("yes", "403") else EVENTS["view"]).clause, row


def given(event):
    """What somebody would post who fills this form in properly."""
    starts = timezone.localtime(event.starts_at) if event.starts_at > timezone.now() else timezone.localtime() + datetime.timedelta(days=9)
    return {"version": event.version, "kind": "workshop", "title": "Another title", "about": "What the trial has shown.", "begins": "18:00",
            "ends": "19:30", "place": "Library", "audience": "all", "on_day": starts.day, "on_month": starts.month, "on_year": starts.year,
            "no_decider": "It is only to listen.", "coming": "yes", "access_needs": "A hearing loop.", "papers": upload_again(),
            "text": "A reason.", "key": uuid.uuid4(), "service": Service.objects.get(name="Housing").uid, "shows": "What damp is",
            "useful": "The map.",
            **{f"due_on_{part}": getattr(starts, part) for part in ("day", "month", "year")},
            "office": Principal.objects.get(post="chief_executive").uid, "decides": "on",
            "accepted": told_of(*(at_london(starts.date(), datetime.time(*at)) for at in ((18,), (19, 30))))}


def upload_again():
    """A file as a browser sends it."""
    return SimpleUploadedFile("notes.txt", b"Notes of a visit.\n", "text/plain")


@pytest.mark.requirement("RUG-MC")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_rule_list_and_page_give_the_answer_of_the_table(council, actor):
    client, user, wrong = browser(council.users[actor]), fresh(council.users[actor]), []
    listed = {action: set(Event.objects.permitted(user, action).values_list("pk", flat=True)) for action in EVENTS if action not in MAKES}
    buttons = {one.pk: one.may for one in mark_actions(user, Event.objects.filter(pk__in=[one.pk for one in council.events.values()]))}

    for (who, state, action), row in ROWS.items():
        if who == actor:
            event = council.events[state]
            got = {"rule": can(user, action, event), "list": event.pk in listed[action], "button": buttons[event.pk][action],
                   "page": by_page(client, event, action)}
            expected = dict.fromkeys(("rule", "list", "button"), row["answer"] == "yes") | {"page": row["answer"]}
            wrong += [(state, action, got)] if got != expected else []

    assert not wrong, "\n".join(str(one) for one in wrong)


def by_page(client, event, action):
    """What the portal answers: yes, 403, 404 or "sign in". Whatever the act did is undone. A refusal must have changed nothing."""
    if action in ON_THE_PAGE or action == IN_THE_FEED:
        return by_reading(client, event, action)
    with undone():
        before = picture(event)
        if action == "withdraw_paper":
            address, typed = f"/programme/papers/{event.papers.get().uid}/withdraw/", {"text": "Wrong figures."}
        elif action == "book":
            address, typed = f"/programme/visits/{event.visits.get().uid}/book/", {}
        else:
            form = next(form for form in ACTS.values() if form.action == action)  # of "arrange" the stand, as the visit asks the same
            address, typed = f"{event.get_absolute_url()}{form.slug}/", given(event)
        shown, response = in_word(client.get(address)), client.post(address, typed)
        answer = in_word(response)
        assert shown == answer, (action, shown, answer, words(response))
        assert (picture(event) != before) == (answer == "yes"), (action, answer)
        if answer == "403":
            assert str(EVENTS[action].says) in words(response)
            assert cited_by(EVENTS[action]) in words(response)
        return answer


def by_reading(client, event, action):
    """The same of what is only read: a part of the event's page, or the reader's own feed."""
    seen = client.get(event.get_absolute_url())
    if seen.status_code != 200:
        return in_word(seen)
    if action == IN_THE_FEED:
        with undone():
            address = client.post("/programme/calendar/").context["address"]
            there = str(event.uid) in browser().get(address.removeprefix(settings.PORTAL_ORIGIN)).content.decode()
    else:
        there = ON_THE_PAGE[action] in words(seen)
    return "yes" if there else "403"


def picture(event):
    """What an act on an event would change."""
    columns = Event.objects.filter(pk=event.pk).values_list("status", "version", "last_activity").get()
    after = event.remarks.count(), event.follow_ups.count(), event.stands.count(), event.feedback.count()
    papers = EventPaper.objects.filter(event=event, withdrawn_at=None).count()
    return columns, papers, event.officers.count(), event.answers.count(), Booking.objects.filter(event=event).count(), after


@pytest.mark.django_db
def test_the_capacity_in_the_table_is_the_one_that_the_actor_holds(council):
    told = {(actor, state): row["capacity"] for (actor, state, _action), row in ROWS.items()}
    users = {actor: fresh(council.users[actor]) for actor in ACTORS}

    found = {(actor, state): held(users[actor], Event, [pk]).get(pk, {"none"}) for actor, state in told
             for pk in [council.events[state].pk]}

    assert found == {key: set(capacity.split()) for key, capacity in told.items()}


# What rests on an office: {(model, action): who may}; and on whose a proposal is (of the first Member).
OFFICE = {action: {row["role"] for row in roles()} | {"stand_in", "excluded"} for action in ("feed", "propose", "view")}
KEEPER = {"democratic_services"}


@pytest.mark.requirement("RUG-MC-PROPOSE")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_what_rests_on_an_office(council, actor):
    user = fresh(council.users[actor])
    wanted = {("make", Event): KEEPER, ("feed", Event): OFFICE["feed"], ("propose", Proposal): OFFICE["propose"],
              ("decide", Proposal): KEEPER, ("view", CouncilMeeting): OFFICE["view"], ("import", CouncilMeeting): KEEPER}

    assert {key: can(user, *key) for key in wanted} == {key: actor in who for key, who in wanted.items()}


@pytest.mark.requirement("RUG-MC-PROPOSE")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_a_proposal_is_read_by_whoever_made_it_and_democratic_services(council, actor):
    user, wanted = fresh(council.users[actor]), {"view": KEEPER | {"member"}, "decide": KEEPER, "take_back": {"member"}}

    for action, who in wanted.items():
        assert can(user, action, council.proposal) == (actor in who), action
        assert (council.proposal in Proposal.objects.permitted(user, action)) == (actor in who), action


@pytest.mark.requirement("RUG-MC")
@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_plan_an_event_gets_the_page_the_button_and_the_event(council, actor):
    client, answer = browser(council.users[actor]), "yes" if actor in KEEPER else "403"
    answer = {"closed_account": "sign in", "ex_member": "404"}.get(actor, answer)  # in no office, no page is there
    sent = given(council.events["draft"]) | {"key": uuid.uuid4()}

    before = Event.objects.count()
    page, post, listing = client.get("/programme/new/"), client.post("/programme/new/", sent), client.get("/programme/")

    assert (in_word(page), in_word(post)) == (answer, answer)
    assert ("/programme/new/" in listing.content.decode()) == (answer == "yes")
    assert Event.objects.count() - before == (answer == "yes")
