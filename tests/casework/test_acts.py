"""The acts on a case through their pages: what each asks, what it refuses in which words, and that nothing typed is lost."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework import asking, services
from casework.act_forms import ACTS, AssignForm
from casework.answer_forms import AnswerForm
from casework.endings import still_to_come
from casework.models import Case, CaseClock, CaseEntry, CasePaper, Contribution, StandardLine
from casework.somebody import AT_ONCE
from casework.views.dates import in_days
from council_portal.accounts.models import Appointment, Principal
from council_portal.design.dates import day
from council_portal.drafts import services as drafts
from tests import factories
from tests.casework.ground import REFUSED, browser, hidden, words
from tests.factories import fresh, log, officer

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def send(user, case, slug, **typed):
    """Fill in the page of an act and press its button, as somebody does who has just opened it."""
    client = browser(user)
    page = client.get(f"{case.get_absolute_url()}{slug}/")
    assert page.status_code == 200, page.status_code
    kept = {name: hidden(page, f"{slug}-{name}") for name in ("version", "key")}
    return client.post(f"{case.get_absolute_url()}{slug}/", {f"{slug}-{name}": value for name, value in {**kept, **typed}.items()})


def boxes(name, on):
    """A day as it is typed into three boxes."""
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def errors(page):
    """{field: sentences} of the act that failed."""
    return {name: list(found) for name, found in page.context["acts"][0]["form"].errors.items()}


# --- endings -------------------------------------------------------------------------------------------------------------------

TODAY = timezone.localdate


@pytest.mark.requirement("NNC-EXPECT")
@pytest.mark.parametrize(("outcome", "asked"), [
    ("done", ["done_on"]), ("scheduled", ["scheduled_on", "programme"]), ("not_ours", ["whose"]), ("refused", ["reason"]),
    ("no_power", ["no_power"]), ("", ["outcome"])])
def test_each_ending_asks_for_what_makes_it_true(council, outcome, asked):
    page = send(council.head, log(council), "answer", text="So it is.", outcome=outcome)

    assert list(errors(page)) == asked
    assert "So it is." in page.content.decode()
    assert Case.objects.get().status == "with_officer"


@pytest.mark.requirement("NNC-EXPECT")
@pytest.mark.parametrize(("outcome", "typed", "says", "passed"), [
    ("refused", {"reason": "The budget is spent."}, "How it ends: refused.", "The budget is spent."),
    ("no_power", {"no_power": "It is a private road."}, "How it ends: the council has no power to do it.", "It is a private road."),
    ("not_ours", {"whose": "The water company."}, "How it ends: it is not the council’s.", "The water company.")])
def test_what_the_member_can_pass_on_is_in_quotation_marks(council, outcome, typed, says, passed):
    case = log(council)

    send(council.head, case, "answer", text="Sorry.", outcome=outcome, **typed)

    said = words(browser(council.member).get(case.get_absolute_url()))
    assert f"{says} You can pass this on: {passed}" in said


def test_done_names_its_day_and_scheduled_its_day_and_programme(council):
    first, second, later = log(council), log(council), TODAY() + 10 * DAY

    send(council.head, first, "answer", text="Swept.", outcome="done", **boxes("done_on", TODAY()))
    send(council.head, second, "answer", text="Soon.", outcome="scheduled", programme="Autumn round", **boxes("scheduled_on", later))

    said = [words(browser(council.member).get(case.get_absolute_url())) for case in (first, second)]
    assert f"How it ends: done on {day(TODAY())}." in said[0]
    assert f"How it ends: scheduled for {day(later)} (Autumn round)." in said[1]


def test_done_is_not_in_the_future_and_scheduled_not_in_the_past(council):
    case = log(council)

    done = send(council.head, case, "answer", text="Swept.", outcome="done", **boxes("done_on", TODAY() + DAY))
    past = boxes("scheduled_on", TODAY() - DAY)
    planned = send(council.head, case, "answer", text="Soon.", outcome="scheduled", programme="Round", **past)

    assert (list(errors(done)), list(errors(planned))) == (["done_on"], ["scheduled_on"])


def test_done_is_not_more_than_a_year_before_the_case_was_received(council):
    case = log(council)
    typed = {"text": "Swept.", "outcome": "done"}

    wrong = send(council.head, case, "answer", **typed, **boxes("done_on", datetime.date(1850, 11, 27)))
    just = send(council.head, case, "answer", **typed, **boxes("done_on", TODAY() - 366 * DAY))
    right = send(council.head, case, "answer", **typed, **boxes("done_on", TODAY() - 365 * DAY))

    assert errors(wrong) == {"done_on": [
        f"The day on which it was done cannot be more than a year before the case was received ({day(TODAY())}). Look at the year that you "
        "entered."]}
    assert "1850" in wrong.content.decode()
    assert (list(errors(just)), right.status_code) == (["done_on"], 302)


@pytest.mark.requirement("NNC-EXPECT")
def test_done_of_what_is_still_to_come_is_held_up_until_it_is_confirmed(council):
    case = log(council)
    typed = {"text": "Passed to contractor.", "outcome": "done", **boxes("done_on", TODAY())}

    held = send(council.head, case, "answer", **typed)
    before = browser(council.head).get(f"{case.get_absolute_url()}answer/").content.decode()
    confirmed = send(council.head, case, "answer", sure="on", **typed)

    assert errors(held)["outcome"] == [
        "Your answer says that it is still to be done (“Passed to”). Choose Scheduled and give the day and the programme – or confirm that "
        "it has been done."]
    assert ("It has been done, I have made sure" in before, "It has been done, I have made sure" in held.content.decode()) == (False, True)
    assert (confirmed.status_code, Case.objects.get().status) == (302, "answered")


@pytest.mark.parametrize(("text", "found"), [
    ("Passed to contractor", "Passed to"), ("It has been raised\nwith Highways", "raised with"), ("The lamp is on  order.", "on order"),
    ("It WILL BE swept", "WILL BE"), ("Swept this morning by the crew.", ""), ("The goodwill between us", ""), ("", "")])
def test_what_is_still_to_come_is_known_by_its_words(text, found):
    assert still_to_come(text) == found


def test_every_ending_has_its_questions_and_each_its_sentence():
    assert {name for needs in AnswerForm.NEEDS.values() for name in needs} == set(AnswerForm.MISSING)


# --- asking and being asked ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("NNC-TIME")
def test_to_acknowledge_names_who_sees_to_it_and_is_offered_once(council):
    case = log(council)

    send(council.head, case, "acknowledge")

    said = words(browser(council.member).get(case.get_absolute_url()))
    assert "Your case has arrived. Priya Chandran sees to it." in said
    assert "Acknowledge it" not in words(browser(council.head).get(case.get_absolute_url()))


@pytest.mark.requirement("NNC-TIME")
def test_more_time_is_asked_for_within_the_cap_and_the_member_alone_agrees(council):
    case = log(council)
    due = case.due_on

    beyond = send(council.head, case, "more-time", days=11, text="Snow.")
    send(council.head, case, "more-time", days=4, text="Snow.")
    page, pending = (browser(user).get(case.get_absolute_url()) for user in (council.member, council.head))
    neither = send(council.member, case, "agree")
    agreed = send(council.member, case, "agree", agreed="yes")
    after = words(browser(council.head).get(case.get_absolute_url()))

    assert errors(beyond) == {"days": ["Enter at most 10 days"]}
    assert "They ask for 4 more calendar days" in words(page)
    assert f"If you agree, the answer is due by {day(due + 4 * DAY)} and not by {day(due)}." in words(page)
    assert "Snow. Asked for: 4 more calendar days." in words(page)
    assert "The Member has been asked for 4 more calendar days and has not answered yet" in words(pending)
    assert f"Agreed: 4 more calendar days. The answer is due by {day(due + 4 * DAY)}." in after
    assert "has not answered yet" not in after
    assert re.findall(r'name="agree-agreed" value="(\w+)"', page.content.decode()) == ["yes", "no"]
    assert "There is a problem" in words(neither)
    assert agreed.status_code == 302
    assert Case.objects.get().due_on == due + 4 * DAY
    assert f"4 days more, to which the Member agreed on {day(TODAY())}." in words(browser(council.member).get(case.get_absolute_url()))


@pytest.mark.requirement("NNC-TIME")
def test_what_the_member_does_not_agree_to_is_said_with_its_days_and_working_days_are_called_so(council):
    case = log(council)
    case.clocks.filter(kind="answer").update(unit="working")
    send(council.head, case, "more-time", days=1, text="Snow.")

    send(council.member, case, "agree", agreed="no", text="It is urgent.")

    page = words(browser(council.member).get(case.get_absolute_url()))
    assert "Snow. Asked for: 1 more working day." in page
    assert "It is urgent. Not agreed: 1 more working day. The date stays as it was." in page


def test_a_contribution_is_asked_by_a_day_within_a_year(council):
    case, housing = log(council), Principal.objects.get(post="head_of_service", service=council.services.housing)
    given = {"principal": housing.uid, "text": "Are the bins yours?"}

    past = send(council.head, case, "want", **given, **boxes("due_on", TODAY() - DAY))
    far = send(council.head, case, "want", **given, **boxes("due_on", TODAY() + 366 * DAY))
    asked = send(council.head, case, "want", **given, **boxes("due_on", TODAY() + 3 * DAY))
    again = browser(council.head).get(f"{case.get_absolute_url()}want/").content.decode()

    assert (list(errors(past)), list(errors(far)), asked.status_code) == (["due_on"], ["due_on"], 302)
    assert Contribution.objects.get().due_on == TODAY() + 3 * DAY
    assert "Femi Adeyemi" in again, "who was asked is still shown, and refused with a sentence"
    assert list(errors(send(council.head, case, "want", **given, **boxes("due_on", TODAY() + 3 * DAY)))) == ["principal"]


@pytest.mark.requirement("SEC-5.6")
def test_whoever_was_asked_to_contribute_reads_from_then_on_and_answers(council):
    case, housing = log(council, text="The widow at number 4."), Principal.objects.get(post="head_of_service", service__name="Housing")
    services.update(case, actor=fresh(council.head), text="An aside.")
    asking.want(case, actor=fresh(council.head), principal=housing, text="Are the bins yours?", due_on=TODAY() + DAY)

    page = words(browser(council.other_head).get(case.get_absolute_url()))
    sent = send(council.other_head, case, "contribute", text="They are ours.")
    after = words(browser(council.other_head).get(case.get_absolute_url()))

    assert "Are the bins yours?" in page
    assert f"You joined on {day(TODAY())}; what was written before is not shown." in page
    assert [secret for secret in ("The widow at number 4.", "An aside.") if secret in page + after] == []
    assert (sent.status_code, "They are ours." in words(browser(council.member).get(case.get_absolute_url()))) == (302, True)
    assert "Contribute" not in after


def turn(client, case, number=-1):
    """One turn of the thread as the page shows it: what was done, what is said, and how it ends."""
    shown = client.get(case.get_absolute_url()).context["thread"][number]
    return shown["capacity"].partition(" · ")[0], shown["text"], shown["ending"]


def test_the_turn_that_asks_for_a_contribution_and_the_dates_name_the_office_and_the_day(council):
    case, housing = log(council), Principal.objects.get(post="head_of_service", service__name="Housing")
    by = TODAY() + DAY
    asking.want(case, actor=fresh(council.head), principal=housing, text="Are the bins yours?", due_on=by)

    for who in (council.head, council.member):
        page = browser(who).get(case.get_absolute_url())
        last = page.context["dates"][-1]
        assert turn(browser(who), case) == ("Contribution asked for", "Are the bins yours?", f"Asked of: {housing.name}, by {day(by)}.")
        assert f"Contribution of {housing.name} {day(by)} set by whoever asked for it · tomorrow" in words(page)
        assert (last["label"], last["text"], last["overdue"]) == (f"Contribution of {housing.name}", day(by), False)


def test_a_contribution_that_is_late_is_said_to_be_and_one_that_was_given_is_awaited_no_longer(council):
    case, housing = log(council), Principal.objects.get(post="head_of_service", service__name="Housing")
    asking.want(case, actor=fresh(council.head), principal=housing, text="Are the bins yours?", due_on=TODAY() + DAY)
    Contribution.objects.update(due_on=TODAY() - DAY)
    client = browser(council.head)

    late = client.get(case.get_absolute_url()).context["dates"][-1]
    asking.contribute(case, actor=fresh(council.other_head), text="They are ours.")
    given = client.get(case.get_absolute_url()).context["dates"]

    assert (late["overdue"], late["left"]) == (True, "1 day late")
    assert [one["label"] for one in given if "Contribution" in one["label"]] == []


def test_whoever_reads_a_case_in_part_is_told_no_date_of_another_office(council):
    case, housing = log(council), Principal.objects.get(post="head_of_service", service__name="Housing")
    asking.want(case, actor=fresh(council.head), principal=housing, text="Are the bins yours?", due_on=TODAY() + DAY)
    office = Principal.objects.get(kind="office", person=council.other_member.person)
    asking.join(case, actor=fresh(council.member), principal=office, text="It is on the border.")

    page = browser(council.other_member).get(case.get_absolute_url())

    assert [one["label"] for one in page.context["dates"] if "Contribution" in one["label"]] == []
    assert "Are the bins yours?" not in words(page)


@pytest.mark.parametrize(("who", "says"), [
    ("member", "Councillor Aisha Rahman added Councillor Gwen Pritchard: It is on the border."),
    ("head", "Priya Chandran added Councillor Gwen Pritchard: It is on the border.")])
def test_the_turn_says_who_was_added_and_by_whom(council, who, says):
    case, office = log(council), Principal.objects.get(kind="office", person=council.other_member.person)
    send(getattr(council, who), case, "join", principal=office.uid, text="It is on the border.")

    for reader in (council.member, council.head, council.other_member):
        assert turn(browser(reader), case) == ("Added somebody", says, "")
    assert says in words(browser(council.member).get(f"{case.get_absolute_url()}print/"))


def test_a_case_is_given_and_handed_over_to_who_is_there(council):
    officer("Nadia Brook", "head_of_service", of=council.services.street_scene)
    case = log(council)
    to = Principal.objects.get(post="head_of_service", service__name="Housing")

    nobody = send(council.head, case, "assign", person=council.other_head.person.uid)
    empty = send(council.head, case, "hand-over", principal=to.uid, text="")
    handed = send(council.head, case, "hand-over", principal=to.uid, text="The bins are theirs.")

    assert (list(errors(nobody)), list(errors(empty)), handed.status_code) == (["person"], ["text"], 302)
    assert browser(council.head).get(case.get_absolute_url()).status_code == 404
    assert "Femi Adeyemi sees to it." in words(browser(council.member).get(case.get_absolute_url()))
    assert CaseEntry.objects.get(kind="handed_over").to[-1] == to.name


@pytest.mark.requirement("RUG-CASE")
def test_a_case_is_given_to_another_officer_once_and_not_to_whom_it_is_with(council):
    case, nadia = log(council), factories.officer("Nadia Brook", "head_of_service", of=council.services.street_scene)

    same = send(council.head, case, "assign", person=council.head.person.uid, text="Mine.")
    turns = CaseEntry.objects.filter(kind="assigned").count()
    given = send(council.head, case, "assign", person=nadia.person.uid)

    assert errors(same) == {"person": ["Priya Chandran sees to it already. Select somebody else."]}
    assert "Mine." in same.content.decode()
    assert (turns, given.status_code, Case.objects.get().owner) == (0, 302, nadia.person)


@pytest.mark.requirement("RUG-CASE")
def test_who_hands_a_case_over_and_may_see_it_no_more_is_told_on_the_list_and_a_second_press_too(council):
    case, client = log(council), browser(council.head)
    to = Principal.objects.get(post="head_of_service", service__name="Housing")
    typed = {"act": "hand-over", "hand-over-version": case.version, "hand-over-key": uuid.uuid4(), "hand-over-principal": to.uid,
             "hand-over-text": "The bins are\r\ntheirs. "}

    pages = [client.post(address, typed, follow=True) for address in (
        f"{case.get_absolute_url()}hand-over/", f"{case.get_absolute_url()}hand-over/", case.get_absolute_url())]
    stranger = browser(council.other_member).post(f"{case.get_absolute_url()}hand-over/", typed)
    other_form = client.post(f"{case.get_absolute_url()}hand-over/", {**typed, "hand-over-key": uuid.uuid4()})

    assert [(page.status_code, page.request["PATH_INFO"]) for page in pages] == [(200, "/casework/")] * 3
    assert all(f"Done {to.name} has it now." in words(page) for page in pages)
    assert CaseEntry.objects.filter(kind="handed_over").count() == 1
    assert (stranger.status_code, other_form.status_code) == (404, 404)


def test_after_an_act_the_page_says_that_it_was_done(council):
    case, client = log(council), browser(council.head)

    page = client.post(case.get_absolute_url(), {"act": "update", "update-version": case.version, "update-key": uuid.uuid4(),
                                                 "update-text": "On Friday."}, follow=True)

    assert "Done Your update has been posted." in words(page)


def test_every_act_says_something_once_it_has_been_done():
    assert [kind.slug for kind in ACTS if kind is not AssignForm and not (getattr(kind, "said", "") or kind.done)] == []


@pytest.mark.requirement("NNC-TIME")
def test_the_member_agrees_to_more_time_while_a_question_is_open_and_the_date_moves_by_both(council):
    case = log(council)
    due = case.due_on
    asking.ask_more_time(case, actor=fresh(council.head), days=4, text="Snow.")
    asking.ask(case, actor=fresh(council.head), text="Which alley?")

    offered = words(browser(council.member).get(f"{case.get_absolute_url()}agree/"))
    agreed = send(council.member, case, "agree", agreed="yes")
    page = words(browser(council.member).get(case.get_absolute_url()))
    state = Case.objects.get()
    asking.reply(Case.objects.get(), actor=fresh(council.member), text="The first.")

    assert "The clock stands still until you reply to the question; then they are counted too." in offered
    assert "Agreed: 4 more calendar days, counted when the clock goes on." in page
    assert (agreed.status_code, state.status) == (302, "with_member")
    assert state.next_on == CaseClock.objects.get(kind="member").due_on
    assert f"4 days more, to which the Member agreed on {day(TODAY())}. It goes on when the Member replies" in page
    assert Case.objects.get().due_on == due + 4 * DAY


# --- from when a time is counted ------------------------------------------------------------------------------------------------


def test_each_clock_says_from_when_it_is_counted(council):
    case = log(council)
    with time_machine.travel(timezone.now() + DAY, tick=False):
        services.update(case, actor=fresh(council.head), text="On Friday.")
        officers = words(browser(council.member).get(case.get_absolute_url()))
        asking.ask(case, actor=fresh(council.head), text="Which alley?")
        asked = words(browser(council.member).get(case.get_absolute_url()))
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        services.answer(case, actor=fresh(council.head), text="Swept.")
        services.come_back(case, actor=fresh(council.member), text="No.")
        back = words(browser(council.member).get(case.get_absolute_url()))

    assert f"Received on {day(TODAY())}, which is day 0." in officers
    assert f"Counted from {day(TODAY() + DAY)}, the day of the last word to the Member, which is day 0." in officers
    assert f"Asked on {day(TODAY() + DAY)}, which is day 0." in asked
    assert f"Came back on {day(TODAY() + 2 * DAY)}, which is day 0." in back
    assert "Received on" not in back


def earlier_dates(council, case):
    """The dates that have gone, as the Member reads them."""
    return browser(council.member).get(case.get_absolute_url()).context["earlier"]


@pytest.mark.requirement("SEC-3.4")
@pytest.mark.parametrize(("act", "days", "says"), [
    ("reply", 1, "{member}. Kept: stopped on {stopped}."), ("reply", 9, "{member}. 2 days late: stopped on {stopped}."),
    ("go_on", 1, "{member}. Ended without a reply on {stopped}."), ("go_on", 9, "{member}. Ended without a reply on {stopped}."),
    ("close", 1, "{member}. Ended without a reply on {stopped}, when the case was closed."),
    ("answer", 1, "{member}. Ended without a reply on {stopped}.")])
def test_a_time_of_the_members_was_kept_only_by_a_reply(council, act, days, says):
    case, does = log(council), {
        "reply": lambda: asking.reply(case, actor=fresh(council.member), text="Number 4."),
        "go_on": lambda: asking.go_on(case, actor=fresh(council.head)), "close": lambda: services.close(case, actor=fresh(council.member)),
        "answer": lambda: services.answer(case, actor=fresh(council.head), text="Swept.")}
    asking.ask(case, actor=fresh(council.head), text="Which alley?")
    due = case.clocks.get(kind="member").due_on
    with time_machine.travel(timezone.now() + days * DAY, tick=False):
        does[act]()
        lines = earlier_dates(council, case)

    member = f"When the Member’s reply is due: {day(due)}"
    assert [line for line in lines if line.startswith(member)] == [says.format(member=member, stopped=day(TODAY() + days * DAY))]


@pytest.mark.requirement("NNC-TIME")
def test_times_of_the_officers_that_closing_ended_were_not_kept(council):
    case = log(council)
    services.close(case, actor=fresh(council.member))

    lines = earlier_dates(council, case)

    assert len(lines) == 3
    assert [line for line in lines if "Kept" in line or not line.endswith(f"Ended on {day(TODAY())}, when the case was closed.")] == []


@pytest.mark.requirement("SEC-3.5")
def test_times_of_the_officers_that_taking_further_ended_were_not_kept(council):
    case = log(council)
    services.update(case, actor=fresh(council.head), text="On Friday.")
    with time_machine.travel(timezone.now() + 8 * DAY, tick=False):
        services.update(case, actor=fresh(council.head), text="Next Friday.")
        services.escalate(Case.objects.get(), actor=fresh(council.member))
        lines = earlier_dates(council, case)

    further = f"on {day(TODAY() + 8 * DAY)}, when the Member took it further."
    assert [line.split(". ", 1)[1] for line in lines] == [
        f"Kept: stopped on {day(TODAY())}.", f"1 day late: stopped {further}", f"Ended {further}"]


@pytest.mark.parametrize(("days", "weekend", "says"), [
    (1, 0, "1 working day is counted."), (5, 2, "5 working days are counted; 2 days of weekends do not count."),
    (2, 1, "2 working days are counted; 1 day of a weekend does not count.")])
def test_the_days_that_are_counted_are_said_in_good_english(days, weekend, says):
    assert in_days(days, "working", "england", weekend) == says


# --- standard lines ------------------------------------------------------------------------------------------------------------


def test_a_standard_line_is_put_in_at_the_end_and_nothing_is_sent_or_lost(council):
    case, client = log(council), browser(council.head)
    line = StandardLine.objects.create(title="Thanks", text="Thank you for telling us.", written_by=council.head.person)
    other = StandardLine.objects.create(title="Rent", text="Rent.", service=council.services.housing, written_by=council.head.person)
    typed = {"answer-text": "Dear Councillor.", "answer-line": line.uid, "answer-version": case.version, "answer-key": uuid.uuid4(),
             **REFUSED, "put_in": "1"}

    page = client.post(f"{case.get_absolute_url()}answer/", typed)

    assert "Dear Councillor.\n\nThank you for telling us." in page.content.decode()
    assert "The budget is spent." in page.content.decode()
    assert re.search(r'value="refused"[^>]*checked', page.content.decode())
    assert str(other.uid) not in page.content.decode()
    assert "There is a problem" not in words(page)
    assert Case.objects.get().status == "with_officer"


def test_a_line_that_was_chosen_and_not_put_in_is_put_in_and_nothing_is_sent_until_it_has_been_seen(council):
    case = log(council)
    line = StandardLine.objects.create(title="Thanks", text="Thank you for telling us.", written_by=council.head.person)
    typed = {"outcome": "refused", "reason": "The budget is spent.", "line": line.uid}

    held = send(council.head, case, "answer", text="Dear Councillor.", **typed)
    before = Case.objects.get().status
    sent = send(council.head, case, "answer", text="Dear Councillor.\r\n\r\nThank you for telling us.", **typed)

    assert errors(held) == {"text": ["The line was not in your text yet. It is now: look at it, then send."]}
    assert "Dear Councillor.\n\nThank you for telling us." in held.content.decode()
    assert (before, sent.status_code, Case.objects.get().status) == ("with_officer", 302, "answered")


@pytest.mark.parametrize(("text", "names", "says"), [
    ("So it is.", ["bad.exe"], False), ("So it is.", ["bad.exe", "good.txt"], True), ("", ["good.txt"], True), ("", [], False)])
def test_a_form_that_failed_says_that_its_files_are_to_be_chosen_again(council, text, names, says):
    chosen = [SimpleUploadedFile(name, b"MZ" if name == "bad.exe" else b"Words.\n") for name in names]

    page = send(council.head, log(council), "update", text=text, papers=chosen)

    assert page.status_code == 200
    assert any("choose" in sentence and "again" in sentence for sentence in errors(page).get("papers", [])) is says
    assert ("bad.exe" in " ".join(errors(page).get("papers", []))) is ("bad.exe" in names)
    assert not CasePaper.objects.exists()


def test_a_line_that_is_none_and_a_number_below_one_are_refused_in_plain_words(council):
    case = log(council)
    StandardLine.objects.create(title="Thanks", text="Thank you for telling us.", written_by=council.head.person)

    made_up = send(council.head, case, "answer", text="So it is.", line="no-uuid", outcome="refused", reason="Spent.")
    below = send(council.head, case, "more-time", days=0, text="Snow.")

    assert errors(made_up) == {"line": ["Select one of the choices that are shown"]}
    assert errors(below) == {"days": ["Enter 1 or more"]}


def test_who_was_too_late_reads_what_was_typed_in_words_and_no_empty_fields(council):
    case, client = log(council), browser(council.head)
    typed = {"answer-text": "Mine.", "answer-outcome": "done", "answer-version": case.version, "answer-key": uuid.uuid4(),
             "answer-done_on_day": "27", "answer-done_on_month": "3", "answer-done_on_year": "2026"}
    services.answer(case, actor=fresh(council.head), text="On Thursday.")

    page = client.post(f"{case.get_absolute_url()}answer/", typed)

    assert page.status_code == 409
    assert page.context["typed"] == [("Your answer", "Mine."), ("How does it end?", "Done"), ("When was it done?", "27 March 2026")]


def test_a_member_is_offered_no_standard_line(council):
    case = log(council)

    page = browser(council.member).get(f"{case.get_absolute_url()}update/").content.decode()

    assert "standard line" not in page


def test_the_clock_of_the_member_begins_and_the_officers_stand_still(council):
    case = log(council)

    send(council.head, case, "ask", text="Which alley?")

    said = words(browser(council.member).get(case.get_absolute_url()))
    assert "because the Member was asked: “Which alley?”" in said
    assert "Reply to the question" in said
    assert {clock.kind: clock.due_on is None for clock in CaseClock.objects.filter(stopped_at=None)} == {
        "answer": True, "update": True, "member": False}


def test_democratic_services_who_place_a_case_are_told_on_the_list_and_a_second_press_too(council):
    Appointment.objects.filter(principal__post__in=["head_of_service", "nominated_officer", "chief_officer", "chief_executive"]).update(
        until=timezone.now())
    case, client, to = log(council), browser(council.democratic), Principal.objects.get(post="clo")
    typed = {"act": "place", "place-version": case.version, "place-key": uuid.uuid4(), "place-principal": to.uid, "place-text": "Hers."}

    pages = [client.post(case.get_absolute_url(), typed, follow=True) for _ in range(2)]

    assert [page.request["PATH_INFO"] for page in pages] == ["/casework/"] * 2
    assert all(f"Done {to.name} has it now." in words(page) for page in pages)
    assert client.get(case.get_absolute_url()).status_code == 404
    assert CaseEntry.objects.filter(kind="placed").count() == 1


# --- a long list of whom to choose -----------------------------------------------------------------------------------------------


def many(council, number):
    """Other Members, so many that the list of whom to add is longer than what is shown of it."""
    return [factories.member(f"Zoe Number{chr(97 + one) * 2}", of=council.wards.castle) for one in range(number)]


def choices(page):
    """Whom the list of a page offers, as it is written there."""
    return re.findall(r'<option value="[0-9a-f-]{36}"[^>]*>([^<]*)</option>', page.content.decode())


def test_a_short_list_of_whom_to_add_is_shown_whole_and_asks_nothing(council):
    page = browser(council.member).get(f"{log(council).get_absolute_url()}join/")

    assert len(choices(page)) == len(page.context["acts"][0]["form"].rows)
    assert "Find them by a few letters" not in words(page)


def test_a_long_list_says_how_many_more_there_are_and_is_narrowed_by_a_few_letters_without_losing_what_was_typed(council):
    case = log(council)
    many(council, AT_ONCE)
    client, address = browser(council.member), f"{case.get_absolute_url()}join/"

    page = client.get(address)
    everybody = len(page.context["acts"][0]["form"].rows)
    typed = {"join-version": hidden(page, "join-version"), "join-key": hidden(page, "join-key"), "join-text": "It is on the border."}
    by_name = client.post(address, typed | {"join-find": "number cc", "narrow": "1"})
    by_service = client.post(address, typed | {"join-find": "housing", "narrow": "1"})
    nobody = client.post(address, typed | {"join-find": "xyz", "narrow": "1"})

    assert len(choices(page)) == AT_ONCE
    assert f"20 of {everybody} are shown. Type a few letters to find the other {everybody - AT_ONCE}." in words(page)
    assert [name.rpartition(": ")[2] for name in choices(by_name)] == ["Councillor Zoe Numbercc"]
    assert "It is on the border." in words(by_name)
    assert f"1 of {everybody} fits “number cc”." in words(by_name)
    assert choices(by_service)
    assert all("Housing" in name for name in choices(by_service))
    assert choices(nobody) == []
    assert "Nobody fits “xyz”. Officers in posts that take cases can be added, and other Members." in words(nobody)
    assert case.entries.count() == 1


def test_who_reads_the_case_already_is_said_to_in_the_list_and_to_whoever_looks_for_them(council):
    case, office = log(council), Principal.objects.get(kind="office", person=council.other_member.person)
    many(council, AT_ONCE)
    asking.join(case, actor=fresh(council.member), principal=office, text="It is on the border.")
    client, address = browser(council.member), f"{case.get_absolute_url()}join/"

    def look_for(text):
        return client.post(address, {"join-find": text, "narrow": "1"})

    joined, raiser, holder = (look_for(one.person.name) for one in (council.other_member, council.member, council.head))

    assert [name.rpartition(": ")[2] for name in choices(joined)] == [f"{council.other_member.person.full_name} (reads it already)"]
    assert (choices(raiser), f"Who reads it already: {council.member.person.full_name}." in words(raiser)) == ([], True)
    assert (choices(holder), f"Who reads it already: {council.head.person.full_name}." in words(holder)) == ([], True)


def test_who_is_not_among_those_shown_can_be_chosen_and_stays_chosen(council):
    case, last = log(council), many(council, AT_ONCE)[-1]
    office = Principal.objects.get(kind="office", person=last.person)

    failed = send(council.member, case, "join", principal=office.uid, text="")
    added = send(council.member, case, "join", principal=office.uid, text="It is on the border.")

    assert list(errors(failed)) == ["text"]
    assert f'<option value="{office.uid}" selected>' in failed.content.decode()
    assert added.status_code == 302


@pytest.mark.parametrize("slug", ["join", "update"])
def test_enter_in_a_field_of_an_act_throws_no_draft_away(council, slug):
    """A browser presses the first button of the form: where a draft is offered that would be "Start anew"."""
    case = log(council)
    drafts.keep(fresh(council.member), slug, {f"{slug}-text": "Begun."}, about=case.uid)

    form = browser(council.member).get(f"{case.get_absolute_url()}{slug}/").content.decode().split(f'data-draft="{slug}"')[1]

    assert "formaction" not in re.search(r'<button type="submit"[^>]*>', form)[0]
    assert "/away/" in form
