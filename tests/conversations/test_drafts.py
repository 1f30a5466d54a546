"""What somebody typed into a form of meeting and informing and did not send: kept for them, shown to them, gone once it is sent."""
import re
import uuid

import pytest

import council_portal.urls  # noqa: F401 -- every view is known then
from conversations import acts
from conversations.attendance import act_forms, topic_forms
from conversations.attendance.begun import ask_form
from conversations.attendance.policy import KINDS
from conversations.briefing import forms as briefing
from conversations.models import Event, Remark
from conversations.notices import act_forms as notices
from council_portal.accounts.models import Appointment
from council_portal.drafts.models import Draft
from council_portal.drafts.pages import KeepsDraft, KeepsPapers
from council_portal.drafts.waiting import TELLERS, waiting
from tests.casework.ground import browser, words
from tests.conversations.after_ground import begin, held, report
from tests.conversations.notices.ground import office_of
from tests.factories import fresh

pytestmark = pytest.mark.django_db
PROPOSE, PLAN, NOTICE, ITEM = "/programme/proposals/new/", "/programme/new/", "/notices/new/", "/briefing/items/new/"


def lines(user):
    """What waits for this reader: [(text, link, what was typed)]."""
    found = waiting(fresh(user))
    return [(one["text"], one["url"], one["typed"]) for one in found["open"] + found["more"]] if found else []


def every_view(base=KeepsDraft):
    """The views that keep drafts."""
    return {view for kind in base.__subclasses__() for view in {kind, *every_view(kind)}}


def test_every_form_that_keeps_drafts_says_what_they_are_and_fits_its_column():
    tables = (acts.ACTS, act_forms.ACTS, topic_forms.ACTS, briefing.ITEM_ACTS, briefing.BRIEFING_ACTS, notices.ACTS)
    forms = {view.form_class for view in every_view() - {KeepsPapers}} | {form for table in tables for form in table.values()}
    kept = {form.keeps for form in forms if getattr(form, "keeps", "")} | {ask_form(kind) for kind in KINDS}

    assert kept == {"plan-event", "propose", "event-said", "event-follow-up", "event-report", "case-from-said",
                    "open-day-feedback", "ward-notice", "briefing-item", "attend-group_meeting", "attend-group-outsiders",
                    "attend-ward_party_meeting", "attend-private_briefing", "attend-scrutiny_attendance", "attend-external",
                    "in-confidence"}
    assert kept <= set(TELLERS)
    assert max(map(len, kept)) <= Draft._meta.get_field("form").max_length


@pytest.mark.parametrize(("who", "address", "typed", "says"), [
    ("member", PROPOSE, {"title": "", "text": "Three groups ask for benches."}, "Propose a matter for discussion: Three groups ask"),
    ("democratic", PLAN, {"title": "Bus lanes"}, "Plan an event: Bus lanes"),
    ("head", ITEM, {"title": "The library moves"}, "Submit an item for the briefing: The library moves"),
    ("member", "/programme/attendance/new/private_briefing/", {"title": "The canal"}, ": The canal")])
def test_what_failed_is_kept_named_and_shown_again(council, who, address, typed, says):
    client, user = browser(council.accounts[who]), council.accounts[who]
    assert client.post(address, typed).status_code == 200

    (text, url, _typed), = lines(user)
    shown = client.get(address)

    assert says in text
    assert (url, text in words(client.get("/"))) == (address, True)
    assert "You began this on" in words(shown)
    assert next(value for value in typed.values() if value) in shown.content.decode()
    assert re.search(r'<form method="post" data-draft="([^"]*)"', shown.content.decode())[1] in TELLERS
    assert lines(council.other_member) == []
    assert "You began this" not in words(browser(council.other_member if who == "member" else council.democratic).get(PROPOSE))


def test_days_boxes_and_choices_are_as_they_were_left_and_sending_it_throws_it_away(council):
    client = browser(council.democratic)
    typed = {"kind": "workshop", "title": "Paths", "about": "", "on_day": "30", "on_month": "13", "on_year": "2027", "begins": "18:00",
             "ends": "20:00", "place": "Library", "audience": "some", "wards": [str(council.wards.castle.uid)], "in_confidence": "on"}
    client.post(PLAN, typed)

    form = client.get(PLAN).context["form"]

    assert {name: form[name].value() for name in ("kind", "title", "on", "begins", "audience", "wards", "in_confidence")} == {
        "kind": "workshop", "title": "Paths", "on": "2027-13-30", "begins": "18:00", "audience": "some",
        "wards": [str(council.wards.castle.uid)], "in_confidence": True}
    client.post(PLAN, typed | {"about": "Where they lead.", "on_month": "12", "key": str(uuid.uuid4())})
    assert (Event.objects.get().title, Draft.objects.count()) == ("Paths", 0)
    assert "You began this" not in words(client.get(PLAN))


def test_enter_sends_the_form_and_does_not_throw_the_draft_away(council):
    client = browser(council.member)
    client.post(PROPOSE, {"text": "Benches."})
    form = client.get(PROPOSE).content.decode().split('data-draft="propose"')[1]
    assert "formaction" not in re.search(r'<button type="submit"[^>]*>', form)[0]
    assert re.search(r'formaction="/drafts/propose/away/"', form)
    assert "Photos and papers are not kept" not in form, "there are none to choose"


def test_what_the_address_asks_for_goes_before_what_was_left(council):
    client = browser(council.member)
    client.post(PROPOSE, {"text": "Benches.", "ward": ""})
    form = client.get(f"{PROPOSE}?ward={council.wards.castle.uid}").context["form"]
    assert (form["ward"].value(), form["text"].value()) == (str(council.wards.castle.uid), "Benches.")


class TestAfterAnEvent:
    def test_what_was_said_waits_with_its_event_and_goes_when_it_is_written_down(self, council):
        event = held(council)
        client, address = browser(council.member), f"/programme/{event.uid}/said/"
        client.post(address, {"said_by": "The residents’ group", "text": ""})

        assert lines(council.member) == [(f"Write down what was said: {event.title}", address, "")]
        assert "The residents’ group" in client.get(address).content.decode()
        client.post(address, {"text": "Lamps.", "key": str(uuid.uuid4()), "version": event.version})
        assert (Remark.objects.count(), Draft.objects.count()) == (1, 0)

    def test_of_an_event_that_is_seen_no_more_nothing_is_said_but_what_was_typed(self, council):
        event = held(council)
        browser(council.member).post(f"/programme/{event.uid}/said/", {"said_by": "The residents’ group", "text": ""})
        Draft.objects.update(about=uuid.uuid4())
        assert lines(council.member) == [("Something that you may not see any more", "", "The residents’ group")]

    def test_a_report_that_comes_too_late_can_still_be_copied(self, council):
        event = held(council)
        one = begin(council, event, office_of(council.head))
        client, address = browser(council.head), f"/programme/follow-ups/{one.uid}/"
        client.post(address, {"text": "", "done": "on"})
        assert [line[:2] for line in lines(council.head)] == [(f"Say how it stands: {event.title}", address)]
        report(one, council.head, "Lit.", done=True)
        answer = client.post(address, {"text": "They are lit now.", "key": str(uuid.uuid4())})
        assert answer.status_code == 409
        assert lines(council.head) == [(f"Say how it stands: {event.title}", "", "They are lit now.")]


class TestANotice:
    def test_its_draft_is_named_without_a_word_of_it(self, council):
        client = browser(council.head)
        client.post(NOTICE, {"title": "Castle Street closes", "summary": "For good."})
        assert lines(council.head) == [("Write a ward notice", NOTICE, "")]
        assert "Castle Street closes" not in words(client.get("/"))
        assert "Castle Street closes" in client.get(NOTICE).content.decode()

    def test_whoever_has_left_the_office_reads_nothing_of_it_and_can_throw_it_away(self, council):
        browser(council.head).post(NOTICE, {"title": "Castle Street closes", "summary": "For good."})
        Appointment.objects.filter(person=council.head.person).update(principal=office_of(council.monitoring))
        client = browser(council.head)

        assert client.get(NOTICE).status_code == 403
        assert lines(council.head) == [("Write a ward notice", "", "")]
        assert "Castle Street" not in words(client.get("/"))
        client.post("/drafts/ward-notice/away/", {"draft_about": "", "draft_back": "/"})
        assert not Draft.objects.exists()
