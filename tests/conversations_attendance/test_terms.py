"""Other terms than the first group had are looked at as refusals are, and no group reads anything of it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conversations.attendance import parity, reviewing, services
from conversations.attendance.appointments import of
from conversations.attendance.models import AttendanceRequest, Refusal
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import Principal
from council_portal.audit.models import Event
from council_portal.outbox.models import Message
from council_portal.outbox.services import deliver
from tests.casework.ground import browser, words
from tests.conversations_attendance import ground
from tests.conversations_attendance.test_refusals import PANEL, act, told
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("NNC-PARITY")]
BUSY = "We are busy on that evening."
GOOD = "Offer them the half hour that is missing."
LESS = {"arrangements": "Ten minutes by telephone.", "difference": BUSY}


@pytest.fixture
def lesser(council, topic):
    """The second group got ten minutes."""
    return ground.second(council, topic, **LESS)


def again(request):
    """The request as it is stored."""
    return AttendanceRequest.objects.get(pk=request.pk)


def test_the_measure_is_what_the_first_group_was_given_and_not_a_later_exception(council, topic, lesser):
    first = parity.Offered("Forty minutes with slides, and questions.", 45, "head_of_service")
    assert [parity.proposed(topic, group) for group in (council.groups.town, council.groups.harbour)] == [first, first]

    same = ground.second(council, topic)

    assert same.briefing.difference == ""
    assert again(same).review == ""
    for who in ("town_leader", "leader"):
        with pytest.raises(parity.Differs):
            ground.agree(council, ground.ask(council, who), topic=topic, arrangements="Ten minutes by telephone.")


def test_other_terms_are_put_before_the_monitoring_officer_at_once_and_the_agreement_stays(council, topic, lesser):
    client, one = browser(council.monitoring), Refusal.objects.get()

    assert (one.terms, one.outcome, one.about, one.difference, again(lesser).status) == (True, "waits", topic, BUSY, "agreed")
    assert told("attendance_terms") == {council.monitoring.person.pk}
    assert PANEL in words(client.get("/"))
    listed = words(client.get(reverse("attendance:refusals")))
    assert "The waste contract Town and Country · agreed on other terms by Chief executive" in listed
    page = words(client.get(lesser.get_absolute_url()))
    for part in (BUSY, "Ten minutes by telephone.", "Harbour Alliance", "Forty minutes with slides, and questions."):
        assert part in page
    assert services.open_work(list(fresh(council.monitoring).principals))[2][1] == 1


def test_the_mail_holds_nothing_of_the_terms(lesser, mailoutbox):
    deliver(Message.objects.get(kind="attendance_terms"))

    mail, = mailoutbox
    for secret in (lesser.title, BUSY, "Ten minutes", "Town and Country"):
        assert secret not in mail.body + mail.subject


def test_the_same_terms_are_put_before_nobody(council, topic):
    ground.second(council, topic, difference=BUSY)

    assert Refusal.objects.count() == 0
    assert PANEL not in words(browser(council.monitoring).get("/"))


def test_that_it_is_to_be_made_good_is_told_to_the_office_that_decided_and_read_with_the_ledger(council, topic, lesser):
    client, before = browser(council.monitoring), again(lesser)
    assert act(client, lesser, "make-good", why="No.").status_code == 200

    act(client, lesser, "make-good", why=GOOD)

    one, now = Refusal.objects.get(), again(lesser)
    assert (one.outcome, one.why, one.looked_by, now.review) == ("make_good", GOOD, council.monitoring.person, "make_good")
    assert (now.status, now.version, now.last_activity, now.arrangements) == (
        "agreed", before.version, before.last_activity, before.arrangements)
    assert told("attendance_make_good") == {council.chief_executive.person.pk}
    assert Event.objects.get(verb="terms that differ are to be made good").actor_uid == council.monitoring.person.uid
    for place in (lesser.get_absolute_url(), topic.get_absolute_url(), reverse("attendance:topics")):
        assert GOOD in words(browser(council.chief_executive).get(place))
    assert PANEL not in words(client.get("/"))
    assert GOOD not in words(browser(council.town_leader).get(lesser.get_absolute_url()))
    with pytest.raises(Forbidden):
        reviewing.make_good(again(lesser), actor=fresh(council.monitoring), why=GOOD)


def test_terms_that_are_upheld_need_a_reason_and_change_nothing(council, lesser):
    before = Message.objects.count()
    with pytest.raises(reviewing.NoReason):
        reviewing.uphold(lesser, actor=fresh(council.monitoring), why="")

    act(browser(council.monitoring), lesser, "uphold", why="They asked for ten minutes and no more.")

    assert Refusal.objects.get().outcome == "stands"
    assert (again(lesser).status, again(lesser).version) == ("agreed", lesser.version)
    assert Message.objects.count() == before
    assert not can(fresh(council.monitoring), "set_aside", lesser)


def test_a_refusal_is_not_made_good(council):
    made = services.refuse(ground.ask(council, "leader"), actor=fresh(council.chief_executive), reason=ground.NO)

    assert not can(fresh(council.monitoring), "make_good", made)


SECRETS = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*|nonce="[^"]*"')


@pytest.mark.parametrize("outcome", ["waits", "stands", "made good"])
@pytest.mark.parametrize("set_aside", [False, True])
def test_the_group_reads_the_same_whether_its_terms_differ_from_those_of_another_or_not(council, outcome, set_aside):
    def seen(rival):
        with ground.undone():
            topic = parity.begin(actor=fresh(council.chief_executive), title="The waste contract")
            if rival:
                ground.agree(council, ground.ask(council, "member"), topic=topic)
            made = ground.ask(council, "town_leader")
            if set_aside:
                services.refuse(made, actor=fresh(council.chief_executive), reason=ground.NO, apart=ground.WHY if rival else "")
                reviewing.set_aside(made, actor=fresh(council.monitoring), why=ground.WHY)
                made = again(made)
            made = ground.agree(council, made, topic=topic, **LESS)
            if rival and outcome != "waits":
                say = reviewing.uphold if outcome == "stands" else reviewing.make_good
                say(made, actor=fresh(council.monitoring), why=GOOD)
            client, made = browser(council.town_leader), again(made)
            shown = [client.get(place).content.decode() for place in (
                "/", made.get_absolute_url(), reverse("attendance:list"), reverse("attendance:act", args=[made.uid, "withdraw"]))]
            page = "".join(shown).replace(str(made.uid), "").replace(made.reference, "")
            return of(made).sequence, SECRETS.sub(r"\1", re.sub(r"\d\d:\d\d", "", page))

    assert seen(rival=True) == seen(rival=False)


def test_where_the_monitoring_officer_decided_they_do_not_look(council, topic):
    made = ground.ask(council, "town_leader")
    made.standings.create(principal=Principal.objects.get(post="monitoring_officer"), capacity="decider", since=made.asked_at)

    made = ground.agree(council, again(made), who="monitoring", topic=topic, **LESS)

    assert told("attendance_terms") == set()
    assert not can(fresh(council.monitoring), "uphold", again(made))


class TestUnderATopicOfItsOwn:
    """A second group that is agreed to under another topic, on other terms, is looked at as one under the same topic is."""

    SAME = {"topic": None, "new_topic": "The bins", "apart": "Quite another matter this is."}

    def other(self, of, service="street_scene", title="What bins cost", **changes):
        """The other group asks about this service and is agreed to under a topic of its own."""
        return ground.agree(of, ground.ask(of, "town_leader", service=getattr(of.services, service), title=title), **{
            **self.SAME, **changes})

    def test_on_other_terms_it_is_put_before_the_monitoring_officer_and_stays(self, council, topic):
        made = self.other(council, arrangements="Ten minutes, no papers.")

        one, page = Refusal.objects.get(), words(browser(council.monitoring).get(made.get_absolute_url()))
        assert (one.terms, one.outcome, one.about.title, one.apart, made.review, made.status) == (
            True, "waits", "The bins", self.SAME["apart"], "waits", "agreed")
        assert told("attendance_terms") == {council.monitoring.person.pk}
        for part in (self.SAME["apart"], "Ten minutes, no papers.", "Forty minutes with slides, and questions."):
            assert part in page
        act(browser(council.monitoring), made, "make-good", why=GOOD)
        assert again(made).review == "make_good"

    def test_on_the_terms_of_the_topics_that_are_near_it_is_put_before_nobody(self, council, topic):
        assert self.other(council).review == ""
        assert Refusal.objects.count() == 0

    def test_on_terms_of_one_of_two_topics_that_are_near_it_is_looked_at(self, council, topic):
        ground.agree(council, ground.ask(council, "member", title="Rounds"), arrangements="Ten minutes.")

        assert self.other(council, arrangements="Ten minutes.").review == "waits"

    def test_of_another_service_it_is_looked_at_only_where_the_title_is_the_same(self, council, topic):
        less = {"arrangements": "Ten minutes.", "service": "housing"}

        assert self.other(council, **less).review == ""
        assert self.other(council, **less | {"title": "the waste CONTRACT", "new_topic": "Waste again"}).review == "waits"

    def test_a_topic_of_another_service_with_lesser_terms_is_no_way_round(self, council, topic):
        tour = ground.agree(council, ground.ask(council, "member", service=council.services.housing, title="Rents"),
                            arrangements="Ten minutes.").briefing.topic

        assert self.other(council, topic=tour, new_topic="", apart="", arrangements="Ten minutes.").review == "waits"
        assert self.other(council, title="the waste contract", topic=topic, new_topic="", apart="").review == ""

    def test_the_groups_own_briefings_and_those_of_long_ago_ask_for_nothing(self, council, topic):
        own = ground.agree(council, ground.ask(council, "leader", title="Rounds"), arrangements="Ten minutes.")
        topic.briefings.update(at=ground.at(days=-400))

        assert own.review == ""
        assert self.other(council, arrangements="Five minutes.").review == "waits"  # after the ten minutes for the first group
        own.briefing.topic.briefings.update(at=ground.at(days=-400))
        assert self.other(council, arrangements="Five minutes.", new_topic="Sacks", apart="").review == ""


def test_the_list_shows_a_page_with_what_waits_first_in_one_number_of_statements(council, lesser, django_assert_num_queries):
    client, address, one = browser(council.monitoring), reverse("attendance:refusals"), Refusal.objects.get()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    later = one.decided_at + datetime.timedelta(days=1)
    Refusal.objects.bulk_create([Refusal(**{field.attname: getattr(one, field.attname) for field in Refusal._meta.concrete_fields if not
                                            field.primary_key} | {"outcome": "stands", "decided_at": later}) for _ in range(30)])

    with django_assert_num_queries(len(few)):
        first = client.get(address)
    second = client.get(address, {"page": 2})
    assert (len(first.context["waiting"]), len(first.context["rows"])) == (1, 24)
    assert (len(second.context["waiting"]), len(second.context["rows"])) == (0, 6)
    assert "What waits stands on the pages before." in words(second)
