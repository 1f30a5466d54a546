"""A concern about several: each reads their own, and what follows for a Member follows for nobody else."""

import datetime
import uuid

import pytest
from django.utils import timezone

from complaints import dealing, deciding, inquiry, reading, reviewing
from complaints.connections.services import declare
from complaints.independents.models import IndependentPerson
from complaints.letters import making
from complaints.models import ConcernPaper, ConcernTurn, Status
from complaints.policy import BREACH
from complaints.services import CannotBe
from council_portal.accounts.services import leave_office
from tests.complaints import ground
from tests.complaints.ground import concern
from tests.complaints.test_desk import ANSWERS, browser, heard_view, of, post, today, words
from tests.factories import fresh

pytestmark = pytest.mark.django_db
SUBJECT = ConcernTurn.Heard.SUBJECT
SOON = datetime.timedelta(days=20)


@pytest.fixture
def at():
    return ground.outsiders(ground.council())


def told(at, *subjects, raiser=None, **given):
    """One about these, investigated, of which all of them are told."""
    made = concern(raiser or at.clo, *subjects, **given)
    desk = fresh(at.monitoring)
    inquiry.tell_subject(made, actor=desk, text="It is said that there was shouting.", support="Ask Human Resources.",
                         independent=ground.edith(at))
    return dealing.assess(made, actor=desk, decision="investigate", text="On.", reasons="So.", answers=ANSWERS, branch=["breach"])


@pytest.mark.requirement("CMP-CONF")
def test_what_one_of_several_answers_and_adds_is_read_by_no_other_of_them(at):
    made = told(at, at.member, at.town_member)
    one, other = browser(at.member), browser(at.town_member)
    before = reading.as_read(made, fresh(at.town_member)), words(other.get("/concerns/"))
    dealing.say(made, actor=fresh(at.member), text="It was Halima alone.")
    ground.evidence(made, at.member, name="alibi.txt")
    paper = made.papers.get()

    assert "It was Halima alone." in words(one.get(of(made)))
    assert "alibi.txt" in words(one.get(of(made)))
    page = words(other.get(of(made)))
    assert "It was Halima alone." not in page
    assert "alibi.txt" not in page
    assert other.get(paper.get_absolute_url()).status_code == 404
    assert one.get(paper.get_absolute_url()).status_code == 200
    assert list(ConcernPaper.objects.permitted(fresh(at.town_member))) == []
    assert (reading.as_read(made, fresh(at.town_member)), words(other.get("/concerns/"))) == before, "nor that anything was written"
    for user in (at.monitoring,):
        assert "It was Halima alone." in words(browser(user).get(of(made)))


def test_the_office_writes_to_one_of_several_alone_or_to_all_of_them(at):
    made, desk = told(at, at.member, at.town_member), browser(at.monitoring)
    form = words(desk.get(of(made, "write")))
    assert "Halima Yusuf alone, of those whom it is about" in form
    post(desk, of(made, "write"), to="subject.1", text="What do you say to this?")
    post(desk, of(made, "write"), to="subject", text="The hearing is in May.")

    pages = [words(browser(user).get(of(made))) for user in (at.member, at.town_member)]
    assert ["What do you say to this?" in page for page in pages] == [False, True]
    assert ["The hearing is in May." in page for page in pages] == [True, True]
    assert "Halima Yusuf, those let in by name and the office" in words(desk.get(of(made)))
    assert "alone, of those whom it is about" not in words(desk.get(of(told(at, at.member), "write")))


def test_what_follows_for_a_member_is_offered_for_no_officer_whatever_door_it_came_by(at):
    made, desk = told(at, at.head, matter=BREACH), browser(at.monitoring)
    assert 'name="sanctions"' not in desk.get(of(made, "decide")).content.decode()
    assert "What follows for an officer is for the employer’s own procedures" in words(desk.get(of(made, "decide")))
    given = {"actor": fresh(at.monitoring), "reasons": "So.", "text": "Yes.", "view": "Followed."}
    heard_view(made, at)
    with pytest.raises(CannotBe, match="officer"):
        deciding.decide(made, **given, finding="breach", to_subject="Yes.", sanctions=[("censure", "", today() + SOON)])

    mixed = told(at, at.head, at.member, matter=BREACH)
    heard_view(mixed, at)
    page = desk.get(of(mixed, "decide")).content.decode()
    assert 'name="sanctions"' in page
    assert 'name="whom_censure"' not in page, "there is one Member whom it is about"
    each = [deciding.Found("breach", "You did."), deciding.Found("breach", "You too.")]
    with pytest.raises(CannotBe, match="officer"):
        deciding.decide(mixed, **given, each=each, sanctions=[("censure", "", today() + SOON, None, (0,))])
    mixed.refresh_from_db()
    deciding.decide(mixed, **given, each=each, sanctions=[("censure", "Before the Council", today() + SOON)])
    assert mixed.tasks.get().facts["whom"] == [1]
    assert "Before the Council" not in words(browser(at.head).get(of(mixed)))
    assert "Before the Council" in words(browser(at.member).get(of(mixed)))


def test_nothing_follows_for_one_of_several_of_whom_no_breach_was_found(at):
    made = told(at, at.member, at.town_member)
    heard_view(made, at)
    with pytest.raises(CannotBe, match="no breach"):
        deciding.decide(made, actor=fresh(at.monitoring), reasons="So.", text="Yes.", view="Followed.",
                       each=[deciding.Found("breach", "You did."), deciding.Found("none", "You did not.")],
                       sanctions=[("censure", "", today() + SOON, None, (0, 1))])


def test_an_allegation_under_the_code_is_heard_by_the_independent_person_whatever_the_office_takes_it_to_be(at):
    made = told(at, at.member, kinds=["code"])
    assert inquiry.missing_view(made)
    assert not inquiry.missing_view(told(at, at.member, kinds=["breach"], text="Another day."))
    with pytest.raises(CannotBe, match="no view"):
        deciding.decide(made, actor=fresh(at.monitoring), finding="none", reasons="So.", text="No.", to_subject="No.")


def test_a_second_look_is_asked_by_each_once_and_while_it_goes_on_looks_at_both(at):
    made = told(at, at.member)
    deciding.decide(made, actor=fresh(at.monitoring), finding="breach", reasons="So.", text="Yes.", to_subject="Yes.")
    reviewing.ask_review(made, actor=fresh(at.clo), text="Too mild.")
    with pytest.raises(CannotBe, match="twice"):
        reviewing.ask_review(made, actor=fresh(at.clo), text="Too mild.")
    assert "Ask that it is looked at again" not in words(browser(at.clo).get(of(made)))
    due = made.due_on
    post(browser(at.member), of(made, "ask-again"), text="Too hard.")

    made.refresh_from_db()
    assert (made.status, made.due_on) == (Status.REVIEW, due)
    page = words(browser(at.deputy).get(of(made)))
    assert "Too mild." in page
    assert "Too hard." in page
    assert "Too hard." not in words(browser(at.clo).get(of(made)))
    assert reading.people_of(made, "handler") == [at.deputy.person]


def test_after_a_second_look_the_other_side_has_its_own(at):
    made = told(at, at.member)
    deciding.decide(made, actor=fresh(at.monitoring), finding="breach", reasons="So.", text="Yes.", to_subject="Yes.")
    reviewing.ask_review(made, actor=fresh(at.clo), text="Too mild.")
    reviewing.review(made, actor=fresh(at.deputy), upheld=True, text="It stands.", to_subject="It stands.")
    reviewing.ask_review(made, actor=fresh(at.member), text="Too hard.")
    assert reading.people_of(made, "handler") == [at.chief_executive.person]
    for user in (at.monitoring, at.deputy):
        assert "You decided it." in words(browser(user).get(of(made)))


def test_somebody_of_the_panel_is_let_in_until_the_hearing_at_least(at):
    made, desk = told(at, at.member), fresh(at.monitoring)
    day = today() + SOON
    when = timezone.now() + SOON
    inquiry.hear(made, actor=desk, when=when, place="Room 2", text="Come.")
    given = {"actor": desk, "person": at.panellist.person, "capacity": "panel", "text": "Please sit."}
    with pytest.raises(CannotBe, match="hearing"):
        inquiry.appoint(made, **given, until=day - datetime.timedelta(days=1))
    inquiry.appoint(made, **given, until=day)
    with pytest.raises(CannotBe, match="twice"):
        inquiry.appoint(made, **given, until=day)
    with pytest.raises(CannotBe, match="panel"):
        inquiry.hear(made, actor=desk, when=when + SOON, place="Room 2", text="Come.")
    inquiry.appoint(made, **given, until=day + SOON)
    assert len(inquiry.grants(made)) == 1, "a later day takes the place of the one before"
    inquiry.hear(made, actor=desk, when=when + SOON, place="Room 2", text="Come.")


def test_what_is_sent_after_it_has_moved_on_is_answered_with_what_was_typed(at):
    made, desk = concern(at.clo, at.member), browser(at.monitoring)
    typed = {"reasons": "Because of the second witness.", "text": "No.", "decision": "nothing", "branch": ["breach"], **ANSWERS}
    late = {**typed, "version": reading.as_read(made, fresh(at.monitoring))}
    post(desk, of(made, "assess"), **typed)
    again = desk.post(of(made, "assess"), late)
    assert again.status_code == 409
    assert "Because of the second witness." in words(again)
    assert "If you pressed the button twice, the first press counted" in words(again)

    raiser = browser(at.clo)
    after = raiser.post(of(made, "write"), {"text": "One more thing.", "version": "anything"})
    assert (after.status_code, "One more thing." in words(after)) == (409, True)
    assert raiser.post(of(made, "assess"), late).status_code == 403, "never theirs: no form is made for them"
    assert browser(at.other_member).post(of(made, "write"), {"text": "x", "version": "x"}).status_code == 404


def test_whoever_raises_the_same_again_is_told_that_one_is_open(at):
    first = concern(at.clo, at.member)
    raiser = browser(at.clo)
    typed = {"key": "6f1c8f0e-6f0f-4b7a-9d5e-0a4f3b2c1d00", "names": at.member.person.name, "text": "The same.", "wanted": ""}
    asked = words(raiser.post("/concerns/raise/member/", typed))
    assert "You have raised one about the same person before, and it is open" in asked
    assert first.reference in asked
    assert "raised one about the same person" not in words(browser(at.head).post("/concerns/raise/member/", typed))

    dealing.assess(first, actor=fresh(at.monitoring), decision="joined", text="We go on with the other.", reasons="Twice.",
                   answers=ANSWERS, branch=["breach"])
    assert first.status == Status.CLOSED
    assert "raised one about the same person" not in words(raiser.post("/concerns/raise/member/", typed)), "it is closed"


def test_the_list_of_one_of_several_names_no_other_of_them(at):
    told(at, at.member, at.town_member)
    for user, own, other in ((at.member, "Aisha Rahman", "Halima Yusuf"), (at.town_member, "Halima Yusuf", "Aisha Rahman")):
        line = words(browser(user).get("/concerns/")).split("In confidence, for you")[1]
        assert (own in line, other in line) == (True, False)
    assert "Aisha Rahman, Councillor Halima Yusuf" in words(browser(at.monitoring).get("/concerns/"))


def test_whoever_raised_it_reads_what_was_found_of_each(at):
    made = told(at, at.member, at.town_member)
    deciding.decide(made, actor=fresh(at.monitoring), reasons="So.", text="One did.", each=[
        deciding.Found("breach", "You did."), deciding.Found("none", "You did not.")])
    said = "Councillor Aisha Rahman: A breach; Councillor Halima Yusuf: No breach"
    assert said in words(browser(at.clo).get(of(made)))
    assert said in str(making.letter(making.happened(made)["decision-raiser"]).blocks)
    for user in (at.member, at.town_member):
        assert said not in words(browser(user).get(of(made)))


def test_a_paper_is_called_on_download_as_its_reader_may_know_it(at):
    made = told(at, at.member, withheld="He is my neighbour.")
    ground.evidence(made, at.clo, name=f"{at.clo.person.name.replace(' ', '_')}_notes.txt")
    inquiry.appoint(made, actor=fresh(at.monitoring), person=at.investigator.person, capacity="investigator", until=today() + SOON,
                    text="Find out.")
    surname = at.clo.person.name.split()[-1]
    place = made.papers.get().get_absolute_url()
    assert surname in browser(at.monitoring).get(place)["Content-Disposition"]
    let_in = browser(at.investigator).get(place)
    assert (let_in.status_code, surname in let_in["Content-Disposition"], "notes" in let_in["Content-Disposition"]) == (200, False, True)


def test_whoever_has_a_personal_connection_with_one_side_is_let_into_nothing_of_it(at):
    made = told(at, at.member)
    given = {"actor": fresh(at.monitoring), "capacity": "investigator", "until": today() + SOON, "text": "Look."}
    declare(actor=fresh(at.investigator), key=uuid.uuid4(), other=at.member.person, kind="family", text="", since="2020")
    with pytest.raises(CannotBe, match="concerned"):
        inquiry.appoint(made, **given, person=at.investigator.person)
    inquiry.appoint(made, **given, person=at.head.person)


def test_it_goes_past_whoever_has_a_personal_connection_with_one_side_unless_nobody_else_is_there(at):
    declare(actor=fresh(at.monitoring), key=uuid.uuid4(), other=at.member.person, kind="family", text="", since="2020")
    made = concern(at.clo, at.member)
    assert reading.people_of(made, "handler") == [at.deputy.person]
    assert browser(at.monitoring).get(of(made)).status_code == 404
    assert reading.people_of(concern(at.clo, at.town_member), "handler") == [at.monitoring.person]

    others = [one.person for one in (at.deputy, at.chief_executive, at.exec_director, at.chief)]
    alone = concern(at.clo, at.member, concerned=others, text="Another day.")
    assert reading.people_of(alone, "handler") == [at.monitoring.person], "a matter always has somebody"


def test_nobody_who_left_office_yesterday_is_asked_by_letter_as_an_independent_person(at):
    made = told(at, at.member)
    edith = ground.edith(at)
    IndependentPerson.objects.create(**ground.appointed(name="Councillor Halima Yusuf"), entered_by=at.deputy.person, agreed=True,
                                     answered_by=at.monitoring.person, answered_at=timezone.now())
    leave_office(at.town_member.person)
    barred = IndependentPerson.objects.get(name="Councillor Halima Yusuf")
    page = post(browser(at.monitoring), of(made, "ask-view"), independent=str(barred.uid), text="What do you think?")
    assert "within the last five years" in words(page)
    assert post(browser(at.monitoring), of(made, "ask-view"), independent=str(edith.uid), text="What do you think?").status_code == 302


def test_what_follows_is_seen_to_by_the_office_that_has_it_now(at):
    made = told(at, at.member)
    heard_view(made, at)
    deciding.decide(made, actor=fresh(at.monitoring), finding="breach", reasons="So.", text="Yes.", to_subject="Yes.", view="Followed.",
                   sanctions=[("censure", "Before the Council", today() + SOON)])
    before = reading.office_name(made)
    assert f"{before}, by" in words(browser(at.member).get(of(made)))
    reviewing.ask_review(made, actor=fresh(at.member), text="Too hard.")
    reviewing.review(made, actor=fresh(at.deputy), upheld=True, text="It stands.", to_subject="It stands.")
    page = words(browser(at.member).get(of(made)))
    assert f"{reading.office_name(made)}, by" in page
    assert reading.office_name(made) != before
    assert f" {before}, by" not in page


def test_the_panel_finds_on_each_of_several(at):
    made = told(at, at.member, at.town_member)
    inquiry.appoint(made, actor=fresh(at.monitoring), person=at.panellist.person, capacity="panel", until=today() + SOON, text="Sit.")
    ground.heard(made)
    panel = browser(at.panellist)
    assert "Select what was found of Councillor Halima Yusuf" in words(post(panel, of(made, "finding"), finding_0="breach", text="He did."))
    post(panel, of(made, "finding"), finding_0="breach", finding_1="none", text="He did, she did not.")
    page = words(browser(at.monitoring).get(of(made)))
    assert "Councillor Aisha Rahman: A breach; Councillor Halima Yusuf: No breach" in page
    assert "He did, she did not." in page
    assert panel.get(of(made)).status_code == 404
