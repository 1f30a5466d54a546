"""What follows from an event: what was said, who does what by when, what came of it, and who is told."""
import datetime
import uuid

import pytest
from django.http import Http404
from django.utils import timezone

from casework.models import Case
from conversations import afterwards
from conversations.models import Event, FollowUp, Remark, Status
from conversations.services import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.audit import models as audit
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from tests.casework.ground import browser, hidden, words
from tests.conversations import after_ground
from tests.conversations.after_ground import held, report, say, take_place
from tests.conversations.ground import announced, for_ward
from tests.factories import fresh, post

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-MC-AFTER")]


def told(kind):
    """The names of those who are told something of this kind."""
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


def begin(of, event, *, word="head_of_service", **changes):
    """A follow-up of the holder of this post in Street Scene, if no other office is named."""
    return after_ground.begin(of, event, post(word, of=of.services.street_scene), **changes)


class TestFollowUps:
    def test_its_office_sees_the_event_and_is_told_and_so_is_whoever_was_there(self, council):
        event = held(council, **for_ward(council))
        assert not can(fresh(council.head), "view", event)

        begin(council, event)

        assert can(fresh(council.head), "view", event)
        assert (told("follow_up_yours"), told("follow_up_news")) == (["Priya Chandran"], ["Aisha Rahman"])

    def test_it_is_kept_up_until_it_is_done_and_each_word_is_told(self, council):
        event = held(council)
        one = begin(council, event)

        report(one, council.head, "Half of them are counted.")
        report(one, council.head, "Twelve an hour.", done=True)

        one.refresh_from_db()
        assert one.done_at is not None
        assert [word.text for word in one.progress.all()] == ["Half of them are counted.", "Twelve an hour."]
        assert told("follow_up_news") == ["Aisha Rahman"] * 3
        with pytest.raises(Changed):
            report(one, council.head, "Again.", done=True)

    def test_where_nobody_said_that_they_come_everybody_who_is_invited_is_told(self, council):
        event = announced(council, **for_ward(council))
        event = take_place(council, event)

        begin(council, event)

        assert told("follow_up_news") == ["Aisha Rahman", "Tomasz Wolny"]

    def test_nobody_else_reports_and_no_member_begins_one(self, council):
        event = held(council)
        one = begin(council, event)
        for user in (council.member, council.other_head):
            with pytest.raises(Forbidden):
                report(one, user, "Mine.")
        with pytest.raises(Forbidden):
            begin(council, event, actor=fresh(council.member))

    def test_nothing_follows_from_what_has_not_taken_place(self, council):
        with pytest.raises(Forbidden):
            begin(council, announced(council))

    def test_it_is_followed_up_once_all_is_done_and_taken_up_again_where_more_follows(self, council):
        event = held(council)
        one = begin(council, event)
        with pytest.raises(CannotBe):
            afterwards.close(event, actor=fresh(council.democratic))
        report(one, council.democratic, "Done.", done=True)

        afterwards.close(event, actor=fresh(council.democratic))
        assert Event.objects.get(pk=event.pk).status == Status.CLOSED
        afterwards.reopen(event, actor=fresh(council.democratic))
        assert Event.objects.get(pk=event.pk).status == Status.HELD

    def test_one_that_is_late_is_called_to_mind_once_a_week(self, council):
        one = begin(council, held(council), days=-2)

        assert (afterwards.remind(), afterwards.remind()) == (1, 0)
        assert told("follow_up_late") == ["Ines Duarte", "Priya Chandran"]
        FollowUp.objects.filter(pk=one.pk).update(told_on=timezone.localdate() - datetime.timedelta(days=7))
        assert afterwards.remind() == 1

    def test_the_page_says_what_happened_to_what_was_said(self, council):
        event = held(council)
        said = afterwards.remark(event, actor=fresh(council.member), key=uuid.uuid4(), text="The buses are too full.", said_by="Residents")
        report(begin(council, event, said=said), council.head, "Two more an hour from May.", done=True)

        page = words(browser(council.other_member).get(event.get_absolute_url()))

        for said in ("The buses are too full.", "Count the buses anew", "Two more an hour from May.", "Everything that followed is done."):
            assert said in page


@pytest.mark.requirement("RUG-WORKSHOP")
class TestCasesFromWhatWasSaid:
    def said(self, council):
        event = held(council, kind="workshop", **for_ward(council))
        return afterwards.remark(event, actor=fresh(council.member), key=uuid.uuid4(), text="The lamp at 4 Mill Lane is out.")

    def facts(self, council):
        return {"key": uuid.uuid4(), "title": "Lamp out", "text": "At 4 Mill Lane.", "service": council.services.street_scene,
                "ward": council.wards.mill_hill}

    def test_a_member_raises_one_and_it_goes_where_the_protocol_sends_it(self, council):
        said = self.said(council)

        case = afterwards.case_from(said, actor=fresh(council.member), agreed=True, **self.facts(council))

        assert (case.sent_to.post, Remark.objects.get(pk=said.pk).case) == ("head_of_service", case)

    def test_its_first_turn_says_where_it_comes_from(self, council):
        case = afterwards.case_from(self.said(council), actor=fresh(council.member), agreed=True, **self.facts(council))

        said = words(browser(council.head).get(case.get_absolute_url()))

        assert "Raised from what was said at the council’s programme: Ward workshop, on" in said
        assert "Bus lanes in the north" not in said, "its officer may not see the event"
        assert "At 4 Mill Lane." in said

    @pytest.mark.parametrize(("in_confidence", "named"), [(False, True), (True, False)])
    def test_the_title_is_named_of_what_is_open_to_all_and_not_in_confidence(self, council, in_confidence, named):
        event = held(council, in_confidence=in_confidence)
        said = afterwards.remark(event, actor=fresh(council.member), key=uuid.uuid4(), text="The lamp at 4 Mill Lane is out.")
        case = afterwards.case_from(said, actor=fresh(council.member), agreed=True, **self.facts(council))

        page = words(browser(council.head).get(case.get_absolute_url()))

        assert ("Member Conversation “Bus lanes in the north”, on" in page) == named

    def test_once_only(self, council):
        said = self.said(council)
        afterwards.case_from(said, actor=fresh(council.member), agreed=True, **self.facts(council))
        with pytest.raises(Changed):
            afterwards.case_from(said, actor=fresh(council.colleague), agreed=True, **self.facts(council))
        assert Case.objects.count() == 1

    def test_not_without_the_agreement_of_whoever_said_it_and_what_was_typed_is_kept(self, council):
        said, client = self.said(council), browser(council.member)
        address = f"/programme/said/{said.uid}/case/"
        facts = self.facts(council)
        typed = {"matter": "service_failure", "title": "Lamp out for weeks", "text": facts["text"], "key": facts["key"],
                 "service": facts["service"].uid, "ward": facts["ward"].uid, "words": hidden(client.get(address), "words")}

        refused = client.post(address, typed)

        assert "Tick that whoever said it agrees" in words(refused)
        assert "Lamp out for weeks" in refused.content.decode()
        assert Case.objects.count() == 0
        assert client.post(address, typed | {"agreed": "on"}).status_code == 302
        assert Case.objects.count() == 1

    def test_others_who_read_what_was_said_do_not_learn_that_a_case_was_raised(self, council):
        said = self.said(council)
        event = said.event
        before = words(browser(council.democratic).get(event.get_absolute_url()))

        case = afterwards.case_from(said, actor=fresh(council.member), agreed=True, **self.facts(council))

        assert words(browser(council.democratic).get(event.get_absolute_url())) == before
        assert case.reference in words(browser(council.member).get(event.get_absolute_url()))

    def test_a_stranger_to_the_event_raises_nothing_from_it(self, council):
        said = self.said(council)
        with pytest.raises(Http404):
            afterwards.case_from(said, actor=fresh(council.other_member), agreed=True, **self.facts(council))
        assert browser(council.other_member).get(f"/programme/said/{said.uid}/case/").status_code == 404

    @pytest.mark.parametrize("kind", ["conversation", "workshop", "open_day"])
    def test_the_agreement_is_asked_at_every_kind_of_event_and_the_service_refuses_without(self, council, kind):
        event = held(council, kind=kind)
        said = afterwards.remark(event, actor=fresh(council.member), key=uuid.uuid4(), text="The lamp is out.", consent="given")

        page = words(browser(council.member).get(f"/programme/said/{said.uid}/case/"))

        assert "Whoever said it agrees that a case is made of it and that their words are passed on" in page
        assert "They agree that a case is made of it." in words(browser(council.member).get(event.get_absolute_url()))
        with pytest.raises(CannotBe):
            afterwards.case_from(said, actor=fresh(council.member), agreed=False, **self.facts(council))
        assert Case.objects.count() == 0

    def test_where_it_is_noted_that_they_do_not_agree_nobody_raises_a_case(self, council):
        event = held(council)
        typed = {"text": "The lamp is out.", "said_by": "The school", "consent": "refused", "ward": council.wards.mill_hill.uid,
                 "version": Event.objects.get(pk=event.pk).version, "key": uuid.uuid4()}
        assert browser(council.member).post(f"{event.get_absolute_url()}said/", typed).status_code == 302
        said = Remark.objects.get()

        page = browser(council.member).get(event.get_absolute_url())

        assert "They do not agree that a case is made of it." in words(page)
        assert f"Concerns {council.wards.mill_hill.name}" in words(page)
        assert f"/programme/said/{said.uid}/case/" not in page.content.decode()
        with pytest.raises(Http404):
            afterwards.case_from(said, actor=fresh(council.member), agreed=True, **self.facts(council))

    def test_a_member_of_another_ward_who_was_not_there_finds_no_such_page(self, council):
        said = afterwards.remark(held(council), actor=fresh(council.member), key=uuid.uuid4(), text="The lamp at 4 Mill Lane is out.")

        assert browser(council.other_member).get(said.event.get_absolute_url()).status_code == 200
        assert browser(council.other_member).get(f"/programme/said/{said.uid}/case/").status_code == 404
        with pytest.raises(Http404):
            afterwards.case_from(said, actor=fresh(council.other_member), agreed=True, **self.facts(council))


class TestCorrections:
    """What was written down is corrected and withdrawn."""

    NAME, OWNED = "Mrs Elsie Harrow of 4 Mill Lane", "The lamp is out."

    def said(self, council, **changes):
        given = {"text": f"{self.NAME}: the lamp is out.", "said_by": self.NAME, "consent": "given"}
        return say(held(council), council.member, **(given | changes))

    def typed(self, **changes):
        return {"text": self.OWNED, "said_by": "A resident", "consent": "refused", "version": 1, **changes}

    @pytest.mark.parametrize("who", ["member", "democratic"])
    def test_other_words_stand_there_and_what_it_was_before_nowhere(self, council, who):
        said, user = self.said(council), getattr(council, who)
        begin(council, said.event, said=said)

        answer = browser(user).post(f"/programme/said/{said.uid}/correct/", self.typed())

        page = words(browser(council.member).get(said.event.get_absolute_url()))
        now = Remark.objects.get(pk=said.pk)
        assert answer.status_code == 302
        assert (now.text, now.said_by, now.consent, now.version) == (self.OWNED, "A resident", "refused", 2)
        assert self.NAME not in page
        assert f"Corrected by {user.person.full_name} on" in page
        told = audit.Event.objects.get(verb="what was said corrected")
        assert (told.actor_name, told.detail) == (user.person.name, "")
        assert not can(fresh(council.member), "raise", now), "who no longer agrees is asked no case of"

    def test_a_withdrawn_one_shows_only_that_there_was_one(self, council):
        said = self.said(council)
        begin(council, said.event, said=said)
        address = f"/programme/said/{said.uid}/withdraw/"

        refused = browser(council.member).post(address, {"why": "", "version": 1})
        answer = browser(council.member).post(address, {"why": "They take it back", "version": 1})

        page, kept = (words(browser(user).get(said.event.get_absolute_url())) for user in (council.member, council.democratic))
        assert (refused.status_code, answer.status_code) == (200, 302)
        assert "Something was written down here, and was withdrawn." in page
        assert self.NAME not in page + kept
        assert "They take it back" not in page
        assert "They take it back" in kept
        assert "It answers what was said: it was withdrawn since." in page
        assert self.NAME not in str(Remark.objects.filter(pk=said.pk).values().get())
        assert self.NAME not in words(browser(council.democratic).get(f"{said.event.get_absolute_url()}follow-up/"))
        assert browser(council.member).get(address).status_code == 409
        assert browser(council.member).get(f"/programme/said/{said.uid}/case/").status_code == 404

    def test_once_everything_is_followed_up_consent_is_still_taken_back(self, council):
        said = self.said(council)
        afterwards.close(Event.objects.get(pk=said.event.pk), actor=fresh(council.democratic))

        assert browser(council.member).post(f"/programme/said/{said.uid}/correct/", self.typed()).status_code == 302

    def test_nobody_else_and_never_what_somebody_changed_first(self, council):
        said, other = self.said(council), browser(council.colleague)
        for page in ("correct", "withdraw"):
            assert other.get(f"/programme/said/{said.uid}/{page}/").status_code == 404
        with pytest.raises(Http404):
            afterwards.withdraw(said, actor=fresh(council.colleague), version=1, why="Mine.")
        browser(council.democratic).post(f"/programme/said/{said.uid}/correct/", self.typed())

        answer = browser(council.member).post(f"/programme/said/{said.uid}/correct/", self.typed(text="The lamp is dark."))

        assert answer.status_code == 409
        assert "The lamp is dark." in words(answer)
        assert Remark.objects.get(pk=said.pk).text == self.OWNED
        assert browser(council.member).post(f"/programme/said/{said.uid}/correct/", self.typed()).status_code == 302, "nothing to change"

    def test_a_case_keeps_its_own_words_and_the_page_says_so(self, council):
        said = self.said(council)
        address = f"/programme/said/{said.uid}/correct/"
        note = "A case was raised from it already. The case keeps its own words"
        assert note not in words(browser(council.democratic).get(address))
        case = afterwards.case_from(said, actor=fresh(council.member), agreed=True, key=uuid.uuid4(), title="Lamp out", text="Out.",
                                    service=council.services.street_scene, ward=council.wards.mill_hill)

        page = words(browser(council.democratic).get(address))
        browser(council.democratic).post(f"/programme/said/{said.uid}/withdraw/", {"why": "They take it back", "version": 1})

        assert note in page
        assert case.reference not in page
        assert Case.objects.get().title == "Lamp out"
