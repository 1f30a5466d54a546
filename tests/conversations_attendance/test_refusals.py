"""Every refusal to a political group is looked at by somebody who did not decide, and no group learns from it that another asked."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from conversations.attendance import parity, policy, reviewing, services, texts
from conversations.attendance.models import AttendanceRequest, Briefing, Refusal
from council_portal.access.decisions import Forbidden, can
from council_portal.access.services import exclude
from council_portal.accounts.models import Appointment, Principal
from council_portal.accounts.services import appoint, leave_office
from council_portal.audit.models import Event
from council_portal.outbox.models import Message
from council_portal.outbox.services import deliver
from tests import factories
from tests.casework.ground import browser, hidden, words
from tests.conversations_attendance import ground
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("NNC-PARITY")]
APART = "It is about a strike, not the contract."
DAY = datetime.timedelta(days=1)
PUT_BEFORE = "refusal put before whoever looks at it"
PANEL = "Refusals to groups, and terms that differ, that you look at"


def refused(of, who="town_leader", by="chief_executive", **changes):
    """A request of this leader that is refused."""
    return services.refuse(ground.ask(of, who), actor=fresh(of.accounts[by]), reason=ground.NO, **changes)


def told(kind):
    """Who was sent a message of this kind."""
    return set(Message.objects.filter(kind=kind).values_list("to", flat=True))


def act(client, request, slug, **typed):
    """Press the button of this act with what was typed."""
    place = reverse("attendance:act", args=[request.uid, slug])
    return client.post(place, {**typed, "version": hidden(client.get(place), "version")})


@pytest.mark.parametrize("rival", [False, True])
def test_every_refusal_to_a_group_is_put_before_the_monitoring_officer_at_once_with_a_rival_or_without(council, rival, request):
    if rival:
        request.getfixturevalue("topic")

    made = refused(council, apart=APART if rival else "")

    assert (made.status, made.review) == ("refused", "waits")
    assert told("attendance_refusal") == {council.monitoring.person.pk}
    client = browser(council.monitoring)
    assert PANEL in words(client.get("/"))
    assert made.get_absolute_url() in client.get(reverse("attendance:refusals")).content.decode()
    assert Event.objects.filter(verb=PUT_BEFORE).count() == 1
    assert services.open_work(list(fresh(council.monitoring).principals))[2][1] == 1


def test_the_mail_holds_nothing_of_the_request_nor_of_the_refusal(council, mailoutbox):
    made = refused(council)

    deliver(Message.objects.get(kind="attendance_refusal"))

    mail, = mailoutbox
    assert "A refusal to a political group is for you to look at." in mail.body
    for secret in (made.title, ground.NO, "Town and Country"):
        assert secret not in mail.body + mail.subject


def test_what_is_no_request_of_a_group_is_put_before_nobody(council):
    made = ground.ask(council, "leader", kind="private_briefing")

    services.refuse(made, actor=fresh(council.accounts[ground.decider(made, council.accounts)]), reason=ground.NO)

    assert (made.review, Refusal.objects.count()) == ("", 0)
    assert told("attendance_refusal") == set()


def test_beside_the_refusal_stands_what_the_ledger_holds_and_the_words_of_none_of_these(council, topic):
    made = refused(council, apart="The contract is another matter to us.")

    page = words(browser(council.monitoring).get(made.get_absolute_url()))

    for part in (ground.NO, "None of the ledger", "The contract is another matter to us.", "What it costs and when it begins.",
                 "What other groups were given", "The waste contract", "Harbour Alliance", "Forty minutes with slides, and questions.",
                 "pack.txt", topic.papers.get().digest):
        assert part in page
    assert browser(council.monitoring).get(topic.get_absolute_url()).status_code == 200
    assert browser(council.monitoring).get(topic.papers.get().get_absolute_url()).status_code == 200
    assert not can(fresh(council.monitoring), "change", topic)


def test_beside_a_refusal_stands_what_was_given_under_topics_of_other_services_too(council, topic):
    made = services.refuse(ground.ask(council, "town_leader", service=council.services.housing), actor=fresh(council.chief_executive),
                           reason=ground.NO, apart=APART)

    page = words(browser(council.monitoring).get(made.get_absolute_url()))

    assert "No other group was briefed" not in page
    for part in ("The waste contract", "Harbour Alliance", "Forty minutes with slides, and questions.", topic.papers.get().digest):
        assert part in page


def briefed(of, number, begin=0):
    """So many topics on which the Harbour Alliance was briefed, the first one first, named from this number on."""
    made = []
    for n in range(begin, begin + number):
        made.append(parity.begin(actor=fresh(of.chief_executive), title=f"Matter {n}"))
        ground.agree(of, ground.ask(of, "member"), topic=made[-1])
    return made


def test_beside_a_refusal_stand_the_latest_topics_and_the_page_says_where_the_others_are(council):
    made = briefed(council, parity.BESIDE)
    client, request = browser(council.monitoring), refused(council, apart=APART)
    whole = client.get(request.get_absolute_url())
    made += briefed(council, 2, begin=len(made))
    first = client.get(request.get_absolute_url())
    Briefing.objects.exclude(topic=made[0]).update(at=timezone.now() - policy.LATELY - DAY)  # as if all but the first were long ago
    Briefing.objects.filter(topic=made[1]).update(at=timezone.now() - 2 * policy.LATELY)
    older = client.get(request.get_absolute_url())

    said = f"Only {parity.BESIDE} are shown here, and there are more"
    assert (said in words(whole), said in words(first), said in words(older)) == (False, True, True)
    assert f'href="{reverse("attendance:topics")}"' in first.content.decode()
    assert [one["topic"] for one in whole.context["beside"]["near"]] == made[:-2][::-1]
    assert [one["topic"] for one in first.context["beside"]["near"]] == made[2:][::-1]
    assert [one["topic"] for one in older.context["beside"]["near"]] == made[:1]
    assert len(older.context["beside"]["others"]) == parity.BESIDE
    assert made[1] not in older.context["beside"]["others"]


def test_beside_a_refusal_what_is_of_its_service_comes_before_what_is_later(council, topic):
    other = parity.begin(actor=fresh(council.chief_executive), title="A matter of housing")
    ground.agree(council, ground.ask(council, "member", service=council.services.housing), topic=other)
    of_ours, of_housing = (services.refuse(ground.ask(council, "town_leader", service=service), actor=fresh(council.chief_executive),
                                           reason=ground.NO, apart=APART)
                           for service in (council.services.street_scene, council.services.housing))

    assert [one.title for one in parity.beside(of_ours)[0][0]] == [topic.title, other.title]
    assert [one.title for one in parity.beside(of_housing)[0][0]] == [other.title, topic.title]


def test_letters_without_words_are_no_reason_why_it_is_another_matter(council, topic):
    with pytest.raises(parity.NotSaid):
        refused(council, apart="aaaaaaaaaaaaaaa")
    with pytest.raises(services.NotInWords):
        services.refuse(ground.ask(council, "town_leader"), actor=fresh(council.chief_executive), reason="aaaaaaaaaaaaaaa", apart=APART)


def test_a_refusal_that_stands_is_on_record_and_read_by_the_group_without_a_message(council):
    made, client = refused(council), browser(council.monitoring)
    before = Message.objects.count()

    act(client, made, "uphold", why=ground.STANDS)

    one = Refusal.objects.get()
    assert (one.outcome, one.looked_by, one.looked_as) == ("stands", council.monitoring.person, "Monitoring officer")
    assert Event.objects.get(verb="refusal upheld").actor_uid == council.monitoring.person.uid
    assert Message.objects.count() == before
    for who in ("town_leader", "chief_executive"):
        assert "The Monitoring officer has looked at this one and lets it stand." in words(browser(council.accounts[who]).get(
            made.get_absolute_url()))
    assert PANEL not in words(client.get("/"))
    assert "Looked at The waste contract" in words(client.get(reverse("attendance:refusals")))
    with pytest.raises(Forbidden):
        reviewing.set_aside(AttendanceRequest.objects.get(pk=made.pk), actor=fresh(council.monitoring), why=ground.WHY)


def test_why_a_refusal_stands_is_asked_for_in_words_kept_in_the_ledger_and_read_by_no_group(council):
    made, client = refused(council), browser(council.monitoring)

    for nothing in ("", "aaaaaaaaaaaaaaa"):
        assert act(client, made, "uphold", why=nothing).status_code == 200
        with pytest.raises(reviewing.NoReason):
            reviewing.uphold(made, actor=fresh(council.monitoring), why=nothing)
    act(client, made, "uphold", why=ground.STANDS)

    assert Refusal.objects.get().why == ground.STANDS
    assert f"Why it stands {ground.STANDS}" in words(browser(council.chief_executive).get(reverse("attendance:topics")))
    assert f"Why it stands {ground.STANDS}" in words(client.get(made.get_absolute_url()))
    assert ground.STANDS not in words(browser(council.town_leader).get(made.get_absolute_url()))


def test_a_refusal_that_is_set_aside_opens_the_request_again_and_both_sides_read_why(council):
    made = refused(council)

    act(browser(council.monitoring), made, "set-aside", why=ground.WHY)

    made = AttendanceRequest.objects.get(pk=made.pk)
    assert (made.status, made.is_open, made.decided_at, made.reason, made.about) == ("asked", True, None, "", None)
    assert told("attendance_set_aside") == {council.town_leader.person.pk, council.chief_executive.person.pk}
    for who in ("town_leader", "chief_executive"):
        page = words(browser(council.accounts[who]).get(made.get_absolute_url()))
        assert f"The Monitoring officer has set the refusal aside: {ground.WHY}" in page
        assert "The request is open again" in page
    assert "Requests to attend that wait for your decision" in words(browser(council.chief_executive).get("/"))
    assert ground.NO in words(browser(council.chief_executive).get(reverse("attendance:topics")))

    ground.agree(council, made, topic=parity.begin(actor=fresh(council.chief_executive), title="Parks"))
    assert Message.objects.filter(kind="attendance_decided", to=council.town_leader.person).count() == 2


def test_with_a_topic_of_the_ledger_it_is_decided_under_that_and_a_refusal_is_blocked(council, topic):
    made = refused(council, apart=APART)
    act(browser(council.monitoring), made, "set-aside", why=ground.WHY, topic=str(topic.uid))
    made, client = AttendanceRequest.objects.get(pk=made.pk), browser(council.chief_executive)

    refuse = act(client, made, "refuse", reason=ground.NO, topic=str(topic.uid))
    with pytest.raises(parity.Bound):
        services.refuse(made, actor=fresh(council.chief_executive), reason=ground.NO, apart=APART)
    agree = client.get(reverse("attendance:act", args=[made.uid, "agree"]))

    assert "this one cannot be refused (clause 8.3)" in words(refuse)
    assert list(agree.context["form"].fields["topic"].queryset) == [topic]
    assert "new_topic" not in agree.context["form"].fields
    other = parity.begin(actor=fresh(council.chief_executive), title="Parks")
    assert ground.agree(council, made, topic=other).briefing.topic == topic
    assert [line.same_papers for line in parity.ledger(topic)] == [True, True]


def test_a_topic_on_which_no_other_group_was_briefed_is_no_answer(council):
    topic, made = parity.begin(actor=fresh(council.chief_executive), title="Parks"), refused(council)

    with pytest.raises(reviewing.NotOfTheLedger):
        reviewing.set_aside(made, actor=fresh(council.monitoring), why=ground.WHY, topic=topic)
    assert "Parks" not in words(browser(council.monitoring).get(reverse("attendance:act", args=[made.uid, "set-aside"])))


@pytest.mark.parametrize("why", ["Harbour Alliance had the same.", "Another group had one last week.", "It was heard across the chamber.",
                                 "It is the same matter as before.", "They had their turn last week.", "aaaaaaaaaaaaaaa", "No."])
def test_what_the_group_reads_of_it_names_no_other_and_is_in_words(council, why):
    made = refused(council)

    answer = act(browser(council.monitoring), made, "set-aside", why=why)

    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert AttendanceRequest.objects.get(pk=made.pk).status == "refused"
    with pytest.raises((texts.NamesAGroup, reviewing.NoReason)):
        reviewing.set_aside(made, actor=fresh(council.monitoring), why=why)


class TestRefusedAgain:
    """After one was set aside another refusal does not hold until whoever looks at it agrees."""

    AGAIN = "No one is free on that evening."

    @pytest.fixture
    def again(self, council):
        """Refused, set aside, and refused again."""
        made = refused(council)
        reviewing.set_aside(made, actor=fresh(council.monitoring), why=ground.WHY)
        act(browser(council.chief_executive), made, "refuse", reason=self.AGAIN)
        return AttendanceRequest.objects.get(pk=made.pk)

    def test_it_waits_for_the_monitoring_officer_and_the_request_stays_open(self, council, again):
        assert (again.status, again.is_open, again.review, again.reason, again.decided_at) == ("asked", True, "waits", "", None)
        assert [one.outcome for one in Refusal.objects.all()] == ["set_aside", "waits"]
        assert Message.objects.filter(kind="attendance_refusal").count() == 2
        assert told("attendance_decided") == {council.town_leader.person.pk}
        assert Message.objects.filter(kind="attendance_decided").count() == 1
        assert PANEL in words(browser(council.monitoring).get("/"))
        assert not can(fresh(council.chief_executive), "refuse", again)

    def test_the_page_says_so_and_the_group_does_not_read_the_reason_yet(self, council, again):
        for who in ("town_leader", "chief_executive", "monitoring"):
            page = words(browser(council.accounts[who]).get(again.get_absolute_url()))
            assert f"has set the refusal aside: {ground.WHY}" in page
            assert "another does not hold by itself: the Monitoring officer has to agree to it, and until then the request is open" in page
            assert (self.AGAIN in page) == (who != "town_leader")

    def test_before_it_is_refused_again_the_form_and_the_page_say_that_it_will_wait(self, council):
        made, client = refused(council), browser(council.chief_executive)
        reviewing.set_aside(made, actor=fresh(council.monitoring), why=ground.WHY)

        assert "that does not hold until the Monitoring officer agrees" in words(client.get(made.get_absolute_url()))
        assert "Another does not hold by itself" in words(client.get(reverse("attendance:act", args=[made.uid, "refuse"])))

    def test_agreed_to_it_holds_and_the_group_is_told_and_reads_why(self, council, again):
        act(browser(council.monitoring), again, "uphold", why=ground.STANDS)

        now, page = AttendanceRequest.objects.get(pk=again.pk), words(browser(council.town_leader).get(again.get_absolute_url()))
        assert (now.status, now.review, now.reason, now.decided_by) == ("refused", "stands", self.AGAIN, council.chief_executive.person)
        assert Message.objects.filter(kind="attendance_decided", to=council.town_leader.person).count() == 2
        assert self.AGAIN in page
        assert ground.STANDS not in page

    def test_set_aside_once_more_it_is_open_as_before(self, council, again):
        act(browser(council.monitoring), again, "set-aside", why="It can be on a Monday evening.")

        now = AttendanceRequest.objects.get(pk=again.pk)
        assert (now.status, now.review, [one.outcome for one in Refusal.objects.all()]) == ("asked", "set_aside", ["set_aside"] * 2)
        assert can(fresh(council.chief_executive), "refuse", now)

    def test_it_falls_where_the_office_agrees_or_whoever_asked_withdraws(self, council, again):
        for fall in (lambda one: ground.agree(council, one), lambda one: services.withdraw(one, actor=fresh(council.town_leader))):
            with ground.undone():
                fall(AttendanceRequest.objects.get(pk=again.pk))

                assert [one.outcome for one in Refusal.objects.all()] == ["set_aside", "overtaken"]
                assert PANEL not in words(browser(council.monitoring).get("/"))
                assert "means to refuse it again" not in words(browser(council.town_leader).get(again.get_absolute_url()))

    def test_a_topic_that_was_named_stays_the_one_under_which_it_is_decided(self, council, topic):
        made = refused(council, apart=APART)
        reviewing.set_aside(made, actor=fresh(council.monitoring), why=ground.WHY, topic=topic)

        with pytest.raises(parity.Bound):
            services.refuse(made, actor=fresh(council.chief_executive), reason=self.AGAIN, apart=APART)
        assert reviewing.to_be_decided_under(AttendanceRequest.objects.get(pk=made.pk)) == topic

    def test_where_nobody_is_there_to_look_it_holds(self, council):
        made = refused(council)
        reviewing.set_aside(made, actor=fresh(council.monitoring), why=ground.WHY)
        made.standings.create(principal=Principal.objects.get(post="monitoring_officer"), capacity="decider", since=made.asked_at)

        services.refuse(AttendanceRequest.objects.get(pk=made.pk), actor=fresh(council.monitoring), reason=self.AGAIN)

        assert AttendanceRequest.objects.get(pk=made.pk).status == "refused"


def test_an_office_that_reads_it_for_two_reasons_is_listed_once(council):
    made = refused(council)  # the model protocol sends it to the Monitoring Officer too

    page = browser(council.town_leader).get(made.get_absolute_url())
    lines = [one for one in page.context["readers"] if one["name"] == "Monitoring officer"]

    assert [one["capacity"] for one in lines] == [
        "An office that the request goes to; an office that looks at what groups are refused and given"]
    assert lines[0]["reason"].startswith("The protocol sends it here. Looks at every refusal")


class TestWhoLooks:
    def deputy(self):
        """Somebody who holds the post of the deputy."""
        return factories.officer("Ian Doyle", "deputy_monitoring_officer")

    def decided_by_monitoring(self, of):
        """A refusal by the Monitoring Officer."""
        made = ground.ask(of, "town_leader")
        made.standings.create(principal=Principal.objects.get(post="monitoring_officer"), capacity="decider", since=made.asked_at)
        return services.refuse(AttendanceRequest.objects.get(pk=made.pk), actor=fresh(of.monitoring), reason=ground.NO)

    def test_where_the_monitoring_officer_decided_the_deputy_does(self, council):
        deputy = self.deputy()

        made = self.decided_by_monitoring(council)

        assert told("attendance_refusal") == {deputy.person.pk}
        assert (can(fresh(deputy), "set_aside", made), can(fresh(council.monitoring), "set_aside", made)) == (True, False)
        assert browser(deputy).get(reverse("attendance:refusals")).status_code == 200
        assert browser(deputy).get(reverse("attendance:topics")).status_code == 200

    def test_a_deputy_in_the_same_post_looks_in_their_own_name(self, council):
        appoint(council.clo.person, Principal.objects.get(post="monitoring_officer"), authority="Invented", role=Appointment.Role.DEPUTY)

        made = self.decided_by_monitoring(council)

        assert told("attendance_refusal") == {council.clo.person.pk}
        assert (can(fresh(council.clo), "uphold", made), can(fresh(council.monitoring), "uphold", made)) == (True, False)
        assert "here the deputy of the Monitoring officer" in words(browser(council.town_leader).get(made.get_absolute_url()))

    def test_whoever_is_kept_out_of_the_request_does_not_look(self, council):
        deputy, made = self.deputy(), ground.ask(council, "town_leader")
        exclude(made, Principal.objects.get(kind="person", person=council.monitoring.person), reason="a declared connection")

        services.refuse(made, actor=fresh(council.chief_executive), reason=ground.NO)

        assert told("attendance_refusal") == {deputy.person.pk}

    def test_where_nobody_is_left_who_did_not_decide_nobody_looks_and_the_page_and_the_record_say_so(self, council):
        made = self.decided_by_monitoring(council)

        assert "so nobody looks at this one" in words(browser(council.town_leader).get(made.get_absolute_url()))
        assert not made.standings.filter(capacity="reviewer").exists()
        assert Event.objects.get(verb=PUT_BEFORE).detail == "nobody holds the post"

    def test_where_nobody_holds_the_post_it_waits_for_whoever_comes_into_it(self, council):
        leave_office(council.monitoring.person)
        made = refused(council)

        appoint(council.clo.person, Principal.objects.get(post="monitoring_officer"), authority="Invented")

        assert can(fresh(council.clo), "uphold", made)


SECRETS = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*|nonce="[^"]*"')


@pytest.mark.parametrize("outcome", ["waits", "stands", "set aside"])
def test_the_group_reads_the_same_of_its_refusal_whether_another_was_briefed_before_it_or_not(council, outcome):
    def seen(rival):
        with ground.undone():
            topic = parity.begin(actor=fresh(council.chief_executive), title="The waste contract")
            ground.paper(topic, council, "First version.")
            if rival:
                ground.agree(council, ground.ask(council, "member"), topic=topic)
            made = refused(council, apart=APART if rival else "")
            if outcome == "stands":
                reviewing.uphold(made, actor=fresh(council.monitoring), why=ground.STANDS)
            if outcome == "set aside":
                reviewing.set_aside(made, actor=fresh(council.monitoring), why=ground.WHY, topic=topic if rival else None)
            page = browser(council.town_leader).get(made.get_absolute_url()).content.decode()
            for text in (str(made.uid), made.reference):
                page = page.replace(text, "")
            return SECRETS.sub(r"\1", re.sub(r"\d\d:\d\d", "", page))

    assert seen(rival=True) == seen(rival=False)


@pytest.mark.parametrize(("text", "found"), [
    ("Another group had one last week.", "Another group"), ("The other\n group’s meeting went well", "other group"),
    ("As with an other-party meeting", "other party"), ("The other parties were told", "other parties"),
    ("Another political group asked", "Another political group"), ("The opposition had the same.", "The opposition"),
    ("the administration had the same meeting", "the administration"), ("the ruling group has seen it", "ruling group"),
    ("It was said across the chamber.", "across the chamber"), ("The other side knows it.", "other side"),
    ("As on the other side of the chamber", "other side"), ("It is the same matter as before.", "same matter as before"),
    ("The same topic that we heard before", "same topic that we heard before"), ("They had their turn.", "had their turn"),
    ("They have had their briefing", "had their briefing"), ("You get what others had.", "what others had"),
    ("The benches opposite and the opposite benches", "opposite benches"), ("Your opponents know it.", "Your opponents"),
    ("The first group had slides.", "first group"),
    ("The other side of the road is the county’s.", ""), ("You have had your turn.", ""), ("The same matter goes to the cabinet.", ""),
    ("Before others come in, the officer leaves.", ""),
    ("The administration of the scheme is new.", ""), ("The opposition to the bypass is of residents.", ""),
    ("Your group had a meeting.", ""), ("Half an hour for any group that would like it, the same for each.", ""),
    ("A third party owns the land.", "")])
def test_words_that_tell_of_another_group_are_found_and_others_are_not(text, found):
    assert texts.telling(text) == found


@pytest.mark.parametrize("text", ["Another group had one last week.", "The opposition had the same meeting."])
def test_such_words_are_refused_where_a_group_reads_them_and_the_form_says_why(council, topic, text):
    chief, made = fresh(council.chief_executive), ground.ask(council, "town_leader")

    for act_on in (lambda: parity.offer(topic, actor=chief, text=text),
                   lambda: services.refuse(made, actor=chief, reason=text, apart=APART),
                   lambda: ground.second(council, topic, arrangements=text, difference="They asked for no more.")):
        with pytest.raises(texts.TellsOfOthers):
            act_on()
    answer = act(browser(council.chief_executive), made, "refuse", reason=text, apart=APART)

    assert "tells the group that another has asked or was given something" in words(answer)
    assert text in answer.content.decode()
    services.refuse(made, actor=chief, reason=ground.NO, apart="Another group had the rounds; this is the depot.")


def test_a_pack_in_the_ledger_shows_the_hour_of_the_decision_and_that_of_the_meeting_each_by_its_name(council, topic):
    page = words(browser(council.chief_executive).get(topic.get_absolute_url()))

    assert re.search(r"Decided on \d", page)
    assert re.search(r"The meeting: the officer’s time \d", page)
    assert re.search(r"given on [^,]+ at \d\d:\d\d for the meeting on [^,]+ at 18:00", page)


def test_on_a_decided_request_the_acts_come_first_and_the_reminders_are_folded(council):
    made = ground.ask(council, "member")
    waits = browser(council.chief_executive).get(made.get_absolute_url()).content.decode()
    ground.agree(council, made)

    decided = browser(council.member).get(made.get_absolute_url()).content.decode()

    assert '<details class="govuk-details" open>' in waits
    assert '<details class="govuk-details">' in decided
    assert '<details class="govuk-details" open>' not in decided
    assert decided.index('id="acts"') < decided.index('id="text"') < decided.index("What to keep in mind")
