"""The pages of ward notices: what each reader is shown, what is refused in plain words, and in how many statements."""

import datetime
import io
import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from conversations.notices import disclosure, services
from conversations.notices.models import Disclosure, Notice, NoticePaper
from council_portal.accounts.services import leave_office, seat
from council_portal.audit.models import Event
from council_portal.outbox.models import Message
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.conversations.notices.ground import TOLD, accepted, again, asked, draft, hour, issued, office_of, paper
from tests.documents.files import pdf
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TEXTS = ("Castle Street car park closes", "It closes for good.", "Room for homes.", "Sixty places fewer.", "It saves a little.")


def page(user, notice):
    return words(browser(user).get(notice.get_absolute_url()))


def typed(council, **changes):
    """What somebody types who fills in the whole form."""
    given = {
        "title": "Castle Street car park closes", "occasion": "operational", "summary": "It closes.", "advantages": "Homes.",
        "disadvantages": "Fewer places.", "finance": "A little.", "wards": [str(council.wards.mill_hill.uid)],
        "service": str(council.services.street_scene.uid), "publish_on_day": "17", "publish_on_month": "3", "publish_on_year": "2027",
        "publish_time": "09:00", "key": str(uuid.uuid4())}
    return {name: value for name, value in (given | changes).items() if value is not None}


# --- writing ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("EXD-10.3")
@pytest.mark.parametrize("left", ["summary", "advantages", "disadvantages", "finance"])
def test_what_the_protocol_asks_for_must_be_there_and_nothing_typed_is_lost(council, left):
    answer = browser(council.head).post("/notices/new/", typed(council, **{left: ""}))

    assert (answer.status_code, set(answer.context["form"].errors), Notice.objects.count()) == (200, {left}, 0)
    assert "Castle Street car park closes" in answer.content.decode()


def test_what_a_protocol_does_not_ask_for_may_be_left_and_the_form_says_so(council):
    factories.adopt("section-c", on=TOLD.date())
    client = browser(council.head)

    shown = words(client.get("/notices/new/"))
    client.post("/notices/new/", typed(council, advantages="", disadvantages="", finance=""))

    assert shown.count("The protocol does not ask for this.") == 3
    assert "The protocol sets no number of days." in shown
    assert Notice.objects.get().summary == "It closes."


def test_a_draft_is_written_with_a_paper_and_issued_from_its_page(council):
    client = browser(council.head)
    made_at = client.post("/notices/new/", typed(council, papers=ContentFile(pdf(), name="plan.pdf")), follow=True)
    made = Notice.objects.get()

    issuing = client.get(f"{made.get_absolute_url()}issue/")
    client.post(f"{made.get_absolute_url()}issue/", {"version": hidden(issuing, "version")})

    assert (made_at.redirect_chain[-1][0], again(made).status) == (made.get_absolute_url(), "issued")
    assert [(one.name, one.restricted) for one in NoticePaper.objects.all()] == [("plan.pdf", True)]


def test_a_paper_that_takes_no_stamp_is_refused_by_name(council):
    answer = browser(council.head).post("/notices/new/", typed(council, papers=ContentFile(b"Notes.\n", name="notes.txt")))

    assert "“notes.txt” cannot be restricted" in words(answer)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(("changes", "says"), [
    ({"publish_on_day": "10", "publish_time": "10:00"}, "Publication must be still to come"),
    ({"publish_time": "9 o'clock"}, "Enter the time in 24 hours, like 09:00"),
    ({"publish_on_day": "28", "publish_time": "01:30"}, "on 28 March 2027 there is no 01:30 in London"),
    ({"publish_on_day": "31", "publish_on_month": "10", "publish_time": "01:30"}, "on 31 October 2027 it is 01:30 twice in London"),
    ({"wards": None}, "Select the wards that it affects, or say that it affects all"),
    ({"all_wards": "on"}, "Select some wards, or all: not both"),
    ({"wards": ["nonsense"]}, "Select one of the choices that are shown"),
    ({"title": "x" * 121}, "Title must be 120 characters or fewer"),
])
def test_bad_input_is_refused_in_plain_words_and_what_was_typed_stays(council, changes, says):
    answer = browser(council.head).post("/notices/new/", typed(council, **changes))

    assert says in words(answer)
    assert "Fewer places." in answer.content.decode()
    assert Notice.objects.count() == 0


def test_an_office_of_one_service_issues_nothing_about_another(council):
    answer = browser(council.head).post("/notices/new/", typed(council, service=str(council.services.housing.uid)))

    assert "issues notices about its own service alone" in words(answer)
    assert typed(council)["title"] in answer.content.decode(), "what was typed is kept"


def test_an_office_that_one_does_not_hold_is_no_choice(council):
    answer = browser(council.head).post("/notices/new/", typed(council, office=str(office_of(council.chief).uid)))

    assert (answer.status_code, Notice.objects.count()) == (200, 0)


def test_a_ward_or_a_service_that_has_ended_is_not_offered(council):
    council.wards.castle.ended_on = council.services.housing.ended_on = TOLD.date()
    council.wards.castle.save()
    council.services.housing.save()

    form = browser(council.head).get("/notices/new/").context["form"]

    assert [ward.name for ward in form.fields["wards"].queryset] == ["Mill Hill"]
    assert "Housing" not in [one.name for one in form.fields["service"].queryset]


def test_the_same_form_pressed_twice_makes_one(council):
    client, given = browser(council.head), typed(council)

    first, second = client.post("/notices/new/", given), client.post("/notices/new/", given)

    assert (first["Location"], Notice.objects.count()) == (second["Location"], 1)


def test_a_draft_changed_by_somebody_else_is_not_overwritten_unawares(council):
    made = draft(council.head, wards=[council.wards.mill_hill], service=council.services.street_scene)
    client, address = browser(council.head), f"{made.get_absolute_url()}change/"
    seen = hidden(client.get(address), "version")
    client.post(address, typed(council, title="First", version=seen))

    late = client.post(address, typed(council, title="Second", version=seen))

    assert (late.status_code, again(made).title) == (409, "First")
    assert "Second" in words(late)


# --- reading ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("EXD-10.4")
def test_before_accepting_a_member_is_shown_that_there_is_one_and_nothing_that_it_says(council):
    made = issued(council, papers=[paper()], short=True, publish_at=hour(12))

    shown = page(council.member, made)

    assert [text for text in [*TEXTS, "plan of the car park", "landlord", "Head of service", "Priya Chandran"] if text in shown] == []
    for said in ("Ward notice in confidence", "A significant operational matter", "Street Scene", "Mill Hill", "12 March 2027 at 09:00",
                 "clause 10.4", "Why there are fewer is recorded in the notice."):
        assert said in shown


def test_the_way_to_read_it_comes_before_the_words_of_the_protocol(council):
    said = page(council.member, issued(council))

    assert said.index("Read it in confidence") < said.index("Where this is, and why")


def test_a_member_accepts_and_reads_and_it_is_on_the_record(council):
    made, client = issued(council, papers=[paper()]), browser(council.member)
    form = client.get(f"{made.get_absolute_url()}accept/")
    refused = client.post(f"{made.get_absolute_url()}accept/", {"version": hidden(form, "version")})
    shown = client.post(f"{made.get_absolute_url()}accept/", {"version": hidden(form, "version"), "accepted": "on"}, follow=True)

    assert "Tick the box to accept the confidence" in words(refused)
    assert [text for text in TEXTS if text not in words(shown)] == []
    opening = made.openings.get(person=council.member.person)
    assert (opening.accepted_at, opening.opened_at) == (TOLD, TOLD)
    assert Event.objects.filter(verb="opened", object_uid=made.uid, actor_uid=council.member.person.uid).count() == 1


def test_a_short_notice_says_why_and_who_says_so_to_all_who_read_it(council, clock):
    made = issued(council, short=True, publish_at=hour(12))
    clock.move_to(hour(13))

    shown = page(council.other_member, made)

    assert "There are 2 calendar days from issue to publication; the protocol asks for 7." in shown
    assert ("Why there are fewer: The landlord ends the lease. Named by Priya Chandran as having said that it is lawful: "
            "Ruth Abara, Monitoring officer.") in shown
    assert "Officer.." not in shown


def test_before_the_hour_it_is_the_404_of_one_that_never_was_and_after_it_a_page(council, clock):
    made = issued(council)
    client, nobody = browser(council.other_member), f"/notices/{uuid.UUID(int=7)}/"
    before, unknown = client.get(made.get_absolute_url()), client.get(nobody)
    clock.move_to(hour(17))

    assert (before.status_code, unknown.status_code, without_token(before) == without_token(unknown)) == (404, 404, True)
    assert "It closes for good." in page(council.other_member, made)


def without_token(response):
    return re.sub(r'nonce="[^"]*"|value="[^"]{64}"', "", response.content.decode())


@pytest.mark.parametrize("at", [hour(12), hour(18)])
def test_papers_carry_the_readers_name_until_the_hour_and_never_after(council, clock, at):
    made = accepted(issued(council, papers=[paper()]), council.member)
    clock.move_to(at)
    [one] = NoticePaper.objects.all()

    answer = browser(council.member).get(one.get_absolute_url())
    text = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages[0].extract_text()

    assert ("Aisha Rahman" in text, made.reference in text) == ((True, True) if at == hour(12) else (False, False))
    assert Event.objects.filter(verb="stamped copy opened" if at == hour(12) else "paper opened", object_uid=one.uid).count() == 1


def test_papers_of_a_withdrawn_notice_stay_stamped(council, clock):
    made = accepted(issued(council, papers=[paper()]), council.member)
    client = browser(council.head)
    address = f"{made.get_absolute_url()}withdraw/"
    client.post(address, {"version": hidden(client.get(address), "version"), "text": "The lease goes on."})
    clock.move_to(hour(30))

    answer = browser(council.member).get(NoticePaper.objects.get().get_absolute_url())

    assert "Aisha Rahman" in PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages[0].extract_text()
    assert "The lease goes on." in page(council.member, made)
    assert "It was never published, so it stays in confidence" in page(council.colleague, made)


def test_a_paper_is_withdrawn_and_the_page_says_how_many_have_it(council, clock):
    issued(council, papers=[paper()])
    clock.move_to(hour(18))
    [one] = NoticePaper.objects.all()
    for who in (council.member, council.other_member, council.other_member):
        b"".join(browser(who).get(one.get_absolute_url()).streaming_content)
    client, address = browser(council.head), f"{one.get_absolute_url()}withdraw/"

    asked_first = words(client.get(address))
    after = client.post(address, {"text": "It named a tenant."}, follow=True)

    assert "2 people have taken it already." in asked_first
    assert "plan of the car park.pdf" in words(after)
    assert "Withdrawn by Priya Chandran on 18 March 2027 at 09:00: It named a tenant." in words(after)
    assert browser(council.member).get(one.get_absolute_url()).status_code == 404
    assert client.post(address, {"text": "Again."}).status_code == 404


def test_a_member_who_has_not_accepted_gets_no_paper(council):
    issued(council, papers=[paper()])

    assert browser(council.member).get(NoticePaper.objects.get().get_absolute_url()).status_code == 404


@pytest.mark.requirement("EXD-10.2")
def test_the_issuing_office_reads_the_evidence_and_a_ward_without_a_member(council):
    fenside = factories.ward("Fenside")
    made = accepted(issued(council, wards=[council.wards.mill_hill, fenside]), council.member)

    shown, to_member = page(council.head, made), page(council.member, made)

    assert "No Member today for: Fenside." in shown
    assert ("Councillor Tomasz Wolny Mill Hill Told Shown in the portal since 10 March 2027 at 10:00. "
            "Message written on 10 March 2027 at 10:00, not sent yet: it waits for its turn.") in shown
    assert "Who was told, and who has opened it" not in to_member


def test_a_new_notice_says_whose_place_it_takes(council, clock):
    made, client = issued(council), browser(council.head)
    address = f"{made.get_absolute_url()}replace/"
    shown = client.get(address)
    client.post(address, typed(council, title="Another car park closes", key=hidden(shown, "key")))
    other = Notice.objects.get(replaces=made)

    assert shown.context["form"].initial["summary"] == "It closes for good."
    assert "It takes the place of: Castle Street car park closes" in page(council.head, other)
    assert "Another notice takes its place: Another car park closes" in page(council.head, made)
    assert "Another car park" not in page(council.member, accepted(made, council.member))


# --- the hour, disclosure ----------------------------------------------------------------------------------------------------------


LAWFUL = {"short_reason": "It is in the newspaper already.", "short_named": "Ruth Abara, Monitoring officer"}


def moving(client, made, day=12):
    """The address of moving the hour, and what is typed to move it to 09:00 on this day of March."""
    address = f"{made.get_absolute_url()}move/"
    return address, {"version": hidden(client.get(address), "version"), "publish_on_day": str(day), "publish_on_month": "3",
                     "publish_on_year": "2027", "publish_time": "09:00", "text": "It is in the newspaper."}


def test_moving_the_hour_too_early_asks_for_a_reason_and_keeps_what_was_typed(council):
    made, client = issued(council), browser(council.head)
    address, given = moving(client, made)

    refused = client.post(address, given)
    too_short = client.post(address, given | LAWFUL | {"short_reason": "x"})
    assert "Say in a sentence why it is lawful and needed to have fewer days: at least 3 words and 15 letters" in words(too_short)
    assert 'value="Ruth Abara, Monitoring officer" selected' in too_short.content.decode()
    client.post(address, given | LAWFUL)

    assert "Enter why there are fewer days, or choose a later day" in words(refused)
    assert "Select who has said that it is lawful" in words(refused)
    assert "It is in the newspaper." in refused.content.decode()
    assert again(made).publish_at == hour(12)


@pytest.mark.requirement("EXD-10.4")
def test_each_hour_that_is_too_soon_has_a_reason_of_its_own_and_those_before_stay_on_record(council):
    made, client = issued(council, short=True, publish_at=hour(13)), browser(council.head)
    address, given = moving(client, made)

    shown = client.get(address).context["form"]
    refused = client.post(address, given)
    client.post(address, given | LAWFUL)
    address, given = moving(client, made, day=20)
    client.post(address, given)

    assert [shown[name].value() for name in shown.SHORT] == [None] * 2
    assert set(refused.context["form"].errors) == {"short_reason", "short_named"}
    assert (again(made).publish_at, again(made).short_reason) == (hour(20), "")
    assert [(turn.short_reason, turn.short_named) for turn in made.turns.all()] == [
        ("The landlord ends the lease.", "Ruth Abara, Monitoring officer"), tuple(LAWFUL.values()), ("", "")]
    said = page(council.head, made)
    assert ("To be published on 12 March 2027 at 09:00. Why there are fewer: It is in the newspaper already. "
            "Named by Priya Chandran as having said that it is lawful: Ruth Abara, Monitoring officer.") in said
    assert "Why there are fewer: The landlord ends the lease." in said


@pytest.mark.requirement("EXD-10.4")
@pytest.mark.parametrize("named", ["Ruth", "Councillor Aisha Rahman, Mill Hill", "Ruth Abara, Head of Street Scene",
                                   "Priya Chandran, Head of Street Scene", "somebody else"])
def test_who_says_that_it_is_lawful_is_an_officer_whose_post_decides(council, named):
    made, client = issued(council), browser(council.head)
    address, given = moving(client, made)

    answer = client.post(address, given | {"short_reason": LAWFUL["short_reason"], "short_named": named})

    assert set(answer.context["form"].errors) == {"short_named"}
    assert again(made).publish_at == hour(17)
    assert answer.context["form"]["short_named"].value() == named


def test_who_has_left_office_is_not_offered(council):
    made, client = issued(council), browser(council.head)
    leave_office(council.monitoring.person)
    address, given = moving(client, made)

    assert set(client.post(address, given | LAWFUL).context["form"].errors) == {"short_named"}


@pytest.mark.requirement("EXD-10.2")
def test_the_evidence_tells_of_each_hour_whether_a_member_was_told_of_it(council, clock):
    made = issued(council)
    Message.objects.filter(to=council.member.person).update(status="cancelled", why_not="no council address")
    clock.shift(datetime.timedelta(days=1))
    services.move_hour(again(made), actor=fresh(council.head), publish_at=hour(19), text="Cabinet meets later.")
    Message.objects.filter(to=council.colleague.person, kind="notice_moved").update(status="sent", sent_at=hour(11, datetime.time(10, 2)))
    clock.shift(datetime.timedelta(days=1))
    seat(council.other_member.person, council.wards.mill_hill, authority="Invented")

    told = {row["name"]: row["told"] for row in browser(council.head).get(made.get_absolute_url()).context["evidence"]}

    moved = "Moved on 11 March 2027 at 10:00 to 19 March 2027 at 09:00."
    shown, written = "Shown in the portal since 10 March 2027 at 10:00.", "Message written on 10 March 2027 at 10:00, not sent"
    at_11 = "Message written on 11 March 2027 at 10:00,"
    assert told == {
        "Councillor Aisha Rahman": [
            shown, f"{written}: the Member has no council address.", f"{moved} {at_11} not sent yet: it waits for its turn."],
        "Councillor Tomasz Wolny": [
            shown, f"{written} yet: it waits for its turn.", f"{moved} {at_11} sent on 11 March 2027 at 10:02."],
        "Councillor Gwen Pritchard": [
            "Not told: in office since 12 March 2027.", f"{moved} Not told of it: in office since 12 March 2027."]}


@pytest.mark.parametrize(("message", "said"), [
    ({"status": "failed"}, "not sent: the mail server did not take it, and the portal has given up."),
    ({"attempts": 2}, "not sent yet: the mail server did not take it. It is tried again."),
    ({"status": "cancelled", "why_not": "no longer entitled"}, "not sent: the Member might not see the notice any more."),
    ({"status": "cancelled"}, "not sent: no reason was recorded."),
    ({"status": "held"}, "not sent yet: it waits for its turn.")])
def test_what_is_known_of_a_message_is_said(council, message, said):
    made = issued(council)
    Message.objects.filter(to=council.member.person).update(**message)

    assert f"Message written on 10 March 2027 at 10:00, {said}" in page(council.head, made)


def test_a_question_about_disclosure_is_asked_and_answered_on_the_pages(council):
    made, client = accepted(issued(council), council.member), browser(council.member)
    address = f"{made.get_absolute_url()}ask-disclosure/"
    form = client.get(address)
    client.post(address, {
        "version": hidden(form, "version"), "key": hidden(form, "key"), "to_whom": "The parish chair", "text": "Their land."})
    boss, answering = browser(council.chief_executive), f"{made.get_absolute_url()}answer-disclosure/"
    asked_of = boss.get(answering)
    boss.post(answering, {"version": hidden(asked_of, "version"), "question": hidden(asked_of, "question"), "agreed": "yes",
                          "text": "The date, to the chair alone."})

    assert "Nobody holds the post that comes first" in words(form)
    assert "asks to disclose it to: The parish chair" in words(asked_of)
    assert Disclosure.objects.get().agreed is True
    assert "The date, to the chair alone." in page(council.member, made)
    assert "The date, to the chair alone." in page(council.head, made)
    assert "The date, to the chair alone." not in page(council.democratic, made)


def test_what_was_answered_is_offered_no_more_until_there_is_another_question(council):
    made = accepted(issued(council), council.member)
    asked(made, council.member)
    boss, offered = browser(council.chief_executive), []
    for _time in range(2):
        offered += [[str(one["text"]) for one in boss.get(made.get_absolute_url()).context["acts"]]]
        for one in made.disclosures.filter(agreed=None):
            disclosure.answer(one, actor=fresh(council.chief_executive), agreed=False, text="No.")
    asked(made, council.member)

    assert offered == [["Answer the Member"], []]
    assert "Answer the Member" in page(council.chief_executive, made)


def test_asking_before_accepting_says_what_to_do_first(council):
    made = issued(council)
    client, address = browser(council.member), f"{made.get_absolute_url()}ask-disclosure/"

    shown = client.get(address)
    sent = client.post(address, {"version": made.version, "to_whom": "The chair", "text": "Their land."})

    assert "You have not accepted the confidence yet." in words(shown)
    assert (sent.status_code, "Their land." in words(sent), Disclosure.objects.count()) == (409, True, 0)


def test_an_answer_to_a_question_that_was_answered_meanwhile_is_409(council):
    made = accepted(issued(council), council.member)
    asked(made, council.member)
    client, address = browser(council.chief_executive), f"{made.get_absolute_url()}answer-disclosure/"
    form = client.get(address)
    given = {"version": hidden(form, "version"), "question": hidden(form, "question"), "agreed": "no", "text": "No."}
    client.post(address, given)

    again_sent = client.post(address, given)

    assert again_sent.status_code == 409
    assert "Every question that was put to your office has been answered." in words(again_sent)


# --- the list and home -------------------------------------------------------------------------------------------------------------


def test_the_list_names_what_the_reader_may_read_and_hides_the_title_of_the_rest(council, clock):
    issued(council)
    rows = {who: [row["title"] for row in browser(council.accounts[who]).get("/notices/").context["rows"]]
            for who in ("member", "other_member", "head", "democratic")}

    assert rows == {"member": ["Ward notice in confidence"], "other_member": [], "head": [TEXTS[0]], "democratic": [TEXTS[0]]}


@pytest.mark.parametrize(("query", "found"), [
    ("", {"a", "b", "c"}), ("state=confidence", {"b", "c"}), ("state=public", {"a"}), ("state=draft", set()),
    ("ward=mill_hill", {"a", "c"}),
    ("ward=castle", {"b", "c"}), ("occasion=scrutiny", {"b"}), ("state=confidence&ward=mill_hill", {"c"}), ("state=nonsense", set())])
def test_the_list_is_narrowed_by_where_it_is_ward_and_occasion(council, clock, query, found):
    issued(council, title="a")
    issued(council, "democratic", title="b", wards=[council.wards.castle], occasion="scrutiny", publish_at=hour(25))
    issued(council, "democratic", title="c", wards=[], all_wards=True, publish_at=hour(26))
    clock.move_to(hour(18))
    for name in ("mill_hill", "castle"):
        query = query.replace(f"ward={name}", f"ward={getattr(council.wards, name).uid}")

    assert {row["title"] for row in browser(council.democratic).get(f"/notices/?{query}").context["rows"]} == found


def test_the_list_has_pages(council, clock):
    for number in range(27):
        issued(council, title=f"Number {number}", publish_at=hour(17) + datetime.timedelta(days=number))
    client = browser(council.democratic)

    first = client.get("/notices/")
    second = client.get(f"/notices/?{first.context['older']}")

    assert [row["title"] for row in first.context["rows"]] == [f"Number {n}" for n in range(26, 1, -1)]
    assert [row["title"] for row in second.context["rows"]] == ["Number 1", "Number 0"]


def test_what_waits_stands_on_the_list_and_on_home_until_it_is_accepted(council):
    made, client = issued(council), browser(council.member)

    waiting = [one["reference"] for one in client.get("/notices/").context["waiting"]]
    at_home = words(client.get("/"))
    accepted(made, council.member)

    assert waiting == [made.reference]
    assert "Ward notices in confidence that you have not opened" in at_home
    assert TEXTS[0] not in at_home
    assert client.get("/notices/").context["waiting"] == []
    assert "Ward notices in confidence" not in words(client.get("/"))


def statements(user, address):
    client = browser(user)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize(("who", "most"), [("member", 8), ("head", 8), ("democratic", 8)])
def test_the_list_takes_as_many_statements_for_one_as_for_thirty(council, who, most):
    """Session, account, offices, wards, services, walls, the page, the wards of its rows."""
    issued(council)
    one = statements(council.accounts[who], "/notices/")
    for _ in range(29):
        issued(council, wards=[council.wards.mill_hill, council.wards.castle])

    assert (one, statements(council.accounts[who], "/notices/")) == (most, most)


@pytest.mark.parametrize(("who", "most"), [("member", 14), ("head", 16), ("democratic", 16)])
def test_the_page_takes_as_many_statements_for_one_as_for_thirty_papers_and_members(council, who, most):
    made = issued(council, papers=[paper()])
    accepted(made, council.member)
    statements(council.accounts[who], made.get_absolute_url())
    one = statements(council.accounts[who], made.get_absolute_url())
    for number in range(29):
        factories.member(f"Member {number}", of=council.wards.mill_hill)
    for _ in range(29):
        NoticePaper.objects.create(notice=made, name="x.pdf", size=1, content_type="application/pdf", digest="0", stored=uuid.uuid4().hex,
                                   added_by=council.head.person)

    assert (one, statements(council.accounts[who], made.get_absolute_url())) == (most, most)


def test_home_takes_one_statement_for_what_waits_and_none_of_who_is_no_member(council):
    issued(council)
    with_one = statements(council.member, "/"), statements(council.head, "/")
    for _ in range(5):
        issued(council)

    assert (statements(council.member, "/"), statements(council.head, "/")) == with_one


def test_the_menu_has_ward_notices_for_who_holds_an_office(council):
    nobody = factories.account(factories.add_person("Nora Inkpen", email="nora@council.example"))

    assert 'href="/notices/"' in browser(council.clo).get("/").content.decode()
    assert 'href="/notices/"' not in browser(nobody).get("/").content.decode()
    assert browser(nobody).get("/notices/").status_code == 404


def test_democratic_services_read_it_from_issuing_on_and_act_on_nothing(council):
    made = issued(council)
    client = browser(council.democratic)

    shown = client.get(made.get_absolute_url())

    assert ("It closes for good." in words(shown), shown.context["acts"]) == (True, [])
    assert client.get(f"{made.get_absolute_url()}move/").status_code == 403


def test_the_reader_of_a_page_is_named_on_the_record_and_a_member_in_confidence_is_not_yet(council):
    made = issued(council)
    page(council.member, made)
    page(council.head, made)

    assert list(Event.objects.filter(verb="opened", object_uid=made.uid).values_list("actor_name", flat=True)) == ["Priya Chandran"]
    assert fresh(council.member).person.name == "Aisha Rahman"


def test_the_address_of_a_notice_is_that_of_its_page(council):
    made = issued(council)
    assert made.get_absolute_url() == reverse("notices:notice", args=[made.uid])
