"""Whoever asked that their name be kept is told before it is told: what holds is read off the day, by nobody's job."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.http import Http404

from complaints import dealing, deciding, inquiry, naming, nations, reviewing, services
from complaints.models import Concern, ConcernTurn
from complaints.services import CannotBe
from council_portal.access.decisions import Forbidden, can
from council_portal.accounts.models import User
from council_portal.documents.uploads import check_upload
from council_portal.outbox.models import Message
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.test_desk import ANSWERS
from tests.complaints.test_pages import words
from tests.factories import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMP-CONF")]
Heard = ConcernTurn.Heard
MONDAY = datetime.datetime(2027, 6, 7, 9, tzinfo=datetime.UTC)
LAST_MOMENT = datetime.datetime(2027, 6, 13, 22, 59, 59, tzinfo=datetime.UTC)  # British Summer Time: a second before midnight in London
THE_DAY = datetime.datetime(2027, 6, 13, 23, 0, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2027, 6, 28, 12, tzinfo=datetime.UTC)
NAME = "Priya Chandran"  # the Head of Service who raises it


@pytest.fixture
def at(db, time_machine):
    made = ground.outsiders(ground.council())
    time_machine.move_to(MONDAY, tick=False)
    return made


@pytest.fixture
def asked(at):
    """A concern of which whoever raised it asked that the name be kept, at the Monitoring Officer; all are told and let in."""
    made = ground.concern(at.head, at.member, withheld="He is my neighbour.")
    dealing.assess(made, actor=fresh(at.monitoring), decision="investigate", text="We go on.", reasons="So.", answers=ANSWERS)
    ground.let_in(made, at, fresh(at.monitoring))
    ground.evidence(made, at.head)
    return made


def again(made):
    return Concern.objects.get(pk=made.pk)


def widen(made, at, who=nations.NAME_TO_SUBJECT):
    return inquiry.decide_name(again(made), actor=fresh(at.monitoring), who=who, reason="It cannot be heard fairly else.")


def page(user, made):
    return words(browser(user).get(made.get_absolute_url()))


def reads(at, made):
    """Who of those beside the office reads the name."""
    others = {"subject": at.member, "investigator": at.investigator, "independent": at.independent, "panel": at.panellist}
    return {word for word, user in others.items() if NAME in page(user, made)}


def written(made, at):
    """Does what the office writes to whoever it is about name whoever raised it?"""
    try:
        dealing.say(again(made), actor=fresh(at.monitoring), text=f"{NAME} says so.", to=Heard.SUBJECT)
    except CannotBe as refused:
        return refused.args[0]
    return "written"


EVERYBODY = {"subject", "investigator", "independent", "panel"}


@pytest.mark.parametrize(("who", "learn"), [(nations.NAME_PROCESS, EVERYBODY - {"subject"}), (nations.NAME_TO_SUBJECT, EVERYBODY)])
@pytest.mark.parametrize(("moment", "holds"), [(MONDAY, False), (LAST_MOMENT, False), (THE_DAY, True), (AFTER, True)])
def test_nothing_shows_the_name_before_the_day_and_from_it_on_it_holds_by_itself(at, asked, time_machine, who, learn, moment, holds):
    widen(asked, at, who)
    time_machine.move_to(moment, tick=False)

    assert reads(at, asked) == (learn if holds else set())
    assert naming.holds(again(asked)) == (who if holds else nations.NAME_OFFICE)
    assert written(asked, at) == ("written" if holds and who == nations.NAME_TO_SUBJECT else "name")


def test_whoever_raised_it_is_told_at_once_with_the_reason_and_the_day(at, asked, time_machine):
    before = Message.objects.filter(to=at.head.person).count()
    widen(asked, at)

    assert Message.objects.filter(to=at.head.person).count() == before + 1
    read = page(at.head, asked)
    assert "It cannot be heard fairly else." in read
    assert "It was decided that from 14 June 2027 these know who raised it, beside the office: whoever it is about" in read
    assert "The protocol names no days for it: 5 working days are a setting of this council." in read
    assert "Before that day you can agree, write to the office, or take this back." in read
    assert "14 June 2027" not in page(at.member, asked)

    time_machine.move_to(THE_DAY, tick=False)
    assert "It was decided that from" not in page(at.head, asked)


def test_they_may_write_or_take_it_back_before_and_what_was_taken_back_tells_nobody(at, asked, time_machine):
    widen(asked, at)
    dealing.say(again(asked), actor=fresh(at.head), text="Please do not.")
    services.withdraw(again(asked), actor=fresh(at.head), text="Then I take it back.")
    for moment in (MONDAY, AFTER):
        time_machine.move_to(moment, tick=False)
        assert NAME not in page(at.member, asked)
        assert naming.holds(again(asked)) == nations.NAME_OFFICE


def test_what_is_closed_before_the_day_tells_nobody_and_what_held_goes_on_to_hold(at, asked, time_machine):
    widen(asked, at)
    inquiry.report(again(asked), actor=fresh(at.monitoring), text="He did.")
    for grant in inquiry.grants(again(asked)):
        inquiry.end_grant(again(asked), actor=fresh(at.monitoring), standing=grant.pk)
    deciding.decide(again(asked), actor=fresh(at.monitoring), finding="none", reasons="Seen.", text="No.", to_subject="No.", view="-")
    assert naming.ahead(again(asked)), "it is decided, not closed"
    dealing.close(again(asked), actor=fresh(at.monitoring), text="Closed.")
    time_machine.move_to(AFTER, tick=False)
    assert NAME not in page(at.member, asked)

    reviewing.ask_review(again(asked), actor=fresh(at.head), text="Look again.")
    services.set_facts(one := again(asked), name_next=nations.NAME_TO_SUBJECT, name_from="2027-06-14")
    services.moved(one, "closed", fresh(at.head), "concern closed")
    assert NAME in page(at.member, asked), "the day had come"


def test_the_office_takes_it_back_until_the_day_and_not_after(at, asked, time_machine):
    widen(asked, at)
    inquiry.take_back_name(again(asked), actor=fresh(at.monitoring), reason="You are right.")
    assert "You are right." in page(at.head, asked)
    time_machine.move_to(AFTER, tick=False)
    assert reads(at, asked) == set()

    time_machine.move_to(MONDAY, tick=False)
    widen(asked, at)
    time_machine.move_to(THE_DAY, tick=False)
    for late in (lambda: inquiry.take_back_name(again(asked), actor=fresh(at.monitoring), reason="Late."),
                 lambda: inquiry.agree_name(again(asked), actor=fresh(at.head))):
        with pytest.raises(CannotBe, match="not ahead"):
            late()
    assert reads(at, asked) == EVERYBODY


def test_to_decide_narrower_takes_back_what_is_ahead_and_narrows_what_holds_at_once(at, asked, time_machine):
    widen(asked, at)
    widen(asked, at, nations.NAME_OFFICE)
    time_machine.move_to(THE_DAY, tick=False)
    assert reads(at, asked) == set()

    widen(asked, at, nations.NAME_PROCESS)
    time_machine.move_to(AFTER, tick=False)
    widen(asked, at)
    assert reads(at, asked) == EVERYBODY - {"subject"}, "what holds goes on to hold while more is ahead"
    widen(asked, at, nations.NAME_OFFICE)
    assert reads(at, asked) == set()


def test_to_decide_anew_begins_the_days_anew(at, asked, time_machine):
    widen(asked, at, nations.NAME_PROCESS)
    time_machine.move_to(LAST_MOMENT, tick=False)
    widen(asked, at)
    time_machine.move_to(THE_DAY, tick=False)

    assert reads(at, asked) == set()


def test_with_their_consent_it_holds_at_once_and_the_consent_is_kept(at, asked):
    widen(asked, at)
    client, act = browser(at.head), f"{asked.get_absolute_url()}agree-name/"
    form = client.get(act)
    assert "I agree that my name is told" in words(form)

    client.post(act, {"version": re.search(r'name="version" value="([^"]+)"', form.content.decode())[1]})

    assert reads(at, asked) == EVERYBODY
    assert "Agreed that the name is told" in page(at.monitoring, asked)
    assert client.get(act).status_code == 404, "there is nothing to agree to"


def test_consent_is_to_what_was_read_and_theirs_alone(at, asked):
    widen(asked, at, nations.NAME_PROCESS)
    client, act = browser(at.head), f"{asked.get_absolute_url()}agree-name/"
    version = re.search(r'name="version" value="([^"]+)"', client.get(act).content.decode())[1]
    widen(asked, at)

    assert client.post(act, {"version": version}).status_code == 409
    assert reads(at, asked) == set()
    for user in (at.monitoring, at.member, at.investigator, at.independent, at.panellist, at.technical):
        with pytest.raises((Forbidden, Http404)):
            inquiry.agree_name(again(asked), actor=fresh(user))
    with pytest.raises(Forbidden):
        inquiry.take_back_name(again(asked), actor=fresh(at.head), reason="Please.")
    assert can(fresh(at.head), "agree_name", asked)


def test_the_name_of_a_paper_and_a_letter_follow_what_holds(at, asked, time_machine):
    widen(asked, at)
    upload = check_upload(ContentFile(b"Notes.", name="statement_of_Chandran.txt"))
    with pytest.raises(CannotBe, match="name"):
        dealing.add_papers(again(asked), actor=fresh(at.monitoring), papers=dealing.store([upload]), to=Heard.SUBJECT)
    assert f"notes.txt 17 bytes · {NAME}" not in page(at.investigator, asked)

    time_machine.move_to(THE_DAY, tick=False)
    dealing.add_papers(again(asked), actor=fresh(at.monitoring), papers=dealing.store([upload]), to=Heard.SUBJECT)
    assert "statement_of_Chandran.txt" in page(at.member, asked)


def test_where_nobody_asked_that_it_be_kept_it_holds_at_once(at):
    made = ground.concern(at.head, at.member)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="Somebody says that you shouted.", support="Lee Moss")
    widen(made, at)

    assert NAME in page(at.member, made)


def test_the_days_are_a_setting_and_the_form_says_so(at, asked, settings):
    settings.CONCERN_NAME_DAYS = 2
    form = words(browser(at.monitoring).get(f"{asked.get_absolute_url()}name/"))
    assert "it holds from 9 June 2027" in form
    assert "The protocol names no days for it: 2 working days are a setting of this council." in form

    widen(asked, at)

    assert naming.ahead(again(asked)) == (nations.NAME_TO_SUBJECT, datetime.date(2027, 6, 9))


def test_the_office_is_told_that_whoever_raised_it_reads_nothing_here_any_more(at, asked):
    place = f"{asked.get_absolute_url()}name/"
    assert "reads nothing here" not in words(browser(at.monitoring).get(place))
    at.head.person.appointments.update(until=MONDAY)
    assert "reads nothing here" not in words(browser(at.monitoring).get(place)), "they read it in no office"
    User.objects.filter(pk=at.head.pk).update(is_active=False)

    assert "cannot sign in any more and reads nothing here: write to them before you decide" in words(browser(at.monitoring).get(place))
