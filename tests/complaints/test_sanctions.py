"""What may be done where a breach is found: by nation and date, by what came into force since, by the council's own protocol."""

import datetime
import re

import pytest
from django.http import Http404
from django.utils import timezone

from complaints.sanctions import catalogue
from complaints.sanctions.catalogue import Unlawful, check, lawful, refused
from complaints.sanctions.models import Commencement
from complaints.sanctions.services import answer
from council_portal.access.decisions import Forbidden
from council_portal.accounts.models import Appointment
from council_portal.audit.models import Event
from council_portal.design.dates import moment
from council_portal.outbox.management.commands.run_due import once as run_due
from council_portal.outbox.models import Message
from council_portal.protocol.services import adopt
from council_portal.protocol.services import in_force as protocol_in_force
from tests.casework.ground import browser
from tests.complaints import ground
from tests.factories import fresh

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 10)
FROM = datetime.date(2027, 5, 1)
ENGLAND = ["censure", "publish", "report", "committees", "cabinet", "training", "outside", "facilities", "premises", "apology"]
ADD = "/monitoring/sanctions/commencement/add/"


@pytest.fixture
def at(db):
    return ground.council()


def words_of(found):
    return [one.word for one in found]


def reasons(on, nation):
    return {one.word: why for one, why in refused(on, nation)}


@pytest.mark.requirement("CMP-TRIAGE")
def test_in_england_only_what_needs_no_power_is_offered():
    assert words_of(lawful(TODAY, "england")) == ENGLAND
    assert {"suspend", "suspend_interim", "disqualify", "allowance"} <= set(reasons(TODAY, "england"))


@pytest.mark.requirement("CMP-TRIAGE")
@pytest.mark.parametrize("word", ["suspend", "suspend_interim", "disqualify", "allowance"])
def test_what_needs_a_power_is_refused_with_the_statute(word):
    with pytest.raises(Unlawful, match="Localism Act 2011, sections 27 and 28"):
        check(word, TODAY, "england", months=3)


@pytest.mark.parametrize(("nation", "statute", "to"), [
    ("wales", "Wales", "Public Services Ombudsman for Wales"),
    ("scotland", r"Ethical Standards in Public Life etc\. \(Scotland\) Act 2000", "Ethical Standards Commissioner"),
    ("northern-ireland", r"Local Government Act \(Northern Ireland\) 2014", "Commissioner for Standards")])
def test_elsewhere_there_is_local_resolution_and_the_statute_says_who_sanctions(nation, statute, to):
    assert words_of(lawful(TODAY, nation)) == ["local_resolution"]
    assert set(reasons(TODAY, nation)) == set(ENGLAND) | {"suspend", "suspend_interim", "disqualify", "allowance"}
    with pytest.raises(Unlawful, match=statute):
        check("suspend", TODAY, nation, months=1)
    assert to in catalogue.route(nation)
    assert catalogue.route("england") == ""


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern-ireland"])
def test_every_word_is_either_lawful_or_refused_with_a_reason_that_names_a_statute(nation):
    allowed, denied = words_of(lawful(TODAY, nation)), reasons(TODAY, nation)

    assert set(allowed) | set(denied) == set(catalogue.known())
    assert set(allowed) & set(denied) == set()
    assert [word for word, why in denied.items() if not re.search(r"(Act|Regulations) .*\d{4}", why)] == []


def test_the_file_has_a_source_for_every_row_and_each_word_once_a_nation():
    file = catalogue.facts()
    pairs = [(row["word"], nation) for row in file["sanction"] for nation in row["nations"]]

    assert len(pairs) == len(set(pairs))
    assert [row["word"] for row in file["sanction"] if not row["sources"]] == []
    assert [row["word"] for row in file["sanction"] if bool(row.get("basis")) == bool(row.get("why_not"))] == []
    assert [row["word"] for row in file["sanction"] if row.get("basis") and not row["follow_up"]] == []
    assert all(nation["sources"] for nation in file["nation"].values())
    assert {nation for _word, nation in pairs} == set(file["nation"])


def test_what_was_lawful_before_the_act_the_catalogue_does_not_know():
    assert lawful(datetime.date(2012, 6, 30), "england") == []
    assert words_of(lawful(datetime.date(2012, 7, 1), "england")) == ENGLAND
    assert "only from 1 July 2012" in reasons(datetime.date(2012, 6, 30), "england")["censure"]


def test_an_unknown_word_and_an_unknown_nation():
    with pytest.raises(Unlawful, match="does not have this sanction"):
        check("stocks", TODAY, "england")
    with pytest.raises(KeyError):
        lawful(TODAY, "france")


@pytest.mark.requirement("CMP-TRIAGE")
def test_a_power_counts_from_the_day_that_was_entered_and_for_as_long_as_the_statute_allows(at):
    ground.commenced(at.monitoring, agreed_by=at.deputy)

    assert "suspend" not in words_of(lawful(FROM - datetime.timedelta(days=1), "england"))
    assert "only from 1 May 2027 on: Invented Act 2027, section 1" in reasons(TODAY, "england")["suspend"]
    found = check("suspend", FROM, "england", months=6)
    assert (found.basis, found.since, found.months) == ("Invented Act 2027, section 1", FROM, 6)
    for months in (None, 0, 7):
        with pytest.raises(Unlawful, match="For at most 6 months"):
            check("suspend", FROM, "england", months=months)
    assert "disqualify" in reasons(FROM, "england")
    assert "suspend" not in words_of(lawful(FROM, "wales")), "it was entered for the council's own nation"


def test_the_last_entry_counts_and_all_stay(at):
    ground.commenced(at.monitoring, agreed_by=at.deputy)
    ground.commenced(at.deputy, agreed_by=at.monitoring, lawful_from=FROM, lawful_until=datetime.date(2027, 12, 31), months=3)

    assert check("suspend", datetime.date(2027, 12, 31), "england", months=3).months == 3
    with pytest.raises(Unlawful, match="only until 31 December 2027"):
        check("suspend", datetime.date(2028, 1, 1), "england", months=1)

    ground.commenced(at.monitoring, lawful_from=None, months=None, statute="Entered in error")
    with pytest.raises(Unlawful, match="There is no power to suspend"):
        check("suspend", FROM, "england", months=1)
    assert Commencement.objects.count() == 3


OWN = '[sanctions]\nmentor = "Meet a mentor once a month"\nsuspend = "Suspend the Member"\ntraining = "Training of two days"\n'


def with_own():
    """The protocol in force with a section on sanctions of its own."""
    version = protocol_in_force()
    assert "[sanctions]\n" in version.text
    return adopt(version.text.replace("[sanctions]\n", OWN), "invented", TODAY, "minute 7")


@pytest.mark.requirement("SRB-23")
def test_the_councils_own_section_is_offered_too_but_not_what_the_law_refuses():
    ground.council("model")
    before = words_of(lawful(TODAY - datetime.timedelta(days=1), "england"))
    version = with_own()

    found = {one.word: one for one in lawful(TODAY, "england")}
    assert before == ENGLAND, "before its day the version does not count"
    assert list(found) == [*ENGLAND, "mentor"]
    assert found["mentor"].text == "Meet a mentor once a month"
    assert version.title in found["mentor"].basis
    assert found["training"].text == "Training of two days"
    assert "Taylor v Honiton" in found["training"].basis
    assert "suspend" in reasons(TODAY, "england")
    assert words_of(lawful(TODAY, "scotland")) == ["local_resolution", "mentor"], "training has no row there, and is refused"


def test_nobody_but_the_monitoring_officer_and_the_deputy_enters_anything(at):
    for user in (at.chief_executive, at.member, at.technical, at.democratic):
        with pytest.raises(Forbidden):
            ground.commenced(user)
    assert not Commencement.objects.exists()


def filled(**changes):
    return {"word": "suspend", "lawful_from": "2027-05-01", "months": "6", "statute": "Invented Act 2027, s 1"} | changes


@pytest.mark.requirement("SRB-23")
def test_the_monitoring_officer_enters_it_in_the_admin_and_nobody_changes_it(at):
    client = browser(at.monitoring)

    assert client.post(ADD, filled()).status_code == 302
    row = Commencement.objects.get()
    assert (row.nation, row.entered_by, row.months) == ("england", at.monitoring.person, 6)
    event = Event.objects.get(verb="commencement of a power entered")
    assert (event.actor_name, event.detail) == (at.monitoring.person.name, "suspend 2027-05-01")
    page = f"/monitoring/sanctions/commencement/{row.pk}/change/"
    assert "Invented Act 2027" in client.get(page).content.decode()
    assert client.post(page, filled(months="3")).status_code == 403
    assert "Suspend the Member" in client.get("/monitoring/sanctions/commencement/").content.decode()
    row.refresh_from_db()
    assert row.months == 6


@pytest.mark.parametrize("typed", ["1 November 2026", "1 Nov 2026", "1 11 2026", "01/11/2026", "2026-11-01"])
def test_a_day_is_typed_in_the_admin_as_elsewhere_with_an_example_and_shown_as_elsewhere(at, typed):
    client = browser(at.monitoring)
    assert "For example, 27 3 2027 or 27 March 2027." in client.get(ADD).content.decode()
    assert "This must be a real date, like 27 3 2027" in client.post(ADD, filled(lawful_from="31 November 2026")).content.decode()

    assert client.post(ADD, filled(lawful_from=typed)).status_code == 302
    row = Commencement.objects.get()
    assert row.lawful_from == datetime.date(2026, 11, 1)
    for page in ("/monitoring/sanctions/commencement/", f"/monitoring/sanctions/commencement/{row.pk}/change/"):
        shown = client.get(page).content.decode()
        assert "1 November 2026" in shown
        assert moment(row.entered_at) in shown


@pytest.mark.parametrize(("changes", "says"), [
    ({"word": "censure"}, "Select a valid choice"),
    ({"lawful_from": ""}, "Nothing was entered that could be taken back"),
    ({"lawful_until": "2027-04-30"}, "This is before the first day"),
    ({"months": ""}, "Enter the longest time that the statute allows"),
    ({"months": "0"}, "At least one month"),
    ({"word": "disqualify"}, "This sanction does not last for a time"),
    ({"statute": ""}, "This field is required")])
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(at, changes, says):
    answer = browser(at.monitoring).post(ADD, filled(**changes))

    assert answer.status_code == 200
    page = answer.content.decode()
    assert says in page
    assert ("Invented Act 2027" in page) or changes.get("statute") == ""
    assert not Commencement.objects.exists()


@pytest.mark.requirement("SRB-23")
def test_a_power_counts_only_once_a_second_person_has_agreed_and_until_then_it_is_said_that_an_entry_waits(at):
    row = ground.commenced(at.monitoring)

    assert "suspend" not in words_of(lawful(FROM, "england"))
    assert "There is no power to suspend" in reasons(FROM, "england")["suspend"]
    assert "once a second person has agreed to it" in reasons(FROM, "england")["suspend"]
    with pytest.raises(Unlawful, match="once a second person has agreed"):
        check("suspend", FROM, "england", months=3)
    for user in (at.monitoring, at.chief_executive):
        with pytest.raises((Forbidden, Http404)):
            answer(row, actor=fresh(user), agreed=True)

    answer(row, actor=fresh(at.deputy), agreed=True)

    assert check("suspend", FROM, "england", months=3).basis == "Invented Act 2027, section 1"
    with pytest.raises(Forbidden):
        answer(row, actor=fresh(at.deputy), agreed=False, reason="No.")
    event = Event.objects.get(verb="commencement of a power agreed to")
    assert (event.actor_name, event.detail) == (at.deputy.person.name, "suspend 2027-05-01")


def test_what_the_second_refuses_never_counts_and_taking_back_counts_at_once(at):
    first = ground.commenced(at.monitoring, agreed_by=at.deputy)
    second = ground.commenced(at.monitoring, months=60)
    answer(second, actor=fresh(at.deputy), agreed=False, reason="The Act says six.")

    assert check("suspend", FROM, "england", months=3).months == first.months, "a refused entry changes nothing"
    with pytest.raises(Unlawful, match="For at most 6 months"):
        check("suspend", FROM, "england", months=7)
    assert Event.objects.filter(verb="commencement of a power refused").exists()

    ground.commenced(at.monitoring, lawful_from=None, months=None, statute="Entered in error")

    assert "suspend" not in words_of(lawful(FROM, "england"))
    assert "second person" not in reasons(FROM, "england")["suspend"]


def test_the_second_answers_in_the_admin_and_whoever_entered_it_cannot(at):
    row = ground.commenced(at.monitoring)
    page = f"/monitoring/sanctions/commencement/{row.pk}/change/"

    own, others = browser(at.monitoring), browser(at.deputy)
    assert 'name="agreed"' not in own.get(page).content.decode()
    assert "Waits for a second person" in own.get(page).content.decode()
    assert own.post(page, {"agreed": "yes"}).status_code == 403
    assert 'name="agreed"' in others.get(page).content.decode()
    for typed, says in (({}, "Select whether you agree"), ({"agreed": "no"}, "Enter why you refuse it")):
        assert says in others.post(page, typed).content.decode()
    row.refresh_from_db()
    assert row.agreed is None

    said = others.post(page, {"agreed": "no", "reason": "The Act is not in force."}, follow=True).content.decode()

    row.refresh_from_db()
    assert (row.agreed, row.answered_by, row.reason) == (False, at.deputy.person, "The Act is not in force.")
    assert "You have refused it: it does not count." in said
    assert "The Act is not in force." in own.get(page).content.decode()
    assert others.post(page, {"agreed": "yes"}).status_code == 403


def test_whoever_may_agree_to_a_new_power_is_told_that_something_waits_and_not_what(at, mailoutbox):
    row = ground.commenced(at.monitoring)
    ground.commenced(at.monitoring, lawful_from=None, months=None)
    page = f"/monitoring/sanctions/commencement/{row.pk}/change/"
    run_due()

    assert list(Message.objects.filter(kind="second_wanted").values_list("to", "status", "path")) == [(at.deputy.person.pk, "sent", page)]
    said = next(one.body for one in mailoutbox if page in one.body)
    assert "Something waits for you to agree to it as a second person." in said
    assert not {part for part in ("Invented Act", "suspend", at.monitoring.person.name) if part in said}
    assert 'name="agreed"' in browser(at.deputy).get(page).content.decode()


def test_of_a_new_power_that_was_answered_before_the_mail_goes_nobody_is_told(at):
    ground.commenced(at.monitoring, agreed_by=at.deputy)
    run_due()

    assert list(Message.objects.filter(kind="second_wanted").values_list("status", flat=True)) == ["cancelled"]


def test_the_page_says_who_can_agree_and_what_to_do_where_nobody_can(at):
    assert "Who can agree to what you enter: Petra Wynn" in browser(at.monitoring).get(ADD).content.decode()
    Appointment.objects.filter(person=at.deputy.person).update(until=timezone.now())

    assert "Nobody but you may enter one today" in browser(at.monitoring).get(ADD).content.decode()


def test_the_catalogue_asks_no_more_often_than_before(at, django_assert_num_queries):
    ground.commenced(at.monitoring, agreed_by=at.deputy)
    ground.commenced(at.deputy, word="disqualify", months=None)
    with django_assert_num_queries(1):
        catalogue.by_law(FROM, "england")
    with django_assert_num_queries(2):
        lawful(FROM, "england")
    with django_assert_num_queries(2):
        refused(FROM, "england")
