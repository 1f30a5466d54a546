"""What the office does with a concern until it is closed: tests/matrix/concerns.csv says who may, this what comes of it."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from complaints import dealing, deciding, inquiry, kinds, nations, reading, reviewing, services, settling
from complaints.deciding import months_after
from complaints.decision_forms import Decide
from complaints.decision_forms import at as at_field
from complaints.handling_forms import Plan
from complaints.letters import making
from complaints.models import Concern, ConcernTurn, Status
from complaints.policy import INDEPENDENT, INVESTIGATOR, OFFICER, PANEL
from complaints.reading import as_read
from complaints.sanctions.catalogue import Unlawful
from complaints.services import CannotBe
from council_portal.accounts.models import Person
from council_portal.design.dates import day
from council_portal.documents.uploads import check_upload
from council_portal.outbox.models import Message
from council_portal.outbox.services import still_entitled
from tests import factories
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.ground import concern
from tests.complaints.test_pages import words
from tests.factories import fresh

pytestmark = pytest.mark.django_db
Heard = ConcernTurn.Heard
ANSWERS = dict.fromkeys(["ours", "capacity", "in_office", "breach", "in_time", "fair", "interest"], "yes")
SOON = datetime.timedelta(days=30)


@pytest.fixture
def at():
    return ground.outsiders(ground.council())


def today():
    return timezone.localdate()


def assessed(at, decision="investigate", branch=("breach",)):
    """An officer's concern about a Member, at the Monitoring Officer, assessed; the Member is told where it is investigated."""
    made = concern(at.head, at.member)
    if decision == "investigate":
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says something.", support="Lee Moss",
                             independent=ground.edith(at))
    return dealing.assess(made, actor=fresh(at.monitoring), decision=decision, text="We go on.", reasons="Two saw it.", answers=ANSWERS,
                          branch=branch)


def decide(made, at, **given):
    if given.get("sanctions"):
        if not made.facts.get("view_given"):
            heard_view(made, at)
        given["view"] = "It was followed."
    return deciding.decide(made, actor=fresh(at.monitoring), **{
        "finding": "breach", "reasons": "Seen.", "text": "It was found.", "to_subject": "It was found.", **given})


def appoint(made, at, user, capacity, until=None):
    return inquiry.appoint(made, actor=fresh(at.monitoring), person=user.person, capacity=capacity, until=until or today() + SOON, text="")


def ended(made, at):
    """Assessed as nothing to be dealt with: closed."""
    return dealing.assess(made, actor=fresh(at.monitoring), decision="nothing", text="No.", reasons="None.", answers=ANSWERS,
                          branch=["breach"])


def heard_view(made, at):
    """The view of an Independent Person on paper, asked for and given."""
    inquiry.ask_view(made, actor=fresh(at.monitoring), independent=ground.edith(at), text="What do you think?")
    inquiry.give_view(made, actor=fresh(at.monitoring), text="A breach.")


def post(client, address, **typed):
    """Post a form of a concern with the version that its page carries."""
    version = re.search(r'name="version"[^>]*value="([^"]+)"', client.get(address).content.decode())[1]
    return client.post(address, {"version": version, **typed})


def plain(page):
    """A page without what is random in it."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|name="key" value="[^"]+"', "", page.decode())


def date_of(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def box(name, on):
    return {part: str(number) for part, number in date_of(name, on).items()}


def of(made, act=""):
    return made.get_absolute_url() + (f"{act}/" if act else "")


def told(made, heard):
    return [said["kind"] for _turn, said in reading.heard_by(made, {heard})]


class TestTheClock:
    def test_a_concern_is_to_be_acknowledged_then_assessed_within_the_working_days_of_the_settings(self, at, time_machine):
        time_machine.move_to("2027-05-28T10:00:00Z")  # a Friday; Monday 31 May is a bank holiday in England
        made = concern(at.head, at.member)
        assert made.due_on == datetime.date(2027, 6, 7), "five working days, the bank holiday left out"

        dealing.acknowledge(made, actor=fresh(at.monitoring), text="It has come.")

        assert made.due_on == datetime.date(2027, 6, 28)
        with pytest.raises(CannotBe, match="twice"):
            dealing.acknowledge(made, actor=fresh(at.monitoring), text="Again.")

    def test_whoever_has_it_is_reminded_once_for_each_day_that_is_set(self, at, time_machine):
        time_machine.move_to("2027-05-28T10:00:00Z")
        made = concern(at.head, at.member)
        Message.objects.all().delete()
        time_machine.move_to("2027-06-07T10:00:00Z")

        settling.settle_all()
        settling.settle_all()

        assert [one.to for one in Message.objects.all()] == [at.monitoring.person]
        assert Concern.objects.get(pk=made.pk).reminded_of == datetime.date(2027, 6, 7)

    def test_the_list_in_the_admin_stands_by_the_clock_and_its_filter_shows_only_the_readers_own(self, at, time_machine):
        time_machine.move_to("2027-05-28T10:00:00Z")
        late, later = concern(at.head, at.member), concern(at.clo, at.other_member)
        hidden = concern(at.head, at.monitoring)
        dealing.acknowledge(later, actor=fresh(at.monitoring), text="It has come.")
        time_machine.move_to("2027-06-08T10:00:00Z")
        client = browser(at.monitoring)

        page = client.get("/monitoring/complaints/concern/").content.decode()
        over = client.get("/monitoring/complaints/concern/?due=over").content.decode()
        nothing = client.get("/monitoring/complaints/concern/?due=none").content.decode()

        assert page.index(late.reference) < page.index(later.reference)
        assert hidden.reference not in page
        assert "Acknowledge it by 7 June 2027: overdue" in page
        assert late.reference in over
        assert later.reference not in over
        assert late.reference not in nothing


class TestThePlan:
    @pytest.mark.requirement("NNC-RESOLVE")
    def test_an_early_resolution_has_tasks_and_is_closed_only_when_each_has_ended(self, at):
        made, desk = assessed(at, "early"), browser(at.monitoring)
        post(desk, of(made, "plan"), what="An apology", who="Councillor Rahman", **date_of("due", today() + SOON))
        made.refresh_from_db()
        assert made.due_on == today() + SOON
        refused = post(desk, of(made, "close"), text="Settled.")
        assert "Something is still to be done" in words(refused)
        assert "Settled." in refused.content.decode(), "what was typed is kept"

        task = made.tasks.get()
        post(desk, of(made, "task"), task=str(task.uid), done="yes", text="She apologised on Monday.")
        post(desk, of(made, "close"), text="Settled.")

        made.refresh_from_db()
        assert (made.status, made.due_on) == (Status.CLOSED, None)
        page = words(browser(at.head).get(of(made)))
        assert "An apology Done" in page
        assert "She apologised on Monday." in page

    def test_an_early_resolution_without_a_plan_is_not_closed(self, at):
        made = assessed(at, "early")
        with pytest.raises(CannotBe, match="no plan"):
            dealing.close(made, actor=fresh(at.monitoring), text="Settled.")

    def test_a_task_is_ended_once(self, at):
        made = assessed(at, "early")
        dealing.plan(made, actor=fresh(at.monitoring), what="A talk", who="Both", due=today() + SOON)
        task = made.tasks.get().uid
        dealing.end_task(made, actor=fresh(at.monitoring), task=task, done=False, text="They would not.")
        with pytest.raises(CannotBe, match="ended"):
            dealing.end_task(made, actor=fresh(at.monitoring), task=task, done=True, text="They did.")

    def test_where_early_resolution_fails_it_is_investigated(self, at):
        made = assessed(at, "early")
        dealing.investigate(made, actor=fresh(at.monitoring), text="It did not settle it.")
        assert made.status == Status.INQUIRY
        assert "to inquiry" in told(made, Heard.BOTH)


class TestWhoeverItIsAbout:
    @pytest.mark.requirement("CMP-CONFLICT")
    def test_is_told_the_statement_and_sees_nothing_else_of_it(self, at):
        made = concern(at.head, at.member, text="Priya Chandran saw him shout.", withheld="I fear for my post.")
        ground.evidence(made, at.head, name="notes.txt")
        dealing.keep_note(made, actor=fresh(at.monitoring), text="A note of the office.")
        before = browser(at.member).get(of(made))
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says that you shouted.", support="Lee Moss, Human Resources",
                             independent=ground.edith(at))

        page = words(browser(at.member).get(of(made)))

        assert before.status_code == 404
        for shown in ("Somebody says that you shouted.", "Lee Moss, Human Resources", "edith.oakes@independent.example",
                      "The name is not told"):
            assert shown in page
        for hidden in ("Priya", "Chandran", "saw him shout", "notes.txt", "note of the office", "fear for my post", "An apology"):
            assert hidden not in page
        assert browser(at.member).get(made.papers.get().get_absolute_url()).status_code == 404

    def test_answers_and_only_the_office_and_whoever_decides_reads_it(self, at):
        made = assessed(at)
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says that you shouted.", support="Lee Moss")
        post(browser(at.member), of(made, "write"), text="I did not raise my voice.")

        assert "I did not raise my voice." in words(browser(at.monitoring).get(of(made)))
        assert "I did not raise my voice." not in words(browser(at.head).get(of(made)))

    @pytest.mark.parametrize("text", ["Priya says so.", "It was MS CHANDRAN’s view", "chandran: yes", "asked by (Priya)"])
    def test_is_not_told_the_name_by_a_slip(self, at, text):
        made = concern(at.head, at.member)
        desk = browser(at.monitoring)
        refused = post(desk, of(made, "tell"), text=text, support="Lee Moss")

        assert "This names whoever raised it" in words(refused)
        assert not reading.people_in(made, "subject")

    def test_reads_no_name_in_a_task_or_in_what_follows(self, at):
        made = assessed(at)
        with pytest.raises(CannotBe, match="name"):
            decide(made, at, sanctions=[("censure", "Apologise to Priya Chandran", today() + SOON)])
        early = assessed(at, "early")
        with pytest.raises(CannotBe, match="name"):
            dealing.plan(early, actor=fresh(at.monitoring), what="An apology to Ms Chandran", who="The Member", due=today() + SOON,
                         told=[Heard.BOTH, Heard.SUBJECT])
        dealing.plan(early, actor=fresh(at.monitoring), what="An apology", who="The Member", due=today() + SOON,
                     told=[Heard.BOTH, Heard.SUBJECT])
        with pytest.raises(CannotBe, match="name"):
            dealing.end_task(early, actor=fresh(at.monitoring), task=early.tasks.get().uid, done=True, text="Priya accepted it.")

    def test_cannot_find_out_the_name_by_trying_names(self, at):
        made = concern(at.head, at.member)
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says that you shouted.", support="Lee Moss")
        answers = {post(browser(at.member), of(made, "write"), text=f"Is it {name}?").status_code for name in ("Priya", "Callum")}
        assert answers == {302}

    def test_is_not_told_the_name_in_an_address_or_by_a_papers_name(self, at):
        made = concern(at.head, at.member)
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says that you shouted.", support="Lee Moss")
        with pytest.raises(CannotBe, match="name"):
            dealing.say(made, actor=fresh(at.monitoring), text="Write to priya.chandran@council.example", to=Heard.SUBJECT)
        upload = check_upload(ContentFile(b"Notes.", name="statement_of_Chandran.txt"))
        with pytest.raises(CannotBe, match="name"):
            dealing.add_papers(made, actor=fresh(at.monitoring), papers=dealing.store([upload]), to=Heard.SUBJECT)

    @pytest.mark.requirement("CMP-CONFLICT")
    def test_cannot_tell_what_the_office_does_for_itself(self, at):
        made = concern(at.head, at.member)
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says that you shouted.", support="Lee Moss")
        appoint(made, at, at.investigator, INVESTIGATOR)  # of this both sides are told
        before = {user: [browser(user).get(place).content for place in ("/concerns/", of(made), of(made, "write"))]
                  for user in (at.member, at.head)}
        typing = browser(at.member)
        version = re.search(r'name="version"[^>]*value="([^"]+)"', typing.get(of(made, "write")).content.decode())[1]
        dealing.keep_note(made, actor=fresh(at.monitoring), text="A note.")
        inquiry.ask_view(made, actor=fresh(at.monitoring), independent=ground.edith(at), text="What do you think?")
        appoint(made, at, at.investigator, INVESTIGATOR, until=today() + 2 * SOON)
        inquiry.end_grant(made, actor=fresh(at.monitoring), standing=inquiry.grants(made)[0].pk)

        for user, pages in before.items():
            after = [browser(user).get(place).content for place in ("/concerns/", of(made), of(made, "write"))]
            assert [plain(one) for one in after] == [plain(one) for one in pages], user.person.name
        assert typing.post(of(made, "write"), {"version": version, "text": "I did not."}).status_code == 302

    def test_reads_the_name_once_that_was_decided_with_a_reason(self, at):
        made = concern(at.head, at.member)
        inquiry.decide_name(made, actor=fresh(at.monitoring), who=nations.NAME_TO_SUBJECT, reason="She agrees.")
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Priya Chandran says that you shouted.", support="Lee Moss")

        assert "Raised by Priya Chandran" in words(browser(at.member).get(of(made)))
        assert "She agrees." in words(browser(at.head).get(of(made)))

    def test_is_written_to_without_an_account_too(self, at):
        clerk = factories.add_person("Nora Quill", email="nora.quill@council.example")
        factories.seat(clerk, at.wards.castle, authority="Invented")
        made = services.raise_concern(actor=fresh(at.head), key="1b6cbb9e-6e0a-4a8e-8d4b-1a2b3c4d5e6f", matter="member_conduct",
                                      subjects=[(clerk, "Nora Quill")], text=ground.TEXT)
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="You are said to have shouted.", support="Lee Moss")

        assert still_entitled(Message.objects.get(to=clerk))

    def test_who_is_unknown_to_the_portal_is_told_by_letter_before_it_is_decided(self, at):
        made = services.raise_concern(actor=fresh(at.head), key="0b6cbb9e-6e0a-4a8e-8d4b-1a2b3c4d5e6f", matter="member_conduct",
                                      subjects=[(None, "Somebody Else")], text=ground.TEXT)
        desk = browser(at.monitoring)
        dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="We go on.", reasons="Two saw it.", answers=ANSWERS,
                       branch=["breach"])
        with pytest.raises(CannotBe, match="untold"):
            decide(made, at)
        assert "The portal does not know Somebody Else." in words(desk.get(of(made, "tell")))
        post(desk, of(made, "tell"), text="You are said to have shouted.", support="Lee Moss")
        made.refresh_from_db()
        inquiry.hear(made, actor=fresh(at.monitoring), when=timezone.now() + SOON, place="Room 2", text="Come.")

        letters = words(desk.get(of(made) + "letters/"))
        assert ["Notice of a concern" in letters, "Notice of a hearing" in letters] == [True, True]
        notice = making.happened(Concern.objects.get(pk=made.pk))["notice"]
        assert "Somebody Else" in str(making.letter(notice).blocks)
        services.set_facts(made, hearing="")
        assert decide(made, at).status == Status.DECIDED

    def test_a_concern_that_names_nobody_has_nobody_to_tell(self, at):
        made = services.raise_concern(actor=fresh(at.head), key="0b6cbb9e-6e0a-4a8e-8d4b-1a2b3c4d5e6f", matter="member_conduct",
                                      subjects=[], text=ground.TEXT)
        with pytest.raises(CannotBe, match="unknown"):
            inquiry.tell_subject(made, actor=fresh(at.monitoring), text="You are said to have shouted.", support="Lee Moss")
        assert browser(at.monitoring).get(of(made, "tell")).status_code == 404


class TestWhoeverIsLetIn:
    def test_the_investigator_reads_the_form_and_its_papers_until_the_report_is_handed_in(self, at):
        made = assessed(at)
        ground.evidence(made, at.head)
        dealing.keep_note(made, actor=fresh(at.monitoring), text="A note of the office.")
        desk = browser(at.monitoring)
        post(desk, of(made, "appoint"), capacity=INVESTIGATOR, name="Ivo Stern", text="Find out.", **date_of("until", today() + SOON))
        client, paper = browser(at.investigator), made.papers.get().get_absolute_url()
        page = words(client.get(of(made)))
        assert ground.TEXT in page
        assert "Find out." in page
        assert "A note of the office." not in page
        assert client.get(paper).status_code == 200

        answer = post(client, of(made, "report"), text="He shouted twice.")

        assert answer.status_code == 302
        assert client.get(of(made)).status_code == 404
        assert client.get(paper).status_code == 404
        assert "He shouted twice." in words(desk.get(of(made)))
        assert "He shouted twice." not in words(browser(at.head).get(of(made)))

    def test_access_ends_by_itself_on_its_day_and_by_hand(self, at, time_machine):
        time_machine.move_to("2027-05-28T10:00:00Z")
        made = assessed(at)
        for user, capacity in ((at.investigator, INVESTIGATOR), (at.panellist, PANEL)):
            inquiry.appoint(made, actor=fresh(at.monitoring), person=user.person, capacity=capacity, until=today(), text="Please.")
        row = made.standings.get(capacity=PANEL)
        inquiry.end_grant(made, actor=fresh(at.monitoring), standing=row.pk)

        assert browser(at.panellist).get(of(made)).status_code == 404
        assert browser(at.investigator).get(of(made)).status_code == 200
        time_machine.move_to("2027-05-29T00:30:00Z")
        assert browser(at.investigator).get(of(made)).status_code == 404

    @pytest.mark.parametrize(("who", "capacity", "why"), [
        ("technical", INVESTIGATOR, "technical"), ("technical", PANEL, "technical"), ("monitoring", PANEL, "office"),
        ("head", INVESTIGATOR, "concerned"), ("member", INVESTIGATOR, "concerned"), ("clo", INDEPENDENT, "barred"),
        ("other_member", INDEPENDENT, "barred")])
    def test_nobody_concerned_is_let_in_and_no_member_or_officer_is_independent(self, at, who, capacity, why):
        made = assessed(at)
        with pytest.raises(CannotBe, match=why):
            appoint(made, at, getattr(at, who), capacity)

    def test_nobody_has_two_parts_in_it(self, at):
        made = assessed(at)
        appoint(made, at, at.investigator, INVESTIGATOR)
        inquiry.report(made, actor=fresh(at.investigator), text="He did.")
        with pytest.raises(CannotBe, match="other part"):
            appoint(made, at, at.investigator, PANEL)

    def test_access_by_name_lasts_a_year_at_most(self, at):
        made = assessed(at)
        for until in (today() - datetime.timedelta(days=1), today() + datetime.timedelta(days=366)):
            with pytest.raises(CannotBe, match="until"):
                appoint(made, at, at.investigator, INVESTIGATOR, until)

    def test_whoever_asked_that_the_name_be_kept_is_not_named_to_them(self, at):
        made = concern(at.head, at.member, withheld="I fear for my post.")
        ground.evidence(made, at.head)
        appoint(made, at, at.investigator, INVESTIGATOR)
        page = words(browser(at.investigator).get(of(made)))

        assert "The name is not told" in page
        assert "Chandran" not in page
        assert "whoever raised it" in page, "the paper is shown without who added it"

    def test_the_independent_person_who_holds_no_office_finds_it_by_the_one_door(self, at):
        made = assessed(at, branch=["code"])
        assert browser(at.independent).get("/concerns/").status_code == 404
        appoint(made, at, at.independent, INDEPENDENT)
        inquiry.ask_view(made, actor=fresh(at.monitoring), independent=ground.edith(at), text="What do you think?")
        client = browser(at.independent)

        assert of(made) in client.get("/concerns/").content.decode()
        post(client, of(made, "view"), text="A breach, to my mind.")

        assert "A breach, to my mind." in words(browser(at.monitoring).get(of(made)))
        assert not inquiry.missing_view(Concern.objects.get(pk=made.pk))

    def test_one_who_steps_back_sees_it_no_more_and_the_office_is_told(self, at):
        made = assessed(at)
        appoint(made, at, at.investigator, INVESTIGATOR)
        Message.objects.all().delete()
        post(browser(at.investigator), of(made, "step-back"))

        assert browser(at.investigator).get(of(made)).status_code == 404
        assert not inquiry.grants(made)
        assert at.monitoring.person in [one.to for one in Message.objects.all()]


class TestTheDecision:
    @pytest.mark.requirement("CMP-TRIAGE")
    def test_a_code_matter_is_not_decided_before_the_independent_person_is_heard_and_taken_into_account(self, at):
        made, desk = assessed(at, branch=["code"]), browser(at.monitoring)
        typed = {"finding": "breach", "reasons": "Seen.", "text": "It was found.", "to_subject": "It was found."}
        before = post(desk, of(made, "decide"), view="Taken.", **typed)
        heard_view(made, at)
        silent = post(desk, of(made, "decide"), view="", **typed)
        made.refresh_from_db()
        still = made.status
        post(desk, of(made, "decide"), view="We follow it.", **typed)
        made.refresh_from_db()

        for page in (before, silent):
            assert "must be asked for, given and taken into account" in words(page)
        assert "Localism Act 2011, section 28(7)" in words(before)
        assert (still, made.status) == (Status.INQUIRY, Status.DECIDED)
        assert "We follow it." in words(desk.get(of(made)))
        assert "We follow it." not in words(browser(at.head).get(of(made)))

    def test_what_is_no_matter_of_the_code_is_decided_without_one_unless_the_council_says_always(self, at, settings):
        settings.CONCERN_INDEPENDENT_PERSON = "always"
        made = assessed(at)
        with pytest.raises(CannotBe, match="no view"):
            decide(made, at)
        settings.CONCERN_INDEPENDENT_PERSON = "law"
        assert decide(made, at).status == Status.DECIDED

    @pytest.mark.parametrize(("nation", "body"), [
        ("wales", "Public Services Ombudsman for Wales"), ("scotland", "Ethical Standards Commissioner"),
        ("northern-ireland", "Northern Ireland Local Government Commissioner for Standards")])
    def test_in_other_nations_a_code_matter_is_referred_and_anything_else_is_dealt_with_here(self, at, settings, nation, body):
        settings.COUNCIL_NATION = nation
        made, desk = concern(at.head, at.member), browser(at.monitoring)
        typed = {"reasons": "Seen.", "text": "We go on.", "decision": "investigate", **ANSWERS}
        refused = post(desk, of(made, "assess"), branch=["code"], **typed)
        made.refresh_from_db()
        assert (made.status, body in words(refused)) == (Status.RECEIVED, True)

        post(desk, of(made, "assess"), branch=["breach"], **typed)

        made.refresh_from_db()
        assert made.status == Status.INQUIRY

    def test_what_the_law_of_today_does_not_allow_is_refused_with_the_reason(self, at):
        made, desk = assessed(at), browser(at.monitoring)
        with pytest.raises(Unlawful):
            decide(made, at, sanctions=[("suspend", "Three months", today() + SOON, 3)])
        page = words(desk.get(of(made, "decide")))
        assert "What is not offered, because it is not lawful today" in page
        assert not made.tasks.exists()

        ground.commenced(at.monitoring, agreed_by=at.deputy, lawful_from=today())
        made.refresh_from_db()
        decide(made, at, sanctions=[("suspend", "Three months", today() + SOON, 3)])

        assert [task.facts["word"] for task in made.tasks.all()] == ["suspend", "suspend"], "the sanction, and its end"

    def test_each_thing_that_follows_is_followed_until_it_is_done(self, at):
        made, desk = assessed(at), browser(at.monitoring)
        ground.let_in(made, at, fresh(at.monitoring))
        inquiry.report(made, actor=fresh(at.investigator), text="He did.")
        ground.found(made, at.panellist)
        made.refresh_from_db()
        offered = re.findall(r'name="sanctions"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="sanctions"', desk.get(
            of(made, "decide")).content.decode())
        word = next(filter(None, offered[0]))
        typed = {"finding": "breach", "reasons": "Seen.", "text": "It was found.", "to_subject": "It was found.", "view": "Followed."}
        more = {f"what_{word}": "Training on respect", **date_of(f"due_{word}", today() + SOON)}
        unheard = words(post(desk, of(made, "decide"), sanctions=[word], **typed, **more))
        assert "before anything follows that rests on section 28" in unheard, "though the office takes it for a breach of the protocol"
        made.refresh_from_db()
        heard_view(made, at)
        post(desk, of(made, "decide"), sanctions=[word], **typed, **more)

        assert "Training on respect" in words(browser(at.member).get(of(made))), "whoever it is about reads what follows"
        assert "Training on respect" not in words(browser(at.head).get(of(made)))
        for user in (at.investigator, at.independent, at.panellist):
            assert browser(user).get(of(made)).status_code == 404, "their part is done"
        assert "Something is still to be done" in words(post(desk, of(made, "close"), text="Done.", to_subject="Done."))

    def test_it_is_not_decided_before_everybody_was_heard(self, at):
        made = concern(at.head, at.member)
        dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="On.", reasons="So.", answers=ANSWERS,
                       branch=["breach"])
        with pytest.raises(CannotBe, match="untold"):
            decide(made, at)
        inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says something.", support="Lee Moss")
        appoint(made, at, at.investigator, INVESTIGATOR)
        with pytest.raises(CannotBe, match="no report"):
            decide(made, at)
        inquiry.report(made, actor=fresh(at.investigator), text="He did.")
        inquiry.hear(made, actor=fresh(at.monitoring), when=timezone.now() + SOON, place="Room 2", text="Come.")
        refused = post(browser(at.monitoring), of(made, "decide"), finding="breach", reasons="Seen.", text="Yes.", to_subject="Yes.")
        assert "The hearing has not taken place yet" in words(refused)

    def test_the_panel_hands_in_what_it_found_after_the_hearing_and_the_decision_waits_for_it(self, at):
        made, desk, panel = assessed(at), browser(at.monitoring), browser(at.panellist)
        appoint(made, at, at.panellist, PANEL)
        second = factories.member("Otto Brand", of=at.wards.castle)
        appoint(made, at, second, PANEL)
        typed = {"finding": "partly", "text": "He raised his voice once."}
        assert panel.get(of(made, "finding")).status_code == 404, "no hearing was set"
        assert "Once the hearing has taken place" in words(panel.get(of(made)))
        with pytest.raises(CannotBe, match="early"):
            inquiry.find(made, actor=fresh(at.panellist), **typed)
        ground.heard(made)
        waits = post(desk, of(made, "decide"), finding="breach", reasons="Seen.", text="Yes.", to_subject="Yes.")
        assert "A member of the hearing panel has not handed in a finding yet" in words(waits)

        answer = post(panel, of(made, "finding"), **typed)

        assert (answer.status_code, panel.get(of(made)).status_code) == (302, 404), "with it they see nothing of it any more"
        page = words(desk.get(of(made)))
        assert "He raised his voice once." in page
        assert "A breach in part" in page
        assert "He raised his voice once." in words(browser(second).get(of(made))), "the rest of the panel reads it"
        for user in (at.member, at.head):
            assert "He raised his voice once." not in words(browser(user).get(of(made)))
        with pytest.raises(CannotBe, match="no finding"):
            decide(made, at)
        made.refresh_from_db()
        [row] = inquiry.grants(made)
        inquiry.end_grant(made, actor=fresh(at.monitoring), standing=row.pk)
        assert decide(made, at).status == Status.DECIDED

    def test_each_thing_that_follows_says_what_it_is_and_for_how_long(self, at):
        made = assessed(at)
        decide(made, at, sanctions=[("censure", "Before the Council", today() + SOON), ("publish", "", today() + SOON)])
        said = [task.facts["what"] for task in made.tasks.all()]
        assert said[0].endswith(": Before the Council")
        assert len(set(said)) == 2

    def test_each_thing_that_follows_is_asked_for_its_own_words_months_and_day(self, at):
        made, desk = assessed(at), browser(at.monitoring)
        heard_view(made, at)
        ground.commenced(at.monitoring, agreed_by=at.deputy, lawful_from=today())
        later = today() + 2 * SOON
        said = {"finding": "breach", "reasons": "Seen.", "text": "Found.", "to_subject": "Found.", "view": "Followed.",
                "sanctions": ["censure", "suspend"], "what_censure": "Before the Council", "what_suspend": "From the whole council",
                "due_publish_day": "nonsense"}
        refused = post(desk, of(made, "decide"), **said, months_suspend="7", **date_of("due_suspend", later))
        page = refused.content.decode()

        assert 'href="#id_due_censure_day"' in page, "the day of the one is missing, not that of the other"
        assert 'href="#id_due_suspend' not in page
        assert 'href="#id_months_suspend"' in page
        assert "for at most 6 months" in page
        assert 'href="#id_due_publish' not in page, "what stands under a box that is not ticked counts for nothing"
        assert "Before the Council" in page, "nothing typed is lost"
        kept = desk.get(of(made, "decide")).content.decode()
        assert "From the whole council" in kept, "the draft keeps what stands under a box"
        assert re.search(r'value="suspend" id="[^"]+" checked data-reveals="(\w+-more)"', kept)

        post(desk, of(made, "decide"), **said, months_suspend="3", **date_of("due_suspend", later), **date_of("due_censure", today()))

        censure, suspend, ends = sorted((task.facts for task in made.tasks.all()), key=lambda said: said["due"])
        assert (censure["what"].endswith(": Before the Council"), censure["due"]) == (True, today().isoformat())
        assert (suspend["what"].endswith(": From the whole council, for 3 months"), suspend["due"]) == (True, later.isoformat())
        assert (ends["what"].startswith("It ends, and all is as before: "), ends["due"]) == (True, months_after(later, 3).isoformat())
        assert [months_after(datetime.date(2027, 11, 30), n) for n in (3, 1, 14)] == [
            datetime.date(2028, 2, 29), datetime.date(2027, 12, 30), datetime.date(2029, 1, 30)]

    def test_a_name_in_the_words_of_a_sanction_is_said_where_it_was_typed(self, at):
        made, desk = assessed(at), browser(at.monitoring)
        heard_view(made, at)
        page = post(desk, of(made, "decide"), finding="breach", reasons="Seen.", text="Found.", to_subject="Found.", sanctions=["apology"],
                    view="Followed.", what_apology="To Priya Chandran", **date_of("due_apology", today())).content.decode()

        assert 'href="#id_what_apology"' in page
        assert 'href="#id_to_subject"' not in page
        assert not made.tasks.exists()

    def test_the_councils_own_words_for_a_sanction_may_hold_anything(self):
        assert len({at_field("due", word) for word in ("a b", "a-b", "a.b", "a_b", "ä")}) == 5
        assert all(re.fullmatch(r"\w+", at_field("due", word), re.ASCII) for word in ("a b", "x;y", "ä", '"'))

    def test_nothing_follows_without_a_breach_nor_here_for_an_officer(self, at):
        made = assessed(at)
        with pytest.raises(CannotBe, match="no breach"):
            decide(made, at, finding="none", sanctions=[("censure", "", today() + SOON)])
        about_officer = concern(at.member, at.head)
        dealing.assess(about_officer, actor=fresh(at.chief_executive), decision="investigate", text="On.", reasons="So.", answers=ANSWERS,
                       branch=["breach"])
        inquiry.tell_subject(about_officer, actor=fresh(at.chief_executive), text="Somebody says something.", support="Lee Moss")
        with pytest.raises(CannotBe, match="officer"):
            deciding.decide(about_officer, actor=fresh(at.chief_executive), finding="breach", reasons="So.", text="Yes.", to_subject="Yes.",
                           sanctions=[("censure", "", today() + SOON)])
        assert about_officer.facts["matter"] == OFFICER
        assert 'name="sanctions"' not in browser(at.chief_executive).get(of(about_officer, "decide")).content.decode()

    def test_a_hearing_is_told_to_all_sides_alike_and_lies_ahead(self, at):
        made = assessed(at)
        ground.let_in(made, at, fresh(at.monitoring))
        made.refresh_from_db()
        with pytest.raises(CannotBe, match="past"):
            inquiry.hear(made, actor=fresh(at.monitoring), when=timezone.now(), place="Room 2", text="Come.")
        post(browser(at.monitoring), of(made, "hearing"), at="10:00", place="Room 2", text="Bring what you have.",
             **date_of("on", today() + SOON))

        for user in (at.head, at.member, at.panellist):
            page = words(browser(user).get(of(made)))
            assert "Room 2" in page
            assert "Bring what you have." in page


class TestTheSecondLook:
    def test_another_office_looks_again_and_whoever_decided_reads_their_own_words_alone(self, at):
        made = assessed(at)
        ground.heard(made)
        decide(made, at)
        post(browser(at.head), of(made, "ask-again"), text="Not all was heard.")
        made.refresh_from_db()

        assert made.status == Status.REVIEW
        desk = browser(at.monitoring)
        assert made.reference not in desk.get("/monitoring/complaints/concern/").content.decode()
        before = words(desk.get(of(made)))
        assert "You decided it." in before
        assert "It was found." in before
        for text in ("Not all was heard.", ground.TEXT, "Looked at again", at.head.person.full_name):
            assert text not in before
        line = words(desk.get("/concerns/"))
        assert "With another office" in line
        assert "looked at again since" in line
        for slug in ("again", "say", "letters"):
            assert desk.get(of(made, slug)).status_code in (403, 404)
        page = words(browser(at.deputy).get(of(made)))
        assert "Not all was heard." in page

        post(browser(at.deputy), of(made, "again"), upheld="no", text="It is assessed anew.", to_subject="It is assessed anew.")
        made.refresh_from_db()
        assert (made.status, made.due_on > today()) == (Status.RECEIVED, True)
        assert not inquiry.was_heard(made), "a new panel has a hearing of its own, before which it hands nothing in"
        assert words(desk.get(of(made))) == before, "whatever becomes of it"
        assert words(desk.get("/concerns/")) == line
        settling.settle_all()
        assert reading.people_of(made, "handler") == [at.deputy.person], "it does not come back to whoever decided it"

        services.keep_out(made, at.monitoring.person, actor=fresh(at.deputy))
        assert desk.get(of(made)).status_code == 404, "concerned in it after all: no trace"
        assert made.reference not in words(desk.get("/concerns/"))
        assert browser(at.head).get(of(made, "ask-again")).status_code in (403, 404), "once"

    def test_it_stands_and_is_closed(self, at):
        made = assessed(at)
        decide(made, at)
        reviewing.ask_review(made, actor=fresh(at.head), text="Not all was heard.")
        reviewing.review(made, actor=fresh(at.deputy), upheld=True, text="It stands.")
        assert made.status == Status.CLOSED
        assert "It stands." in words(browser(at.head).get(of(made)))

    def test_it_is_asked_for_within_the_working_days_of_the_setting(self, at, time_machine):
        time_machine.move_to("2027-05-10T10:00:00Z")
        made = concern(at.head, at.member)
        ended(made, at)
        time_machine.move_to("2027-06-02T10:00:00Z")
        with pytest.raises(CannotBe, match="late"):
            reviewing.ask_review(made, actor=fresh(at.head), text="Please.")
        time_machine.move_to("2027-06-01T10:00:00Z")
        assert reviewing.ask_review(made, actor=fresh(at.head), text="Please.").status == Status.REVIEW

    def test_where_nobody_else_is_free_the_same_office_looks_again(self, at):
        made = concern(at.head, at.member, concerned=[one.person for one in (at.deputy, at.chief_executive, at.exec_director, at.chief)])
        ended(made, at)
        reviewing.ask_review(made, actor=fresh(at.head), text="Please.")
        assert reading.people_of(made, "handler") == [at.monitoring.person], "a matter always has somebody"


class TestTheDeskInTheAdmin:
    def test_it_is_dealt_with_there_as_on_the_portals_pages(self, at):
        made = concern(at.head, at.member)
        desk = browser(at.monitoring)
        address = f"/monitoring/complaints/concern/{made.uid}/"
        listed = desk.get("/monitoring/complaints/concern/").content.decode()
        page = desk.get(address)
        answer = post(desk, f"{address}assess/", reasons="Seen.", text="We go on.", decision="investigate", branch=["breach"], **ANSWERS)

        assert address in listed
        assert ground.TEXT in words(page)
        assert (answer.status_code, answer.url) == (302, address)
        assert Concern.objects.get(pk=made.pk).status == Status.INQUIRY

    def test_it_is_there_for_nobody_who_does_not_stand_in_it(self, at):
        hidden = concern(at.head, at.monitoring)
        address = f"/monitoring/complaints/concern/{hidden.uid}/"
        unknown = "/monitoring/complaints/concern/7b6cbb9e-6e0a-4a8e-8d4b-1a2b3c4d5e6f/"
        for user in (at.monitoring, at.technical, at.chief_executive, at.head):
            answers = [browser(user).get(one) for one in (address, f"{address}assess/", unknown)]
            assert [one.status_code for one in answers] == [404, 404, 404], user.person.name
        assert browser(at.deputy).get(address).status_code == 200


class TestWhatIsRaisedTwice:
    def test_the_same_thing_raised_by_two_is_kept_twice_and_the_office_sees_the_one_beside_the_other(self, at):
        first, second = concern(at.head, at.member), concern(at.clo, at.member)
        elsewhere = concern(at.clo, at.other_member)
        page = browser(at.monitoring).get(of(second)).content.decode()

        assert of(first) in page
        assert of(elsewhere) not in page
        assert of(first) not in browser(at.clo).get(of(second)).content.decode(), "whoever raised the one hears nothing of the other"

    @pytest.mark.requirement("CMP-CONFLICT")
    def test_a_complaint_about_how_one_was_dealt_with_goes_past_whoever_dealt_with_it(self, at):
        first = assessed(at, "nothing")
        second = concern(at.head, at.monitoring, text="My concern was laid aside unread.")

        assert browser(at.monitoring).get(of(second)).status_code == 404
        page = browser(at.deputy).get(of(second))
        assert page.status_code == 200
        assert of(first) not in page.content.decode()


def test_of_several_whom_it_is_about_each_reads_their_own_name_alone(at):
    made = concern(at.head, at.member, at.town_member)
    form = words(browser(at.monitoring).get(of(made, "tell")))
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that there was shouting.", support="Ask Human Resources.")
    names = [at.member.person.full_name, at.town_member.person.full_name]

    assert "2 people are told, and all read the same words." in form
    for user, (own, other) in ((at.member, names), (at.town_member, names[::-1])):
        page = words(browser(user).get(of(made)))
        assert (own in page.split("The matter")[1], other in page) == (True, False)
    assert all(name in words(browser(at.monitoring).get(of(made))) for name in names)
    assert "people are told" not in words(browser(at.monitoring).get(of(concern(at.head, at.member, text="Another day."), "tell")))


def test_what_follows_for_one_of_several_is_told_to_that_one_alone_on_the_page_and_by_letter(at):
    made, desk = concern(at.head, at.member, at.town_member), browser(at.monitoring)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that there was shouting.", support="Ask Human Resources.")
    dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="On.", reasons="So.", answers=ANSWERS, branch=["breach"])
    heard_view(made, at)
    typed = {"finding_0": "partly", "finding_1": "breach", "reasons": "Seen.", "text": "Found.", "to_subject_0": "You raised your voice.",
             "to_subject_1": "You shouted.", "view": "Followed.", "sanctions": ["censure", "training"],
             "what_censure": "Before the Council", "what_training": "On respect", **date_of("due_censure", today() + SOON),
             **date_of("due_training", today() + SOON), "whom_training": ["0", "1"]}
    unsaid = words(post(desk, of(made, "decide"), **typed))
    post(desk, of(made, "decide"), **typed, whom_censure=["1"])
    made.refresh_from_db()

    assert "Censure or reprimand the Member: select for whom" in unsaid
    pages = [words(browser(user).get(of(made))) for user in (at.member, at.town_member)]
    assert [("You raised your voice." in page, "You shouted." in page) for page in pages] == [(True, False), (False, True)]
    assert [("A breach in part" in page) for page in pages] == [True, False], "each reads the finding on themselves"
    assert made.facts["finding"] == "partly", "of both together"
    assert ["Before the Council" in page for page in pages] == [False, True]
    assert ["On respect" in page for page in pages] == [True, True]
    source = making.happened(made)["decision-subject"]
    letters = [str(making.letter(one).blocks) for one in making.to_each(source)]
    assert [("You raised your voice." in one, "You shouted." in one) for one in letters] == [(True, False), (False, True)]
    assert ["Before the Council" in letter for letter in letters] == [False, True]
    assert ["On respect" in letter for letter in letters] == [True, True]
    said = f"{reading.office_name(made)}, by {day(today() + SOON)} · for {at.town_member.person.full_name} ·"
    assert said in words(desk.get(of(made)))
    own = f"for {at.member.person.full_name}"
    assert [name in pages[0] for name in (own, "Halima")] == [True, False], "each reads their own name alone"
    counted = [as_read(made, fresh(user)).split("-")[3] for user in (at.member, at.town_member)]
    assert counted == ["1", "2"], "nor does a form tell how many others there are"


def test_who_sees_to_what_follows_is_the_office_that_decided_or_who_was_typed_and_never_another_whom_it_is_about(at):
    made, desk = concern(at.head, at.member, at.town_member), browser(at.monitoring)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that there was shouting.", support="Ask Human Resources.")
    dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="On.", reasons="So.", answers=ANSWERS, branch=["breach"])
    heard_view(made, at)
    typed = {"finding_0": "breach", "finding_1": "breach", "reasons": "Seen.", "text": "Found.", "to_subject_0": "Found.",
             "to_subject_1": "Found.", "view": "Followed.", "sanctions": ["censure"], "whom_censure": ["1"],
             **date_of("due_censure", today() + SOON)}
    for who in ("Aisha Rahman", "Ms Chandran"):
        page = post(desk, of(made, "decide"), **typed, who_censure=who)
        assert "who_censure" in page.context["form"].errors
    assert post(desk, of(made, "decide"), **typed, who_censure="The Chair of the Council").status_code == 302

    for user in (at.monitoring, at.town_member):
        assert "The Chair of the Council, by" in words(browser(user).get(of(made)))


def test_who_was_too_late_reads_every_answer_in_the_words_of_the_form(at):
    made, client = concern(at.head, at.member), browser(at.monitoring)
    version = client.get(of(made, "assess")).context["form"]["version"].value()
    dealing.keep_note(made, actor=fresh(at.monitoring), text="Meanwhile.")
    page = client.post(of(made, "assess"), {**ANSWERS, "branch": ["breach", "code"], "decision": "investigate", "reasons": "Two saw it.",
                                            "text": "We go on.", "version": version})

    assert page.status_code == 409
    typed = dict(page.context["typed"])
    assert typed["What do you take it to be?"].split("\n") == [str(kinds.KINDS[word]) for word in ("breach", "code")]
    assert (typed["Is it for this council to deal with?"], typed["What is to come of it?"]) == ("Yes", "Investigate it")
    assert not {"yes", "investigate", "breach"} & {value for value in typed.values()}


def test_every_form_of_an_act_says_its_days_its_ticks_and_what_follows_in_words(at):
    made = assessed(at)
    decide_it = Decide(instance=made, user=fresh(at.monitoring), data={
        "finding": "partly", "sanctions": ["censure"], "what_censure": "Before the Council", **box("due_censure", today())})
    plan = Plan(instance=made, user=fresh(at.monitoring), data={"what": "Talk", "told": "on", **box("due", today())})

    assert ("What was found?", "A breach in part") in decide_it.typed()
    assert ("Censure or reprimand the Member: By when is it to be done?", day(today())) in decide_it.typed()
    assert any(label == "What follows from it?" and value.startswith("Censure or reprimand") for label, value in decide_it.typed())
    assert plan.typed() == [("What is to be done?", "Talk"), ("By when?", day(today())),
                            ("Whoever it is about reads this task too", "Yes")]


def test_a_task_is_chosen_by_its_day_in_words(at):
    made = assessed(at, "early")
    dealing.plan(made, actor=fresh(at.monitoring), what="An apology", who="Both", due=today() + SOON)

    assert f"An apology (by {day(today() + SOON)})" in words(browser(at.monitoring).get(of(made, "task")))


def test_where_it_is_about_one_nobody_is_asked_for_whom(at):
    assert "For whom?" not in words(browser(at.monitoring).get(of(assessed(at), "decide")))


@pytest.mark.requirement("CMP-CONF")
def test_whoever_holds_no_office_but_has_an_account_is_let_in_and_kept_out_by_name(at):
    made, desk = assessed(at), browser(at.monitoring)
    typed = {"capacity": INVESTIGATOR, "name": "Edith Oakes", "text": "What do you think?", **date_of("until", today() + SOON)}
    asked = words(post(desk, of(made, "appoint"), **typed))
    assert "Edith Oakes, who holds no office here, has the address edith.oakes@independent.example" in asked
    assert not inquiry.grants(made), "whoever adds a person of that name gets nothing by it"
    assert post(desk, of(made, "appoint"), **typed, sure="on").status_code == 302
    assert browser(at.independent).get(of(made)).status_code == 200

    other = factories.account(factories.add_person("Patience Ellery", email="patience@elsewhere.example"))
    assert post(desk, of(made, "keep-out"), name="Patience Ellery").status_code == 302
    assert other.person in reading.kept_out(made)
    raised = concern(at.head, at.member, text="Another day.")
    assert "Nobody’s name holds this" in words(post(browser(at.head), of(raised, "concerned"), name="Patience Ellery"))


@pytest.mark.requirement("CMP-CONF")
def test_a_name_that_the_form_holds_is_left_out_for_those_let_in_who_are_not_to_know_it(at):
    made = concern(at.head, at.member, text="He shouted at Priya Chandran in the hall.", withheld="My manager.")
    dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="On.", reasons="So.", answers=ANSWERS, branch=["breach"])
    appoint(made, at, at.investigator, INVESTIGATOR)
    dealing.say(made, actor=fresh(at.monitoring), text="Ask about chandran.", to="inquiry")
    dealing.say(made, actor=fresh(at.investigator), text="Is it Rosie Fenn or Priya?")

    page = words(browser(at.investigator).get(of(made)))
    assert "He shouted at [name left out] [name left out] in the hall." in page
    assert "Ask about [name left out]." in page
    assert "Is it Rosie Fenn or Priya?" in page, "what they wrote themselves tells them nothing new"
    assert "He shouted at Priya Chandran" in words(browser(at.monitoring).get(of(made)))
    services.set_facts(made, name=nations.NAME_PROCESS)
    assert "He shouted at Priya Chandran" in words(browser(at.investigator).get(of(made)))


@pytest.mark.requirement("CMP-CONF")
def test_a_name_is_kept_under_which_whoever_raised_it_wrote_before_they_were_renamed(at):
    made = concern(at.head, at.member)
    Person.objects.filter(pk=at.head.person.pk).update(name="Zoe Quill")
    for name in ("Priya", "Chandran", "Quill"):
        with pytest.raises(CannotBe, match="name"):
            inquiry.tell_subject(made, actor=fresh(at.monitoring), text=f"It was {name}.", support="Ask.")


def test_what_follows_is_followed_to_its_end_after_the_decision_stood(at):
    made = decide(assessed(at), at, sanctions=[("censure", "Before the Council", today() + SOON)])
    reviewing.ask_review(made, actor=fresh(at.head), text="Look again.")
    reviewing.review(made, actor=fresh(at.deputy), upheld=True, text="It stands.", to_subject="It stands.")
    assert made.status == Status.DECIDED

    task = dealing.open_tasks(made)[0]
    dealing.end_task(made, actor=fresh(at.deputy), task=str(task.uid), done=True, text="Done.")
    assert dealing.close(made, actor=fresh(at.deputy), text="Closed.", to_subject="Closed.").status == Status.CLOSED


def test_whoever_it_is_about_is_told_how_it_ends_where_they_know_of_it(at):
    made, desk = concern(at.head, at.member), browser(at.monitoring)
    typed = {"reasons": "Seen.", "text": "No.", "decision": "nothing", "branch": ["breach"], **ANSWERS}
    assert "What do you tell whoever it is about?" not in words(desk.get(of(made, "assess")))
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that you shouted.", support="Ask.")

    assert "tell them that it ends, and how" in words(post(desk, of(made, "assess"), **typed))
    assert "This names whoever raised it" in words(post(desk, of(made, "assess"), **typed, to_subject="Priya is wrong."))
    post(desk, of(made, "assess"), **typed, to_subject="Nothing is to come of it.")
    page = words(browser(at.member).get(of(made)))
    assert "Nothing is to come of it." in page
    assert "Nothing is to come of it." not in words(browser(at.head).get(of(made)))

    early = assessed(at, "early")
    dealing.plan(early, actor=fresh(at.monitoring), what="A talk", who="Both", due=today())
    inquiry.tell_subject(early, actor=fresh(at.monitoring), text="It is said that you shouted.", support="Ask.")
    dealing.end_task(early, actor=fresh(at.monitoring), task=str(dealing.open_tasks(early)[0].uid), done=True, text="Done.")
    post(desk, of(early, "close"), text="They talked.", to_subject="It is over.")
    assert "It is over." in words(browser(at.member).get(of(early)))


def test_whoever_was_asked_for_a_talk_reads_who_asks(at):
    made = concern(at.member, at.head, talk=True)
    page = words(browser(at.leader).get(of(made)))

    assert at.member.person.full_name in page
    assert "The name is not told" not in page
    assert "It is settled" in words(browser(at.member).get(of(made)))


def test_a_hearing_is_called_off_and_a_new_hour_says_that_the_first_counts_no_more(at):
    made, desk = assessed(at), browser(at.monitoring)
    appoint(made, at, at.panellist, PANEL)
    assert desk.get(of(made, "call-off")).status_code == 404, "nothing is set"
    for days in (12, 15):
        inquiry.hear(made, actor=fresh(at.monitoring), when=timezone.now() + datetime.timedelta(days=days), place="Room 2", text="Come.")
    readers = (at.head, at.member, at.panellist)
    assert [words(browser(user).get(of(made))).count("Called off the hearing") for user in readers] == [1, 1, 1]

    office = words(desk.get(of(made)))
    assert (office.count("Set a hearing ·"), office.count("Called off the hearing")) == (2, 1)
    assert "the hearing panel and the office that deals with it" in office
    assert "This names whoever raised it" in words(post(desk, of(made, "call-off"), text="Chandran is ill."))
    post(desk, of(made, "call-off"), text="The room burnt down.")
    made.refresh_from_db()
    assert ["The room burnt down." in words(browser(user).get(of(made))) for user in readers] == [True] * 3
    with pytest.raises(CannotBe, match="not set"):
        inquiry.call_off(made, actor=fresh(at.monitoring), text="Again.")
    inquiry.end_grant(made, actor=fresh(at.monitoring), standing=inquiry.grants(made)[0].pk)
    assert decide(made, at).status == Status.DECIDED
