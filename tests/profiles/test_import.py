"""Taking in a feed: invented feeds for all that can change between two, and real ones where they are at hand."""

import datetime
import io
import json
import subprocess
import sys
import threading

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.http import Http404

from council_portal.access.models import OPEN_ENDED, in_force
from council_portal.accounts.holders import holders
from council_portal.accounts.models import Appointment, GroupMembership, Person, Principal, Ward
from council_portal.accounts.services import BEGINNING, add_person, appoint, change_group, employ, leave_office, post_principal, seat
from council_portal.audit.models import Event
from profiles.models import Member, PartyMembership, ProposedLeaving, Term
from profiles.moderngov import FeedRefused, read_feed
from profiles.services import confirm_left, import_feed, keep_in_office
from profiles.services.leaving import Settled
from tests.profiles.test_moderngov import INVENTED, REAL, feed_of, ward_of

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 6, 1)
LATER = datetime.date(2026, 7, 1)


def councillor(number="1", name="Councillor Ada Fairlight", *, party="Labour", group="", terms=(), email="", phone="", posts="", home=""):
    """One councillor of an invented feed. terms: pairs of published dates."""
    given = "".join(f"<termofoffice><startdate>{a}</startdate><enddate>{z}</enddate></termofoffice>" for a, z in terms)
    return (f"<councillor><councillorid>{number}</councillorid><fullusername>{name}</fullusername><politicalpartytitle>{party}"
            f"</politicalpartytitle><politicalgrouptitle>{group}</politicalgrouptitle><keyposts>{posts}</keyposts>"
            f"<workaddress><phone>{phone}</phone><email>{email}</email></workaddress><homeaddress><line1>{home}</line1></homeaddress>"
            f"<termsofoffice>{given}</termsofoffice></councillor>")


ADA = councillor("1", terms=[("05/05/2022", "unspecified")], email="ada@council.example", phone="01632 960001")
BRAM = councillor("2", "Cllr Bram Odell", party="Green Party")


def take(*wards, day=DAY, **how):
    """Take in a feed of these wards on a day at noon."""
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False):
        return import_feed(read_feed(feed_of(*wards)), **how)


def came_to(outcome):
    """(created, updated, unchanged, missing) of an outcome."""
    return tuple(outcome.counts[what] for what in ("created", "updated", "unchanged", "missing"))


def said(text):
    """The command's standard output, called as from a program."""
    out = io.StringIO()
    call_command("import_moderngov", *text, stdout=out)
    return out.getvalue()


def everything():
    """Every row of every table, to compare."""
    return {m._meta.label: sorted(map(str, m._base_manager.order_by("pk").values_list())) for m in apps.get_models()}


def person(name="Ada Fairlight"):
    return Person.objects.get(name=name)


def wards_of(name="Ada Fairlight", at=None):
    """The wards that somebody sits for today, by name."""
    rows = Appointment.objects.filter(in_force(at), person__name=name, principal__kind=Principal.Kind.WARD)
    return sorted(rows.values_list("principal__ward__name", flat=True))


def terms_of(name="Ada Fairlight"):
    return [(t.ward.name, t.began_on, t.ended_on) for t in Term.objects.filter(person__name=name).order_by("began_on", "pk")]


def democratic():
    """Somebody of Democratic Services."""
    officer = add_person("Ines Duarte")
    employ(officer, authority="Invented")
    appoint(officer, post_principal("democratic_services", name="Democratic Services"), authority="Invented")
    return Person.objects.get(pk=officer.pk)


REAL_FIGURES = [
    ("southwark", 21, 63, 50, 260), ("argyll-bute", 11, 35, 0, 81), ("fareham", 15, 31, 135, 242),
    ("staffordshire", 60, 62, 28, 272), ("london-fire", 3, 17, 0, 51),
]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real feeds are not at hand")
@pytest.mark.parametrize(("council", "wards", "members", "terms", "things"), REAL_FIGURES)
def test_a_real_feed_is_taken_in_once_and_changes_nothing_twice(council, wards, members, terms, things):
    file = str(REAL / f"{council}.xml")
    whole = {"wards": wards, "members": members, "terms": terms}

    first = json.loads(said([file, "--json"]))
    before = everything()
    second = json.loads(said([file, "--json"]))

    assert first == {**whole, "created": things, "updated": 0, "unchanged": 0, "missing": 0}
    assert second == {**whole, "created": 0, "updated": 0, "unchanged": things, "missing": 0}
    assert everything() == before
    assert (Ward.objects.count(), Member.objects.count(), Term.objects.count()) == (wards, members, terms)
    assert len({h.person for h in holders("all_members")}) == members


@pytest.mark.skipif(not REAL.is_dir(), reason="the real feeds are not at hand")
def test_members_whose_terms_all_lie_in_the_past_have_not_left():
    said([str(REAL / "fareham.xml")])

    assert ProposedLeaving.objects.count() == 0
    assert {a.since for a in Appointment.objects.filter(principal__post="all_members")} == {BEGINNING}
    assert Appointment.objects.filter(in_force(), principal__kind=Principal.Kind.WARD).count() == 31


def test_the_feed_of_traps_is_taken_in_and_no_home_address_with_it():
    call_command("import_moderngov", str(INVENTED / "traps.xml"), stdout=io.StringIO())

    assert sorted(Member.objects.values_list("source_id", "person__name", "email")) == [
        ("12", "Bram O'Dell", ""), ("19", "Cass Winterbourne", ""), ("500000050", "Ada Fairlight MBE", "ada.fairlight@council.example")]
    assert wards_of("Ada Fairlight MBE") == ["Castle & Quay", "Mill Lane"]
    assert wards_of("Cass Winterbourne") == []
    assert person("Cass Winterbourne").posts == {"all_members"}
    assert [label for label, rows in everything().items() if "HOME-MARKER" in str(rows)] == []


def test_a_member_has_what_the_feed_says():
    posts = "Leader; Chair of Audit, Risk and Governance"
    take(ward_of("Mill Lane", councillor("1", "Councillor Mrs Ada Fairlight", party="The Labour Party", group="Labour Group",
                                         posts=posts, terms=[("05/05/2022", "unspecified")])))

    ada = Member.objects.get()
    assert (ada.person.honorific, ada.person.name) == ("Councillor Mrs", "Ada Fairlight")
    assert (ada.key_posts, ada.key_posts_raw) == (["Leader", "Chair of Audit, Risk and Governance"], posts)
    assert list(PartyMembership.objects.values_list("party", "raw", "began_on", "ended_on")) == [
        ("Labour Party", "The Labour Party", None, None)]
    assert list(GroupMembership.objects.values_list("group__name", "began_on", "ended_on")) == [("Labour Group", None, None)]
    assert terms_of() == [("Mill Lane", datetime.date(2022, 5, 5), None)]


@pytest.mark.requirement("NNC-WARDS")
def test_a_seat_is_held_since_the_start_of_the_current_term_in_london():
    take(ward_of("Mill Lane", councillor(terms=[("05/05/2022", "unspecified"), ("03/05/2018", "04/05/2022")])))

    seats = Appointment.objects.filter(principal__kind=Principal.Kind.WARD)
    assert [s.since for s in seats] == [datetime.datetime(2022, 5, 4, 23, tzinfo=datetime.UTC)]


def test_of_two_terms_that_run_the_later_is_the_current_one():
    take(ward_of("Mill Lane", councillor(terms=[("05/05/2022", "unspecified"), ("03/05/2018", "unspecified")])))

    assert [s.since.date() for s in Appointment.objects.filter(principal__kind=Principal.Kind.WARD)] == [datetime.date(2022, 5, 4)]


def test_a_second_ward_with_an_older_term_is_no_second_seat_on_the_council():
    take(ward_of("Mill Lane", ADA))

    take(ward_of("Mill Lane", ADA), ward_of("Castle", councillor("1", terms=[("03/05/2018", "unspecified")])))

    assert wards_of() == ["Castle", "Mill Lane"]
    assert Appointment.objects.filter(principal__post="all_members").count() == 1


def test_without_a_term_none_is_invented_and_the_seat_is_held_since_before_the_first_import():
    take(ward_of("Mill Lane", BRAM))

    assert Term.objects.count() == 0
    assert [s.since for s in Appointment.objects.filter(principal__kind=Principal.Kind.WARD)] == [BEGINNING]
    assert person("Bram Odell").posts == {"all_members"}


def test_a_term_that_is_to_come_seats_nobody_before_its_day_and_is_not_begun_twice():
    soon = ward_of("Mill Lane", councillor(terms=[("20/06/2026", "unspecified")]))

    take(soon)
    again = take(soon)

    assert (wards_of(at=noon(DAY)), wards_of(at=noon(LATER))) == ([], ["Mill Lane"])
    assert came_to(again) == (0, 0, 4, 0)


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


def test_the_same_person_in_two_wards_is_one_member_with_two_seats_and_one_seat_on_the_council():
    first = councillor(terms=[("05/05/2022", "unspecified")])
    second = councillor(terms=[("03/05/2018", "unspecified")])
    feed = [ward_of("Mill Lane", first), ward_of("Castle", second)]

    outcome = take(*feed)
    again = take(*feed)

    assert came_to(outcome) == (2 + 1 + 2 + 2, 0, 0, 0)  # wards, Member, seats, terms
    assert came_to(again) == (0, 0, 7, 0)
    assert wards_of() == ["Castle", "Mill Lane"]
    assert Appointment.objects.filter(principal__post="all_members").count() == 1


def test_the_same_person_twice_in_one_ward_sits_there_once():
    outcome = take(ward_of("Mill Lane", ADA, ADA))

    assert came_to(outcome) == (1 + 1 + 1 + 1 + 1, 0, 0, 0)
    assert outcome.counts["terms"] == 2
    assert wards_of() == ["Mill Lane"]


@pytest.mark.requirement("NNC-WARDS")
def test_somebody_missing_is_proposed_as_having_left_and_nothing_of_theirs_ends():
    take(ward_of("Mill Lane", ADA, BRAM))

    outcome = take(ward_of("Mill Lane", BRAM), day=LATER)

    assert came_to(outcome) == (0, 0, 3, 4)  # of Ada: the Member, a seat, a term, contact details
    assert outcome.lines == ("Councillor Ada Fairlight is not in the feed: proposed as having left, to be confirmed.",)
    assert [(p.person.name, p.outcome) for p in ProposedLeaving.objects.all()] == [("Ada Fairlight", "open")]
    assert wards_of() == ["Mill Lane"]


def test_somebody_still_missing_is_said_again_and_proposed_once():
    take(ward_of("Mill Lane", ADA, BRAM))
    take(ward_of("Mill Lane", BRAM))
    before = everything()

    again = take(ward_of("Mill Lane", BRAM))

    assert came_to(again) == (0, 0, 3, 4)
    assert everything() == before


def test_confirmed_by_democratic_services_the_member_has_left_and_the_feed_that_lags_seats_nobody():
    take(ward_of("Mill Lane", ADA, BRAM))
    take(ward_of("Mill Lane", BRAM))

    confirm_left(ProposedLeaving.objects.get(), actor=democratic(), at=noon(DAY))
    gone = take(ward_of("Mill Lane", BRAM), day=LATER)
    lagging = take(ward_of("Mill Lane", ADA, BRAM), day=LATER)

    assert (came_to(gone), came_to(lagging)) == ((0, 0, 3, 0), (0, 0, 6, 0))
    assert lagging.lines == ("Councillor Ada Fairlight is in the feed, but left office here on 01/06/2026; nothing was begun again.",)
    assert (wards_of(), person().posts) == ([], set())
    assert terms_of() == [("Mill Lane", datetime.date(2022, 5, 5), None)]


def test_who_left_at_midnight_left_on_the_day_before():
    take(ward_of("Mill Lane", ADA, BRAM))
    leave_office(person(), at=datetime.datetime(2026, 6, 19, 23, tzinfo=datetime.UTC))

    lagging = take(ward_of("Mill Lane", ADA, BRAM), day=LATER)

    assert lagging.lines == ("Councillor Ada Fairlight is in the feed, but left office here on 19/06/2026; nothing was begun again.",)


def test_a_feed_that_lags_behind_gives_whoever_left_neither_group_nor_party_again():
    grouped = councillor("1", party="Labour", group="Labour Group")
    take(ward_of("Mill Lane", grouped, BRAM))
    leave_office(person(), at=noon(DAY))
    change_group(person(), None, on=DAY)
    PartyMembership.objects.filter(person=person()).update(ended_on=DAY)

    take(ward_of("Mill Lane", grouped, BRAM), day=LATER)

    assert GroupMembership.objects.filter(person=person(), ended_on=None).count() == 0
    assert PartyMembership.objects.filter(person=person(), ended_on=None).count() == 0


@pytest.mark.parametrize("known", [True, False], ids=["by the feed's address", "by name and ward"])
def test_what_was_entered_by_hand_before_any_feed_is_kept_and_only_gaps_are_filled(known):
    ward = Ward.objects.create(name="Mill Lane")
    entered = add_person("Ada Fairlight", honorific="Cllr", email="ada@council.example" if known else "")
    seat(entered, ward, authority="Invented", since=noon(DAY))
    Member.objects.create(person=entered, surgeries="First Saturday, town hall", phone="01632 960999")

    take(ward_of("Mill Lane", councillor("1", email="ada@council.example", phone="01632 960001"), BRAM))
    take(ward_of("Mill Lane", councillor("1", email="ada@council.example", phone=""), BRAM), day=LATER)

    member = Member.objects.get(person=entered)
    assert (member.surgeries, member.phone, member.email, member.source, member.source_id) == (
        "First Saturday, town hall", "01632 960999", "ada@council.example", "moderngov", "1")


def test_a_number_that_is_somebody_elses_in_the_feed_refuses_the_feed_whole():
    take(ward_of("Mill Lane", ADA, BRAM))

    with pytest.raises(FeedRefused) as refused:
        take(ward_of("Mill Lane", councillor("1", "Cllr Zara Quill", email="ada@council.example"), BRAM))

    assert refused.value.code == "another_person"
    assert "Number 1 is Ada Fairlight here and Zara Quill in the feed" in str(refused.value)
    assert Person.objects.filter(name="Ada Fairlight").count() == 1


def test_a_name_of_which_a_part_is_the_same_is_the_same_person():
    take(ward_of("Mill Lane", ADA))

    take(ward_of("Mill Lane", councillor("1", "Cllr Ada King", email="ada@council.example")))

    assert Member.objects.get(source_id="1").person.name == "Ada King"


def test_whoever_leaves_a_group_by_the_feed_leads_it_no_more():
    leader = councillor("1", group="Labour Group")
    take(ward_of("Mill Lane", leader, councillor("2", "Cllr Bram Odell", group="Labour Group")))
    group = GroupMembership.objects.get(person=person()).group
    appoint(person(), post_principal("group_leader", group=group, name="Group Leader, Labour Group"), authority="Invented", since=noon(DAY))

    outcome = take(ward_of("Mill Lane", councillor("1"), councillor("2", "Cllr Bram Odell", group="Labour Group")), day=LATER)

    assert "Councillor Ada Fairlight: no longer Group Leader, Labour Group." in outcome.lines
    with time_machine.travel(noon(LATER) + datetime.timedelta(days=1), tick=False):
        assert "group_leader" not in person().posts


def test_a_term_begun_since_seats_a_member_again():
    take(ward_of("Mill Lane", ADA, BRAM))
    leave_office(person(), at=noon(DAY))
    elected = councillor("1", terms=[("05/05/2022", "01/06/2026"), ("25/06/2026", "unspecified")])

    take(ward_of("Mill Lane", elected, BRAM), day=LATER)

    assert (wards_of(at=noon(DAY)), wards_of(at=noon(LATER))) == ([], ["Mill Lane"])
    assert person().name == "Ada Fairlight"


def test_seated_again_on_the_day_of_leaving_nobody_holds_the_seat_twice_at_once():
    take(ward_of("Mill Lane", ADA))
    leave_office(person(), at=noon(DAY))

    take(ward_of("Mill Lane", councillor("1", terms=[("01/06/2026", "unspecified")])), day=LATER)

    seats = Appointment.objects.filter(principal__kind=Principal.Kind.WARD).order_by("pk")
    assert [(s.since.date(), s.until) for s in seats] == [(datetime.date(2022, 5, 4), noon(DAY)), (DAY, OPEN_ENDED)]
    assert seats[1].since == noon(DAY)


def test_kept_in_office_a_member_is_not_proposed_anew():
    take(ward_of("Mill Lane", ADA, BRAM))
    take(ward_of("Mill Lane", BRAM))

    keep_in_office(ProposedLeaving.objects.get(), actor=democratic())
    take(ward_of("Mill Lane", BRAM))

    assert [p.outcome for p in ProposedLeaving.objects.all()] == ["stays"]
    assert wards_of() == ["Mill Lane"]


def test_listed_again_the_proposal_is_withdrawn():
    take(ward_of("Mill Lane", ADA, BRAM))
    take(ward_of("Mill Lane", BRAM))

    outcome = take(ward_of("Mill Lane", ADA, BRAM))

    assert came_to(outcome) == (0, 0, 7, 0)
    assert [p.outcome for p in ProposedLeaving.objects.all()] == ["listed"]


def test_only_democratic_services_settle_a_proposal_and_only_once():
    take(ward_of("Mill Lane", ADA, BRAM))
    take(ward_of("Mill Lane", BRAM))
    proposal, officer = ProposedLeaving.objects.get(), democratic()

    with pytest.raises(Http404):
        confirm_left(proposal, actor=person("Bram Odell"))
    keep_in_office(proposal, actor=officer)
    with pytest.raises(Settled):
        confirm_left(proposal, actor=officer)

    assert wards_of() == ["Mill Lane"]


def test_somebody_who_joins_without_a_term_holds_the_seat_since_the_import_that_first_shows_them():
    take(ward_of("Mill Lane", ADA))

    outcome = take(ward_of("Mill Lane", ADA, BRAM), day=LATER)

    assert came_to(outcome) == (2, 0, 5, 0)
    assert outcome.groups == (("Members who are new", ("Cllr Bram Odell: Mill Lane; Green Party.",)),)
    assert Appointment.objects.get(person__name="Bram Odell", principal__kind=Principal.Kind.WARD).since == noon(LATER)


@pytest.mark.requirement("NNC-WARDS")
def test_a_change_of_party_and_group_is_a_row_ended_and_a_row_begun():
    take(ward_of("Mill Lane", councillor(party="Labour", group="Labour Group")))

    outcome = take(ward_of("Mill Lane", councillor(party="Green", group="Green Group")), day=LATER)

    assert came_to(outcome) == (0, 1, 2, 0)
    assert list(PartyMembership.objects.order_by("pk").values_list("party", "began_on", "ended_on")) == [
        ("Labour Party", None, LATER), ("Green Party", LATER, None)]
    assert list(GroupMembership.objects.order_by("pk").values_list("group__name", "began_on", "ended_on")) == [
        ("Labour Group", None, LATER), ("Green Group", LATER, None)]


def test_a_party_written_otherwise_is_no_change_of_party():
    take(ward_of("Mill Lane", councillor(party="Labour")))

    outcome = take(ward_of("Mill Lane", councillor(party="The Labour Party")))

    assert came_to(outcome) == (0, 1, 2, 0)
    assert list(PartyMembership.objects.values_list("party", "raw", "ended_on")) == [("Labour Party", "The Labour Party", None)]


def test_a_feed_that_does_not_speak_of_groups_ends_none():
    take(ward_of("Mill Lane", councillor(group="Labour Group")))

    outcome = take(ward_of("Mill Lane", councillor()))

    assert came_to(outcome) == (0, 0, 3, 0)
    assert GroupMembership.objects.get().ended_on is None


def test_that_a_member_is_in_no_group_is_known_only_from_a_feed_that_speaks_of_groups():
    take(ward_of("Mill Lane", ADA, BRAM))
    silent = list(Member.objects.values_list("in_no_group", flat=True))

    take(ward_of("Mill Lane", councillor("1", group="Labour Group"), BRAM))

    assert silent == [False, False]
    assert list(Member.objects.order_by("source_id").values_list("in_no_group", flat=True)) == [False, True]


def test_who_left_a_group_that_others_are_in_is_in_none():
    rest = councillor("2", "Cllr Bram Odell", group="Labour Group")
    take(ward_of("Mill Lane", councillor(group="Labour Group"), rest))

    take(ward_of("Mill Lane", councillor(), rest), day=LATER)

    assert list(GroupMembership.objects.order_by("pk").values_list("person__name", "ended_on")) == [
        ("Ada Fairlight", LATER), ("Bram Odell", None)]


def test_a_term_is_ended_and_another_begun_and_the_seat_goes_on():
    take(ward_of("Mill Lane", ADA))
    terms = [("05/05/2022", "07/05/2026"), ("08/05/2026", "unspecified")]
    elected = councillor("1", terms=terms, email="ada@council.example", phone="01632 960001")

    outcome = take(ward_of("Mill Lane", elected), day=LATER)

    assert came_to(outcome) == (1, 1, 4, 0)
    assert outcome.lines == ("Councillor Ada Fairlight: term ended, Mill Lane, 05/05/2022 – 07/05/2026.",
                             "Councillor Ada Fairlight: term begun, Mill Lane, 08/05/2026 – not known.")
    assert terms_of() == [("Mill Lane", datetime.date(2022, 5, 5), datetime.date(2026, 5, 7)),
                          ("Mill Lane", datetime.date(2026, 5, 8), None)]
    assert Appointment.objects.filter(principal__kind=Principal.Kind.WARD).count() == 1


def test_a_term_that_the_feed_no_longer_gives_is_kept():
    take(ward_of("Mill Lane", councillor(terms=[("05/05/2022", "unspecified"), ("03/05/2018", "04/05/2022")])))

    outcome = take(ward_of("Mill Lane", councillor(terms=[("05/05/2022", "unspecified")])))

    assert came_to(outcome) == (0, 0, 4, 1)
    assert len(terms_of()) == 2


def test_contact_details_name_and_posts_follow_the_feed():
    take(ward_of("Mill Lane", ADA))
    terms = [("05/05/2022", "unspecified")]
    changed = councillor("1", "Councillor Ada Winter", terms=terms, email="ada.winter@council.example", posts="Leader")

    outcome = take(ward_of("Mill Lane", changed))

    ada = Member.objects.get()
    assert came_to(outcome) == (0, 2, 3, 0)
    assert (ada.person.name, ada.person.email, ada.email, ada.phone, ada.key_posts) == (
        "Ada Winter", "ada.winter@council.example", "ada.winter@council.example", "", ["Leader"])
    assert sorted(Principal.objects.filter(person=ada.person).values_list("name", flat=True)) == [
        "Councillor Ada Winter", "The office of Councillor Ada Winter"]


def test_an_address_that_was_put_right_here_stays():
    take(ward_of("Mill Lane", ADA))
    Person.objects.update(email="right@council.example")

    take(ward_of("Mill Lane", councillor("1", email="other@council.example")))

    assert (person().email, Member.objects.get().email) == ("right@council.example", "other@council.example")


def test_what_was_written_or_put_right_here_is_not_lost_to_the_same_feed_nor_to_a_changed_one():
    take(ward_of("Mill Lane", ADA))
    Member.objects.update(surgeries="First Saturday, town hall", phone="01632 960999")
    Person.objects.update(name="Ada Fairlight-King")

    same = take(ward_of("Mill Lane", ADA))
    changed = take(ward_of("Mill Lane", councillor("1", terms=[("05/05/2022", "unspecified")], email="ada@council.example",
                                                   phone="01632 960002")))

    member = Member.objects.select_related("person").get()
    assert (came_to(same)[:2], came_to(changed)[:2]) == ((0, 0), (0, 0))
    assert (member.surgeries, member.phone, member.person.name) == ("First Saturday, town hall", "01632 960999", "Ada Fairlight-King")
    assert changed.lines == ("Councillor Ada Fairlight-King: contact details are different in the feed; what was entered here stays.",)


def test_what_was_not_touched_here_goes_on_following_the_feed_beside_what_was():
    take(ward_of("Mill Lane", ADA))
    Member.objects.update(surgeries="First Saturday, town hall")

    take(ward_of("Mill Lane", councillor("1", terms=[("05/05/2022", "unspecified")], email="ada@council.example", phone="01632 960002")))

    member = Member.objects.get()
    assert (member.surgeries, member.phone) == ("First Saturday, town hall", "01632 960002")


def test_a_member_who_now_sits_for_another_ward_has_one_seat_ended_and_one_begun():
    take(ward_of("Mill Lane", ADA, BRAM))

    outcome = take(ward_of("Mill Lane", BRAM), ward_of("Castle", ADA), day=LATER)

    assert came_to(outcome) == (2, 2, 5, 0)  # the ward, the seat; the seat ended, the term's ward
    assert wards_of() == ["Castle"]
    assert terms_of() == [("Castle", datetime.date(2022, 5, 5), None)]
    assert Appointment.objects.get(person__name="Ada Fairlight", principal__ward__name="Mill Lane").until == noon(LATER)


def test_a_ward_under_another_title_is_a_new_ward_and_the_old_one_is_kept_and_missing():
    take(ward_of("Mill Lane", ADA))

    outcome = take(ward_of("Mill Lane and Quay", ADA))

    assert came_to(outcome) == (2, 2, 2, 1)
    assert list(Ward.objects.values_list("name", "ended_on")) == [("Mill Lane", None), ("Mill Lane and Quay", None)]


def test_a_ward_that_has_another_name_here_is_known_by_its_title():
    take(ward_of("Mill Lane", ADA))
    Ward.objects.update(name="Mill Lane and Quay")

    outcome = take(ward_of("Mill Lane", ADA))

    assert came_to(outcome) == (0, 0, 5, 0)
    assert wards_of() == ["Mill Lane and Quay"]


def test_a_member_with_a_new_number_is_known_by_work_email_and_part_of_the_name():
    take(ward_of("Mill Lane", ADA))

    take(ward_of("Castle", councillor("77", "Councillor Ada Winter", email="ADA@council.example")))

    assert list(Member.objects.values_list("source_id", "person__name")) == [("77", "Ada Winter")]


@pytest.mark.requirement("NNC-WARDS")
def test_a_successor_who_takes_over_the_mailbox_is_not_the_member_who_had_it():
    take(ward_of("Mill Lane", ADA, BRAM))

    take(ward_of("Mill Lane", councillor("77", "Councillor Cass Winterbourne", email="ada@council.example"), BRAM))

    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ada Fairlight", "Bram Odell", "Cass Winterbourne"]
    assert [p.person.name for p in ProposedLeaving.objects.all()] == ["Ada Fairlight"]


def test_a_mailbox_that_two_in_the_feed_share_is_nobodys_name():
    take(ward_of("Mill Lane", ADA))
    names = {"77": "Cllr Ada Stone", "78": "Cllr Ada Frost"}
    shared = [councillor(number, name, email="ada@council.example") for number, name in names.items()]

    take(ward_of("Castle", *shared))

    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ada Fairlight", "Ada Frost", "Ada Stone"]


def test_an_officer_with_the_same_address_is_not_made_a_member():
    officer = add_person("Ada Stone", email="ada@council.example")
    employ(officer, authority="Invented")

    take(ward_of("Mill Lane", ADA))

    assert Person.objects.get(pk=officer.pk).posts == {"officers"}
    assert Person.objects.count() == 2


def test_a_member_with_a_new_number_and_no_email_is_known_by_name_and_ward():
    take(ward_of("Mill Lane", BRAM), ward_of("Castle", ADA))

    take(ward_of("Mill Lane", councillor("88", "Cllr Bram Odell", party="Green Party")), ward_of("Castle", ADA))

    assert sorted(Member.objects.values_list("source_id", "person__name")) == [("1", "Ada Fairlight"), ("88", "Bram Odell")]


def test_a_namesake_for_another_ward_is_somebody_else():
    take(ward_of("Mill Lane", BRAM), ward_of("Castle", ADA))

    take(ward_of("Mill Lane"), ward_of("Castle", ADA, councillor("88", "Cllr Bram Odell")))

    assert sorted(Member.objects.filter(person__name="Bram Odell").values_list("source_id", flat=True)) == ["2", "88"]
    assert [p.person.member.source_id for p in ProposedLeaving.objects.all()] == ["2"]


def test_a_namesake_in_the_same_ward_is_somebody_else_while_the_first_is_listed():
    take(ward_of("Mill Lane", BRAM))

    take(ward_of("Mill Lane", BRAM, councillor("88", "Cllr Bram Odell")))

    assert sorted(Member.objects.values_list("source_id", flat=True)) == ["2", "88"]


def test_a_member_who_was_entered_by_hand_is_taken_over_with_the_seat_they_hold():
    by_hand = add_person("Bram Odell", honorific="Cllr")
    since = datetime.datetime(2024, 5, 3, tzinfo=datetime.UTC)
    seat(by_hand, Ward.objects.create(name="Mill Lane"), authority="Minute 3", since=since)

    take(ward_of("Mill Lane", BRAM))

    assert Person.objects.count() == 1
    assert [(s.since, s.authority) for s in Appointment.objects.filter(principal__kind=Principal.Kind.WARD)] == [(since, "Minute 3")]


def test_a_member_who_never_was_in_the_feed_is_not_proposed_as_having_left():
    coopted = add_person("Olive Marsh")
    seat(coopted, None, authority="Co-opted, minute 4")

    outcome = take(ward_of("Mill Lane", ADA))

    assert outcome.counts["missing"] == 0
    assert ProposedLeaving.objects.count() == 0


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path):
    take(ward_of("Mill Lane", ADA))
    file = tmp_path / "feed.xml"
    file.write_bytes(feed_of(ward_of("Castle", BRAM), ward_of("Mill Lane", councillor("3", "Cllr Cass Winterbourne", group="A Group"))))
    before = everything()

    dry = said([str(file), "--dry-run"])
    unchanged = everything()
    wet = said([str(file)])

    assert unchanged == before
    assert dry == wet
    assert everything() != before


def test_what_changes_is_recorded_and_what_does_not_is_not():
    take(ward_of("Mill Lane", ADA))
    before = Event.objects.count()

    take(ward_of("Mill Lane", ADA))
    take(ward_of("Mill Lane", councillor("1", terms=[("05/05/2022", "unspecified")], email="ada@council.example", phone="01632 960009")))

    assert list(Event.objects.order_by("pk").values_list("verb", "detail")[before:]) == [
        ("profile changed", ""), ("feed of Members taken in", "created 0, updated 1, unchanged 4, missing 0")]


def test_a_first_import_says_every_ward_every_group_and_every_member_that_is_new():
    Ward.objects.create(name="Castle")
    first = councillor(group="Labour Group", terms=[("05/05/2022", "unspecified")], email="ada@council.example")

    outcome = take(ward_of("Mill Lane", first), ward_of("Castle", BRAM), ward_of("Quay"))

    assert outcome.groups == (
        ("Wards that are new in the feed", ("Mill Lane", "Castle: the portal has this ward already, and keeps it.", "Quay")),
        ("Political groups that are new", ("Labour Group",)),
        ("Members who are new", ("Councillor Ada Fairlight: Mill Lane; Labour Party; Labour Group; 1 term of office; contact details.",
                                 "Cllr Bram Odell: Castle; Green Party; in no group.")))


def test_what_changes_is_said_in_groups_that_say_what_to_look_at_first():
    take(ward_of("Mill Lane", ADA, BRAM))

    outcome = take(ward_of("Castle", councillor("2", "Cllr Bram Odell", party="Labour")), ward_of("Mill Lane"), day=LATER)

    assert outcome.groups == (
        ("No longer in the feed", ("Councillor Ada Fairlight is not in the feed: proposed as having left, to be confirmed.",)),
        ("Seats and terms that end", ("Cllr Bram Odell: no longer sits for Mill Lane.",)),
        ("Seats and terms that begin", ("Cllr Bram Odell: now sits for Castle.",)),
        ("Profiles that change", ("Cllr Bram Odell: changed: party.",)),
        ("Wards that are new in the feed", ("Castle",)))


def test_on_the_command_line_each_line_says_what_it_is_about(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(feed_of(ward_of("Mill Lane", BRAM)))

    lines = said([str(file)]).splitlines()

    assert lines[1:] == ["Created 3, updated 0, unchanged 0, missing 0.", "Wards that are new in the feed: Mill Lane",
                         "Members who are new: Cllr Bram Odell: Mill Lane; Green Party."]


def seated_by_hand(*names, ward="Harbour"):
    """Members in office whom no feed ever named."""
    place = Ward.objects.create(name=ward)
    for name in names:
        seat(add_person(name, email=f"{name.split()[0].lower()}@council.example"), place, authority="Minute 3")


@pytest.mark.requirement("NNC-WARDS")
def test_a_feed_that_has_nothing_in_common_with_members_entered_by_hand_is_refused_whole():
    seated_by_hand("Ada Stone", "Olive Marsh", "Cass Winterbourne")
    before = everything()

    with pytest.raises(FeedRefused) as refused:
        take(ward_of("Mill Lane", BRAM))

    assert refused.value.code == "another_council"
    assert everything() == before


@pytest.mark.parametrize("given", [ward_of("Harbour", BRAM), ward_of("Mill Lane", councillor("7", "Councillor Olive Marsh")),
                                   ward_of("Mill Lane", councillor("7", email="OLIVE@council.example"))], ids=["ward", "name", "address"])
def test_one_thing_in_common_with_members_entered_by_hand_is_enough(given):
    seated_by_hand("Ada Stone", "Olive Marsh", "Cass Winterbourne")

    assert take(given).counts["members"] == 1


def test_of_two_members_entered_by_hand_nothing_is_concluded():
    seated_by_hand("Ada Stone", "Olive Marsh")

    assert take(ward_of("Mill Lane", BRAM)).counts["members"] == 1


def test_a_profile_entered_by_hand_that_the_feed_names_is_missed_when_it_no_longer_does():
    by_hand = add_person("Bram Odell", honorific="Cllr")
    seat(by_hand, Ward.objects.create(name="Mill Lane"), authority="Minute 3")
    Member.objects.create(person=by_hand)
    take(ward_of("Mill Lane", ADA, BRAM))

    take(ward_of("Mill Lane", ADA))

    assert [row.person for row in ProposedLeaving.objects.all()] == [by_hand]


def test_the_feed_of_another_council_is_refused_whole():
    names = {"1": "Cllr Ada Stone", "2": "Cllr Bram Odell", "3": "Cllr Cass Winterbourne"}
    take(ward_of("Mill Lane", *(councillor(number, name) for number, name in names.items())))
    before = everything()

    with pytest.raises(FeedRefused) as refused:
        take(ward_of("Elsewhere", councillor("1", "Cllr Olive Marsh")))

    assert refused.value.code == "another_council"
    assert everything() == before


def test_a_text_longer_than_its_column_refuses_the_feed_whole():
    with pytest.raises(FeedRefused) as refused:
        take(ward_of("Mill Lane", ADA, councillor("2", "Cllr Bram Odell", group="g" * 121)))

    assert refused.value.code == "too_long"
    assert Person.objects.count() == 0


@pytest.mark.parametrize("name", ["login-page.xml", "billion-laughs.xml", "external-entity.xml", "nothing-there.xml", "."])
def test_what_is_not_a_feed_is_refused_whole(name):
    file, out = INVENTED / name, io.StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("import_moderngov", str(file), "--json", stdout=out)

    assert (refused.value.returncode, out.getvalue(), str(refused.value).count("\n")) == (2, "", 0)
    assert (Ward.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.parametrize("arguments", [[str(INVENTED / "login-page.xml"), "--json"], [], ["a.xml", "--maybe"]])
def test_on_the_command_line_a_refusal_is_one_line_on_standard_error_and_exit_code_2(arguments):
    done = subprocess.run([sys.executable, "manage.py", "import_moderngov", *arguments], cwd=settings.BASE_DIR, check=False,
                          capture_output=True, text=True, env={"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "PATH": ""})

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("import_moderngov: ")


def test_a_second_import_asks_as_often_for_three_members_as_for_one(django_assert_num_queries):
    def again(*councillors):
        take(ward_of("Mill Lane", *councillors))
        with django_assert_num_queries(STATEMENTS):
            take(ward_of("Mill Lane", *councillors))

    again(ADA)
    again(ADA, BRAM, councillor("3", "Cllr Cass Winterbourne"))


STATEMENTS = 12 + (connection.vendor == "postgresql")  # the lock


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_do_not_double_anybody():
    feed = read_feed(feed_of(ward_of("Mill Lane", ADA, BRAM)))
    outcomes, gate = [], threading.Barrier(2)

    def run():
        gate.wait()
        try:
            outcomes.append(came_to(import_feed(feed)))
        finally:
            connections.close_all()

    runs = [threading.Thread(target=run) for _ in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()

    assert sorted(outcomes) == [(0, 0, 7, 0), (7, 0, 0, 0)]
    assert (Person.objects.count(), Ward.objects.count(), Term.objects.count()) == (2, 1, 1)
