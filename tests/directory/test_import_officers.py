"""Taking in the HR list: invented lists for all that can change between two."""

import datetime
import io
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council_portal.access.decisions import Forbidden
from council_portal.access.models import in_force
from council_portal.accounts.models import Appointment, Person, Service
from council_portal.accounts.services import add_person, appoint, employ, end_appointment, leave_office, post_principal, seat
from council_portal.audit.models import Event
from directory.models import Officer
from directory.officers_csv import FileRefused, read_officers
from directory.services.importing import import_officers
from tests import factories
from tests.profiles.test_import import everything

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 6, 1)
LATER = datetime.date(2026, 7, 1)
HEAD = "staff_id,name,email,post,post_kind,service,clo_for,line_manager_id,tier,politically_restricted,phone,contact_hours,deals_with,team"
ADA = "E1,Ada Fairlight,ada@council.example,Head of Bins,head_of_service,Bins,,E2,3,yes,01632 960001,Mornings,bins;lamps,North"
BRAM = "E2,Bram Odell,bram@council.example,Chief Executive,chief_executive,,,,1,,,,,"
CLEO = "E3,Cleo Marsh,cleo@council.example,Liaison Officer,,Bins,Bins;Parks,E1,,,,,,"
LIST = (ADA, BRAM, CLEO)


def take(*rows, head=HEAD, day=DAY, **how):
    """Take in a list of these rows on a day at noon."""
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False):
        return import_officers(read_officers("\n".join([head, *rows]).encode()), **how)


def came_to(outcome):
    """(created, updated, unchanged, missing) of an outcome."""
    return tuple(outcome.counts[what] for what in ("created", "updated", "unchanged", "missing"))


def officer(number="E1"):
    return Officer.objects.get(staff_id=number)


def posts(name="Ada Fairlight", day=LATER):
    """What somebody holds at the end of a day, by the names of the principals, their own apart."""
    at = datetime.datetime.combine(day, datetime.time(23), datetime.UTC)
    rows = Appointment.objects.filter(in_force(at), person__name=name).exclude(principal__kind="person")
    return sorted(rows.values_list("principal__name", flat=True))


def refused(*rows, head=HEAD):
    """What is said of a list that does not fit what is known."""
    before = everything()
    with pytest.raises(FileRefused) as refusal:
        take(*rows, head=head)
    assert everything() == before
    return list(refusal.value.lines)


# --- the first list ------------------------------------------------------------------------------------------------------------


def test_the_first_list_makes_services_officers_and_their_posts():
    outcome = take(*LIST)

    ada = officer()
    assert outcome.counts == {"officers": 3, "services": 2, "created": 9, "updated": 0, "unchanged": 0, "missing": 0}
    assert (ada.person.name, ada.person.email, ada.post, ada.service.name, ada.team, ada.tier, ada.politically_restricted, ada.phone,
            ada.contact_hours, ada.deals_with, ada.line_manager) == (
        "Ada Fairlight", "ada@council.example", "Head of Bins", "Bins", "North", 3, True, "01632 960001", "Mornings", ["bins", "lamps"],
        officer("E2"))
    assert {name: posts(name) for name in ("Ada Fairlight", "Bram Odell", "Cleo Marsh")} == {
        "Ada Fairlight": ["Head of Service, Bins", "Officers of the council"],
        "Bram Odell": ["Chief Executive", "Officers of the council"],
        "Cleo Marsh": ["Councillor Liaison Officer, Bins", "Councillor Liaison Officer, Parks", "Officers of the council"]}
    assert outcome.lines == (
        "Ada Fairlight: Head of Service, Bins.", "Bram Odell: Chief Executive.", "Cleo Marsh: Councillor Liaison Officer, Bins.",
        "Cleo Marsh: Councillor Liaison Officer, Parks.", "Bins: a service that is new in the list.",
        "Parks: a service that is new in the list.")


def test_a_dry_run_says_the_same_and_changes_nothing():
    before = everything()

    tried = take(*LIST, dry_run=True)

    assert everything() == before
    assert tried == take(*LIST)


def test_the_same_list_again_changes_nothing():
    take(*LIST)
    before = everything()

    again = take(*LIST, day=LATER)

    assert came_to(again) == (0, 0, 9, 0)
    assert again.lines == ()
    assert everything() == before


def test_a_list_of_many_officers_is_known_again_in_the_same_number_of_statements():
    many = [f"N{n},Nominated Invented{n},n{n}@council.example,Clerk,nominated_officer,Service {n},,,,,,,," for n in range(40)]
    counts = []

    for rows in (LIST, [*LIST, *many]):
        take(*rows)
        with CaptureQueriesContext(connection) as statements:
            take(*rows, day=LATER)
        counts.append(len(statements))

    assert counts == [9, 9] if connection.vendor == "sqlite" else [10, 10]  # PostgreSQL takes a lock of its own


# --- a changed list ------------------------------------------------------------------------------------------------------------


def test_a_changed_list_updates_the_entry_and_the_name():
    take(*LIST)

    outcome = take("E1,Ada Fairlight-Reed,ada.reed@council.example,Head of Waste,head_of_service,Bins,,,2,no,01632 960002,Evenings,tips,"
                   "South", BRAM, CLEO, day=LATER)

    ada = officer()
    assert came_to(outcome) == (0, 1, 8, 0)
    assert outcome.lines == ("Ada Fairlight-Reed: changed: name, before: Ada Fairlight; e-mail address; post; team; tier; politically "
                             "restricted post; work telephone; contact hours; deals with, in a resident’s words; line manager.",)
    assert (ada.person.name, ada.person.email, ada.post, ada.tier, ada.politically_restricted, ada.phone, ada.deals_with,
            ada.line_manager) == (
        "Ada Fairlight-Reed", "ada.reed@council.example", "Head of Waste", 2, False, "01632 960002", ["tips"], None)


def test_empty_cells_leave_what_is_known_and_a_missing_column_says_nothing():
    take(*LIST)

    empty = take("E1,Ada Fairlight,,Head of Bins,head_of_service,Bins,,E2,,,,,,North", BRAM, CLEO, day=LATER)
    short = take("E1,Ada Fairlight,Head of Bins", "E2,Bram Odell,Chief Executive", "E3,Cleo Marsh,Liaison Officer",
                 head="staff_id,name,post", day=LATER)

    assert came_to(empty) == (0, 0, 9, 0)
    assert came_to(short) == (0, 0, 3, 0)


def test_a_post_passes_from_one_officer_to_the_next():
    take(*LIST)

    outcome = take(ADA.replace("head_of_service", ""), BRAM, CLEO.replace(",,Bins,", ",head_of_service,Bins,"), day=LATER)

    assert came_to(outcome) == (1, 1, 8, 0)
    assert outcome.lines == ("Cleo Marsh: Head of Service, Bins.", "Ada Fairlight: Head of Service, Bins ends.")
    assert posts("Ada Fairlight") == ["Officers of the council"]
    assert posts("Cleo Marsh")[2:] == ["Head of Service, Bins", "Officers of the council"]


def test_what_was_appointed_by_hand_is_left_alone():
    take(*LIST)
    ada = officer().person
    appoint(ada, post_principal("communications", name="Communications"), authority="Minute 7", since=factories.LONG_AGO)

    outcome = take(ADA.replace("head_of_service", ""), BRAM, CLEO, day=LATER)

    assert outcome.lines == ("Ada Fairlight: Head of Service, Bins ends.",)
    assert posts() == ["Communications", "Officers of the council"]


def test_a_post_that_was_given_by_hand_already_is_not_given_twice_and_not_ended_later():
    person = add_person("Ada Fairlight", email="ada@council.example")
    employ(person, authority="By hand", since=factories.LONG_AGO)
    bins = Service.objects.create(name="Bins")
    appoint(person, post_principal("head_of_service", service=bins, name="Head of Bins"), authority="By hand", since=factories.LONG_AGO)

    first = take(*LIST)
    take(ADA.replace("head_of_service", ""), BRAM, CLEO, day=LATER)

    assert first.counts["unchanged"] == 2, "the service and the post"
    assert posts() == ["Head of Bins", "Officers of the council"]


def test_two_who_hold_a_post_of_one_are_said():
    other = add_person("Dora Penn")
    appoint(other, post_principal("chief_executive", name="Chief Executive"), authority="By hand", since=factories.LONG_AGO)

    outcome = take(*LIST)

    assert outcome.lines[0] == ("Chief Executive is held by more than one person: Dora Penn, Bram Odell. "
                                "Democratic Services end what is over.")


def test_what_an_officer_confirmed_stays_in_their_own_words():
    take(*LIST)
    Officer.objects.filter(staff_id="E1").update(confirmed_on=DAY, deals_with=["everything about bins"], contact_hours="")

    outcome = take(ADA.replace("Head of Bins", "Head of Waste"), BRAM, CLEO, day=LATER)

    assert (officer().deals_with, officer().contact_hours) == (["everything about bins"], "")
    assert outcome.lines == ("Ada Fairlight: changed: post.",)


# --- who is missing, who left --------------------------------------------------------------------------------------------------


@pytest.mark.requirement("RUG-DIR-FRESH")
def test_an_officer_who_is_missing_is_marked_and_keeps_everything_until_it_is_settled():
    take(*LIST)
    held = posts("Cleo Marsh")

    first = take(ADA, BRAM, day=DAY)
    second = take(ADA, BRAM, day=LATER)

    assert (came_to(first), came_to(second)) == ((0, 0, 5, 1), (0, 0, 5, 1))
    assert first.lines == ("Cleo Marsh is not in the list: proposed as having left, to be confirmed.",)
    assert (officer("E3").unlisted_since, posts("Cleo Marsh")) == (DAY, held)


def test_an_officer_who_is_in_the_list_again_is_no_longer_marked():
    take(*LIST)
    take(ADA, BRAM)

    outcome = take(*LIST, day=LATER)

    assert outcome.lines == ("Cleo Marsh: changed: in the list again.",)
    assert officer("E3").unlisted_since is None


def test_whoever_left_is_neither_missing_nor_employed_again_by_a_list_that_lags_behind():
    take(*LIST)
    leave_office(officer().person, at=datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC))

    listed = take(*LIST, day=LATER)
    unlisted = take(BRAM, CLEO.replace(",E1,", ",,"), day=LATER)

    assert listed.lines == ("Ada Fairlight is in the list, but left the council here on 15/06/2026; nothing was begun again.",)
    assert posts() == []
    assert unlisted.counts["missing"] == 0


def test_whoever_has_a_last_day_is_not_missing_and_is_given_nothing_beyond_it():
    last = datetime.datetime(2026, 8, 1, tzinfo=datetime.UTC)
    take(*LIST)
    leave_office(officer().person, at=last)

    listed = take(ADA.replace("head_of_service", "head_of_service;section_151_officer"), BRAM, CLEO, day=LATER)
    unlisted = take(BRAM, CLEO.replace(",E1,", ",,"), day=LATER)

    assert listed.lines == ("Ada Fairlight: Section 151 Officer.",)
    assert Appointment.objects.get(principal__post="section_151_officer").until == last
    assert posts(day=last.date()) == []
    assert unlisted.counts["missing"] == 0


def test_an_officer_without_a_staff_number_is_never_missing():
    person = add_person("Ivo Marek")
    employ(person, authority="By hand", since=factories.LONG_AGO)
    Officer.objects.create(person=person)

    assert came_to(take(*LIST)) == (9, 0, 0, 0)


# --- whom the list means -------------------------------------------------------------------------------------------------------


def employed(name, email, **entry):
    """An officer who was entered by hand."""
    person = add_person(name, email=email)
    employ(person, authority="By hand", since=factories.LONG_AGO)
    if entry:
        Officer.objects.create(person=person, **entry)
    return person


@pytest.mark.parametrize("name", ["Ada Fairlight", "ADA fairlight", "Ada Reed"])
def test_an_officer_is_known_by_address_and_part_of_the_name(name):
    person = employed(name, "Ada@council.example")

    take(*LIST)

    assert officer().person == person


def test_an_address_alone_is_not_a_person():
    person = employed("Zadie Holt", "ada@council.example")

    take(*LIST)

    assert officer().person != person


@pytest.mark.parametrize(("name", "same"), [("Ada Fairlight", True), ("Ada Reed", False)])
def test_an_officer_of_another_number_is_known_only_by_the_whole_name(name, same):
    person = employed(name, "ada@council.example", staff_id="OLD")

    take(*LIST)

    assert (officer().person == person) is same


@pytest.mark.parametrize(("name", "same"), [("Ada Fairlight", True), ("Tom Fairlight", False)])
def test_a_member_is_never_taken_for_an_officer_by_accident(name, same):
    ward = factories.ward("Mill Hill")
    person = add_person(name, honorific="Councillor", email="ada@council.example")
    seat(person, ward, authority="Election", since=factories.LONG_AGO)

    take(*LIST)

    assert (officer().person == person) is same
    assert Person.objects.get(pk=person.pk).full_name == f"Councillor {name}"
    assert ("Members for Mill Hill" in posts(name)) is True
    assert ("Head of Service, Bins" in posts(name)) is same


def test_whoever_left_is_nobodys_match_by_address():
    person = employed("Ada Fairlight", "ada@council.example")
    leave_office(person, at=datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC))

    take(*LIST)

    assert officer().person != person


def test_a_number_that_comes_with_another_name_and_address_is_refused():
    take(*LIST)

    assert refused(ADA, BRAM, "E3,Dora Penn,dora@council.example,Clerk,,,,,,,,,,") == [
        "line 4, staff_id: “E3” is Cleo Marsh here, and the list calls them Dora Penn, with another address; put the number or the name "
        "right, or change the name here first."]


def test_the_list_of_another_council_is_refused():
    take(*LIST)

    assert refused("E1,Dora Penn,dora@other.example,Clerk,,,,,,,,,,") == [
        "The list has no name and no address in common with the officers known here; it looks like another council’s."]


def test_a_line_manager_may_be_known_already_and_must_be_somebody():
    take(*LIST)

    said = refused(ADA.replace(",E2,", ",E8,"), BRAM, CLEO.replace(",E1,", ",E9,"))
    take(ADA, CLEO, day=LATER)

    assert said == ["line 2, line_manager_id: “E8” is no staff number in the list or here; put it right, or leave it empty.",
                    "line 4, line_manager_id: “E9” is no staff number in the list or here; put it right, or leave it empty."]
    assert officer().line_manager == officer("E2")


def test_a_circle_of_line_managers_through_somebody_known_is_refused():
    take(*LIST)

    assert refused("E2,Bram Odell,bram@council.example,Chief Executive,chief_executive,,,E3,1,,,,,") == [
        "line 2, line_manager_id: the line managers go round in a circle (e1, e2, e3); put one of them right."]


def test_a_post_that_ended_by_hand_begins_again_and_is_said():
    take(*LIST)
    end_appointment(Appointment.objects.get(person=officer().person, principal__post="head_of_service"),
                    at=datetime.datetime(2026, 6, 15, tzinfo=datetime.UTC))

    assert take(*LIST, day=LATER).lines == ("Ada Fairlight: Head of Service, Bins.",)


def test_a_service_that_has_ended_is_said():
    Service.objects.create(name="bins", ended_on=DAY)

    outcome = take(*LIST)

    assert outcome.lines[0] == "bins has ended here, and the list names it still."
    assert Service.objects.filter(name__iexact="bins").count() == 1


# --- who may, and what is recorded ---------------------------------------------------------------------------------------------


def test_only_democratic_services_take_a_list_in():
    council = factories.council()

    with pytest.raises(Forbidden):
        take(*LIST, actor=factories.fresh(council.head).person)
    take(*LIST, actor=factories.fresh(council.democratic).person)

    assert Event.objects.get(verb="HR list of officers taken in").actor_name == "Ines Duarte"


# --- the command ---------------------------------------------------------------------------------------------------------------


def command(tmp_path, text, *options):
    """The command's standard output, called as from a program."""
    path, out = tmp_path / "list.csv", io.StringIO()
    path.write_bytes(text if isinstance(text, bytes) else "\n".join(text).encode())
    call_command("import_officers", str(path), *options, stdout=out)
    return out.getvalue()


def test_the_command_prints_figures_and_lines(tmp_path):
    assert command(tmp_path, [HEAD, BRAM]) == (
        "The list holds 1 officers and names 0 services.\nCreated 2, updated 0, unchanged 0, missing 0.\nBram Odell: Chief Executive.\n")


def test_the_command_prints_integers_as_json_and_tries_out_without_changing(tmp_path):
    tried = json.loads(command(tmp_path, [HEAD, *LIST], "--json", "--dry-run"))

    assert tried == {"officers": 3, "services": 2, "created": 9, "updated": 0, "unchanged": 0, "missing": 0}
    assert Officer.objects.count() == 0


@pytest.mark.parametrize(("faults", "lines", "last"), [(1, 1, "line 2, post: "), (50, 50, "line 51, post: "), (53, 51, "and 3 more")])
def test_a_refusal_is_a_line_for_each_fault_and_no_more_than_fifty(tmp_path, faults, lines, last):
    rows = [f"E{n},Name {n}," for n in range(faults)]

    with pytest.raises(CommandError) as refusal:
        command(tmp_path, ["staff_id,name,post", *rows])

    said = str(refusal.value).split("\n")
    assert (refusal.value.returncode, len(said)) == (2, lines)
    assert said[-1].startswith(last)


def test_a_file_that_is_not_there_is_a_line(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere.csv cannot be read \(No such file or directory\)\.") as refusal:
        call_command("import_officers", str(tmp_path / "nowhere.csv"))

    assert refusal.value.returncode == 2


# --- somebody who appoints stays -----------------------------------------------------------------------------------------------


def test_a_list_that_leaves_nobody_in_democratic_services_is_refused_whole():
    keeper = "E4,Dora Finch,dora@council.example,Manager,democratic_services,,,,4,,,,,"
    take(ADA, BRAM, keeper)
    nobody = refused(ADA.replace("Fairlight", "Fair"), BRAM, keeper.replace("democratic_services", ""))

    passed_on = take(ADA, BRAM.replace(",chief_executive,", ",chief_executive;democratic_services,"),
                     keeper.replace("democratic_services", ""), day=LATER)

    assert nobody == ["By this list nobody would be left in Democratic Services, and nobody could appoint anybody. Give "
                      "“democratic_services” to somebody in the column post_kind, or appoint somebody in the portal first."]
    assert came_to(passed_on)[1] == 1
    assert "Democratic Services" in "; ".join(posts("Bram Odell"))
