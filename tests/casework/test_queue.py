"""The queues above the list of cases, its filters, what a row says, and giving several cases to an officer at once."""
import datetime
import uuid

import pytest
from django.utils import timezone

from casework import asking, owners, services
from casework.models import Case, CaseEntry
from council_portal.access.services import give_standing
from council_portal.accounts.models import Appointment
from council_portal.accounts.services import record_absence
from council_portal.design.dates import day
from council_portal.outbox.models import Message
from tests.casework.ground import browser, hidden, words
from tests.casework.test_lists import statements, titles
from tests.factories import fresh, log, officer, post
from tests.matrix.people import date_back

pytestmark = pytest.mark.django_db


def links(user):
    """{text of a queue: address} of this reader."""
    return {one["text"]: one["url"] for one in browser(user).get("/casework/").context["queues"]}


def nadia(council):
    """Another officer in the office of the head."""
    return officer("Nadia Brook", "head_of_service", of=council.services.street_scene)


@pytest.fixture
def many(council):
    """One case in each state that a queue is for."""
    found = {name: log(council, title=name) for name in ("New", "Today", "Late", "Asked", "Answered", "Nadia's")}
    found["Request"] = log(council, title="Request", matter="service_request")
    date_back(found["Late"], days=9)
    Case.objects.filter(pk=found["Today"].pk).update(next_on=timezone.localdate())
    asking.ask(found["Asked"], actor=fresh(council.head), text="Which road?")
    services.answer(found["Answered"], actor=fresh(council.head), text="Thursday.")
    owners.assign(found["Nadia's"], actor=fresh(council.head), person=nadia(council).person)
    return found


class TestQueues:
    """Each reader is offered the queues of the posts held today, as links."""

    @pytest.mark.parametrize(("who", "offered"), [
        ("head", ["All", "Mine", "My service’s", "Due today", "Overdue", "Waiting on the Member",
                  "Contributions asked of us", "Answered, still open"]),
        ("member", ["All", "A question for you", "Answered", "Overdue", "With the contact centre"]),
        ("democratic", ["All", "Nobody to go to"]), ("monitoring", [])])
    def test_offered(self, council, who, offered):
        assert list(links(council.accounts[who])) == offered

    @pytest.mark.parametrize(("who", "queue", "found"), [
        ("head", "Mine", {"New", "Today", "Late", "Asked", "Answered"}), ("head", "Due today", {"Today"}), ("head", "Overdue", {"Late"}),
        ("head", "My service’s", {"New", "Today", "Late", "Asked", "Answered", "Nadia's"}),
        ("head", "Waiting on the Member", {"Asked"}), ("head", "Answered, still open", {"Answered"}),
        ("member", "A question for you", {"Asked"}), ("member", "Answered", {"Answered"}), ("member", "Overdue", {"Late"}),
        ("member", "With the contact centre", {"Request"}),
        ("member", "All", {"New", "Today", "Late", "Asked", "Answered", "Nadia's", "Request"})])
    def test_holds(self, council, many, who, queue, found):
        user = council.accounts[who]

        assert set(titles(browser(user), links(user)[queue].partition("?")[2])[0]) == found

    def test_unrouted_cases_are_the_first_queue_of_democratic_services(self, council):
        Appointment.objects.filter(principal__post__in=[
            "head_of_service", "nominated_officer", "clo", "chief_officer", "chief_executive"]).update(until=timezone.now())
        log(council, title="Nobody's")

        assert titles(browser(council.democratic), "queue=unrouted")[0] == ["Nobody's"]

    def test_the_one_that_is_shown_says_so_and_the_whole_list_is_the_default(self, council):
        page = browser(council.head).get("/casework/?queue=mine").content.decode()

        assert 'href="?queue=mine" aria-current="page">Mine</a>' in page
        assert 'href="/casework/" aria-current="page">All</a>' in browser(council.head).get("/casework/").content.decode()

    @pytest.mark.parametrize("queue", ["unrouted", "question", "secret", "' or 1=1"])
    def test_a_queue_that_is_not_the_readers_shows_nothing_and_says_why(self, council, many, queue):
        page = browser(council.head).get("/casework/", {"queue": queue})

        assert page.context["rows"] == []
        assert "There is no such list for you. Choose one of those above." in words(page)

    @pytest.mark.requirement("SEC-4.2")
    def test_no_queue_shows_what_the_reader_does_not_stand_in(self, council, many):
        for user in (council.other_head, council.other_member):
            for url in links(user).values():
                assert titles(browser(user), url.partition("?")[2])[0] == []

    def test_a_queue_combines_with_filters_and_the_form_keeps_it(self, council, many):
        client = browser(council.head)

        assert titles(client, f"queue=mine&status=answered&ward={council.wards.mill_hill.uid}")[0] == ["Answered"]
        assert titles(client, f"queue=mine&ward={council.wards.castle.uid}")[0] == []
        assert hidden(client.get("/casework/?queue=mine"), "queue") == "mine"

    def test_a_queue_begins_with_the_next_date_unless_asked_otherwise(self, council, many):
        client = browser(council.head)

        assert titles(client, "queue=mine")[0][:2] == ["Late", "Today"]
        assert titles(client, "queue=mine&order=-received")[0][-1] == "Late"

    def test_contributions_asked_of_my_office_are_a_queue_that_says_by_which_day(self, council, many, django_assert_num_queries):
        housing, today = post("head_of_service", of=council.services.housing), timezone.localdate()
        for title, days in (("Today", 3), ("Late", 1)):
            asking.want(Case.objects.get(pk=many[title].pk), actor=fresh(council.head), principal=housing, text="Your view?",
                        due_on=today + datetime.timedelta(days=days))
        client, query = browser(council.other_head), links(council.other_head)["Contributions asked of us"].partition("?")[2]

        assert set(titles(client, query)[0]) == {"Today", "Late"}
        with django_assert_num_queries(10):
            rows = client.get(f"/casework/?{query}").context["rows"]
        assert {row["title"]: (row["next_text"], row["next_what"]) for row in rows} == {
            title: (day(today + datetime.timedelta(days=days)), "contribution") for title, days in (("Today", 3), ("Late", 1))}
        asking.contribute(Case.objects.get(pk=many["Late"].pk), actor=fresh(council.other_head), text="It is ours.")
        assert titles(client, query)[0] == ["Today"]
        assert titles(browser(council.head), query)[0] == []

    @pytest.mark.parametrize(("who", "chosen", "first"), [("head", True, "Late"), ("member", False, "Nadia's")])
    def test_the_whole_list_begins_with_the_next_date_for_officers_and_the_latest_activity_for_members(
            self, council, many, who, chosen, first):
        page = browser(council.accounts[who]).get("/casework/")

        assert page.context["rows"][0]["title"] == first
        assert ('<option value="next_on" selected>' in page.content.decode()) == chosen  # else the first is: the latest activity

    def test_pages_of_a_queue_hold_every_case_once(self, council):
        made = {log(council, title=f"No {number:02}").title for number in range(27)}
        client = browser(council.head)

        first, older = titles(client, "queue=mine")
        second, end = titles(client, older)

        assert (len(first), len(second), end, {*first, *second}) == (25, 2, "", made)

    def test_mine_holds_those_of_whom_one_stands_in_for(self, council):
        log(council, title="Hers")
        record_absence(council.head.person, since=timezone.now(), until=timezone.now() + datetime.timedelta(days=3),
                       stand_in=council.clo.person)

        assert titles(browser(council.clo), "queue=mine")[0] == ["Hers"]

    @pytest.mark.parametrize("queue", ["mine", "service", "today", "overdue", "waiting", "contributions", "open"])
    def test_a_queue_takes_at_most_ten_statements_for_any_number_of_rows(self, council, many, queue):
        client = browser(council.head)
        client.get("/casework/")

        assert statements(client, f"/casework/?queue={queue}") <= 10


class TestFilters:
    """Kind of matter and age, beside those of test_lists."""

    @pytest.mark.parametrize(("query", "found"), [
        ("age=last-7", {"New"}), ("age=last-14", {"New", "Ten"}), ("age=older-28", {"Forty"}), ("age=older-90", set()),
        ("age=last-90", {"New", "Ten", "Forty"}), ("matter=policy", {"Ten"}), ("matter=strategic", set()), ("matter=secret", set()),
        ("age=last-3", set())])
    def test_narrow(self, council, query, found):
        for title, days, matter in (("New", 0, "service_failure"), ("Ten", 10, "policy"), ("Forty", 40, "service_failure")):
            case = log(council, title=title)
            received = timezone.now() - datetime.timedelta(days=days)
            Case.objects.filter(pk=case.pk).update(received=received, matter=matter)

        assert set(titles(browser(council.member), query)[0]) == found


class TestRows:
    """A row says who sees to it, what is next, and how often it came back."""

    def row(self, user, title):
        [row] = [one for one in browser(user).get("/casework/").context["rows"] if one["title"] == title]
        return row

    @pytest.mark.parametrize(("title", "what"), [
        ("New", "word to the Member"), ("Asked", "reply of the Member"), ("Answered", "closes, unless it comes back"),
        ("Request", "the contact centre’s own time"), ("Late", "word to the Member")])
    def test_the_next_date_and_what_it_is_for(self, council, many, title, what):
        assert self.row(council.member, title)["next_what"] == what

    def test_the_date_of_the_answer_is_called_so(self, council):
        case = log(council, title="New")
        asking.acknowledge(case, actor=fresh(council.head), text="I have it.")
        case.clocks.filter(kind="update").update(stopped_at=timezone.now())
        Case.objects.filter(pk=case.pk).update(next_on=case.due_on)

        assert self.row(council.member, "New")["next_what"] == "answer"

    @pytest.mark.requirement("SEC-3.5")
    @pytest.mark.parametrize("who", ["member", "chief"])
    def test_a_case_taken_further_waits_for_its_answer_and_is_overdue_when_that_is_late(self, council, who):
        case = log(council, title="Further")
        date_back(case, days=9)
        services.escalate(case, actor=fresh(council.member))
        before = self.row(council.accounts[who], "Further")
        date_back(case, days=60)

        after = self.row(council.accounts[who], "Further")

        assert (before["next_what"], before["late_text"]) == ("answer", "")
        assert (after["next_what"], after["late_text"]) == ("answer", "Overdue")
        assert "Overdue" in words(browser(council.accounts[who]).get("/"))

    @pytest.mark.parametrize(("title", "word"), [
        ("New", "Overdue"), ("Asked", "Reply overdue"), ("Answered", ""), ("Request", "Overdue"), ("Late", "Overdue")])
    def test_there_is_one_word_for_a_date_gone_by_and_another_for_the_members_own(self, council, many, title, word):
        Case.objects.filter(title=title).update(next_on=timezone.localdate() - datetime.timedelta(days=1))

        assert self.row(council.member, title)["late_text"] == word

    def test_the_officer_and_how_often_it_came_back(self, council, many):
        services.come_back(Case.objects.get(pk=many["Answered"].pk), actor=fresh(council.member), text="No.")

        assert self.row(council.member, "Nadia's")["owner_name"] == "Nadia Brook"
        assert self.row(council.head, "Answered")["back_text"] == "Came back once"
        assert self.row(council.member, "Request")["owner_name"] == ""


ASSIGN = "/casework/assign/"


def ticks(*cases):
    return [f"{case.uid}:{case.version}" for case in cases]


def give(user, cases, person, **more):
    """Post the second page."""
    return browser(user).post(ASSIGN, {"case": ticks(*cases), "officer": person.uid, "give": "yes", "key": uuid.uuid4(), **more})


def seen_to_by():
    return dict(Case.objects.values_list("title", "owner__name"))


class TestGivingSeveral:
    """Several cases are given to one officer, all or none."""

    @pytest.fixture
    def two(self, council):
        return [log(council, title="One"), log(council, title="Two")]

    def test_rows_that_may_be_given_have_a_box_that_names_the_case(self, council, two):
        nadia(council)

        page = browser(council.head).get("/casework/").content.decode()

        assert f'value="{ticks(two[0])[0]}"' in page
        assert f"Tick {two[0].reference}, One" in page
        assert 'type="checkbox" name="case"' not in browser(council.member).get("/casework/").content.decode()

    def test_the_page_lists_them_and_who_may_own_all_of_them(self, council, two):
        nadia(council)

        page = browser(council.head).post(ASSIGN, {"case": ticks(*two)})

        assert [row["title"] for row in page.context["rows"]] == sorted(["One", "Two"], key=dict(zip(["One", "Two"], [
            one.reference for one in two], strict=True)).get)
        assert [one["name"] for one in page.context["offered"]] == ["Nadia Brook", "Priya Chandran"]

    def test_they_are_given_and_the_officer_is_told_of_each(self, council, two):
        other = nadia(council)

        done = give(council.head, two, other.person)

        assert (done.status_code, done["Location"]) == (302, "/casework/")
        assert seen_to_by() == {"One": "Nadia Brook", "Two": "Nadia Brook"}
        assert Message.objects.filter(kind="case_yours", to=other.person).count() == 2

    def test_those_that_are_theirs_already_stay_as_they_are(self, council, two):
        other = nadia(council)
        owners.assign(two[0], actor=fresh(council.head), person=other.person)
        chosen, client = list(Case.objects.order_by("pk")), browser(council.head)
        typed = {"case": ticks(*chosen), "officer": other.person.uid, "give": "yes", "key": uuid.uuid4()}

        done = client.post(ASSIGN, typed, follow=True)
        again = client.post(ASSIGN, typed, follow=True)

        assert "Nadia Brook sees to 1 case from now on. 1 was theirs already and stays as it was." in words(done)
        assert "Nadia Brook sees to 2 cases from now on." in words(again)
        assert CaseEntry.objects.filter(kind="assigned").count() == 2
        assert Case.objects.get(pk=two[0].pk).version == chosen[0].version

    def test_rows_of_an_officer_who_is_alone_in_the_office_have_none(self, council, two):
        page = browser(council.head).get("/casework/")

        assert 'type="checkbox" name="case"' not in page.content.decode()
        assert "Give the ticked cases to an officer" not in words(page)

    def test_rows_that_have_lost_their_officer_have_one_however_few_are_there(self, council, two):
        Case.objects.filter(pk=two[0].pk).update(owner=None)

        page = browser(council.head).get("/casework/").content.decode()

        assert [f'value="{tick}"' in page for tick in ticks(*two)] == [True, False]

    def test_where_nobody_else_could_see_to_them_the_page_says_so_and_what_can_be_done(self, council, two):
        page = browser(council.head).post(ASSIGN, {"case": ticks(*two)})
        pressed = give(council.head, two, council.head.person)

        assert ("Priya Chandran sees to all of these already, and nobody else who holds an office that has all of them can take them "
                "today. Untick some, or open a case and hand it over to another office.") in words(page)
        assert '<select class="govuk-select' not in page.content.decode()
        assert "Priya Chandran sees to all of them already, and nobody else could." in words(pressed)

    def test_the_page_of_one_case_says_it_too_and_leads_to_handing_it_over_while_that_can_be_done(self, council, two):
        client, case = browser(council.head), two[0]
        services.answer(two[1], actor=fresh(council.head), text="Thursday.")
        said = "Nobody but Priya Chandran holds an office that has the case and can take it today: there is nobody else to give it to."

        page, answered = [client.get(f"{one.get_absolute_url()}assign/") for one in two]

        assert f"{said} You can send it to another office: Hand it over" in words(page)
        assert f'href="{case.get_absolute_url()}hand-over/"' in page.content.decode()
        assert said in words(answered)
        assert "Hand it over" not in words(answered)
        assert [b'name="assign-person"' in one.content for one in (page, answered)] == [False, False]

    def test_when_all_are_theirs_already_nothing_changes_and_it_is_said(self, council, two):
        nadia(council)
        before = list(Case.objects.values_list("version", flat=True))

        page = give(council.head, two, council.head.person)

        assert "Priya Chandran sees to all of them already. Choose somebody else." in words(page)
        assert not CaseEntry.objects.filter(kind="assigned").exists()
        assert list(Case.objects.values_list("version", flat=True)) == before

    def test_the_same_form_twice_acts_once(self, council, two):
        other, key = nadia(council), uuid.uuid4()

        answers = [give(council.head, two, other.person, key=key).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert CaseEntry.objects.filter(kind="assigned").count() == 2

    def test_one_that_has_changed_stops_all_and_the_page_says_which(self, council, two):
        other = nadia(council)
        before = [Case.objects.get(pk=case.pk) for case in two]
        services.answer(Case.objects.get(pk=two[1].pk), actor=fresh(council.head), text="Done.")

        page = give(council.head, before, other.person)

        assert page.status_code == 409
        assert seen_to_by() == {"One": "Priya Chandran", "Two": "Priya Chandran"}
        assert {row["title"]: bool(row["why"]) for row in page.context["rows"]} == {"One": False, "Two": True}
        assert page.context["chosen"] == str(other.person.uid)

    def test_one_that_may_not_be_given_stops_all(self, council, two):
        other = nadia(council)
        services.close(two[1], actor=fresh(council.member))

        page = give(council.head, two, other.person)

        assert page.status_code == 403
        assert "Only the office that has the case can give it to one of its officers" in words(page)
        assert f"Nothing was given to anybody: {two[1].reference} stands in the way." in words(page)
        assert seen_to_by()["One"] == "Priya Chandran"

    @pytest.mark.requirement("SEC-4.2")
    @pytest.mark.parametrize("how", ["foreign", "unknown", "malformed"])
    def test_one_that_may_not_be_seen_is_a_404_for_all(self, council, two, how):
        other = nadia(council)
        foreign = log(council, title="Foreign", service=council.services.housing)
        more = {"foreign": ticks(foreign)[0], "unknown": f"{uuid.UUID(int=7)}:1", "malformed": "1 or 1=1"}[how]

        page = browser(council.head).post(ASSIGN, {"case": [*ticks(*two), more], "officer": other.person.uid, "give": "yes",
                                                   "key": uuid.uuid4()})

        assert page.status_code == 404
        assert seen_to_by() == {"One": "Priya Chandran", "Two": "Priya Chandran", "Foreign": "Femi Adeyemi"}

    @pytest.mark.parametrize("who", ["clo", "member", "democratic"])
    def test_nobody_outside_the_office_is_given_them_by_a_form_that_was_made_up(self, council, two, who):
        page = give(council.head, two, council.accounts[who].person)

        assert (page.status_code, seen_to_by()) == (200, {"One": "Priya Chandran", "Two": "Priya Chandran"})
        assert "Choose the officer who sees to them from now on" in words(page)

    def test_a_member_gives_nothing_to_anybody(self, council, two):
        page = give(council.member, two, council.head.person)

        assert (page.status_code, seen_to_by()) == (403, {"One": "Priya Chandran", "Two": "Priya Chandran"})

    def test_nothing_ticked_and_too_many_are_said_in_a_sentence(self, council):
        cases = [log(council, title=str(number)) for number in range(26)]
        other = nadia(council)

        assert "You ticked no case." in words(browser(council.head).post(ASSIGN, {}))
        page = give(council.head, cases, other.person)
        assert "You ticked 26 cases. At most 25 can be given at once." in words(page)
        assert set(seen_to_by().values()) == {"Priya Chandran"}

    def test_cases_of_two_offices_offer_only_who_is_in_both(self, council, two):
        owners.hand_over(two[0], actor=fresh(council.head), principal=post("clo", of=council.services.street_scene), text="Yours too.")

        page = browser(council.head).post(ASSIGN, {"case": ticks(Case.objects.get(pk=two[0].pk), two[1])})

        assert [one["name"] for one in page.context["offered"]] == ["Priya Chandran"]

    def test_the_page_says_which_office_has_the_cases_and_how_another_comes_to_them(self, council, two):
        nadia(council)

        page = words(browser(council.head).post(ASSIGN, {"case": ticks(*two)}))

        assert "Only officers of Head of service, Street Scene have these cases." in page
        assert "To give them to another office, a Councillor Liaison Officer for example, open each case and hand it over." in page

    def test_a_case_of_which_the_reader_reads_only_a_part_is_named_and_stops_all(self, council, two):
        joined = log(council, title="Joined", service=council.services.housing)
        give_standing(joined, post("head_of_service", of=council.services.street_scene), "participant", reason="joined")

        page = give(council.head, [*two, joined], council.head.person)

        assert f"Nothing was given to anybody: {joined.reference} stands in the way." in words(page)
        assert seen_to_by() == {"One": "Priya Chandran", "Two": "Priya Chandran", "Joined": "Femi Adeyemi"}

    def test_the_page_takes_the_same_statements_for_one_case_and_for_three(self, council, django_assert_num_queries):
        cases = [log(council) for _ in range(3)]
        client = browser(council.head)
        client.get("/casework/")

        for chosen in (cases[:1], cases):
            with django_assert_num_queries(11):
                assert client.post(ASSIGN, {"case": ticks(*chosen)}).status_code == 200

    def test_without_a_token_nothing_is_given(self, council, two):
        page = browser(council.head, enforce_csrf_checks=True).post(ASSIGN, {"case": ticks(*two)})

        assert page.status_code == 403
