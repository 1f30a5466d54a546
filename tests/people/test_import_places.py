"""The list of streets and postcodes: taken in whole or refused, twice is once, bad lines are named, and nothing is lost by a slip."""
import csv
import io
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from council_portal.accounts.models import Ward
from council_portal.audit.models import Event
from council_portal.people.models import Place
from council_portal.people.places import find_wards
from council_portal.people.places_csv import ListRefused
from council_portal.people.taking_places import import_places

pytestmark = pytest.mark.django_db

EXAMPLE = Path(settings.BASE_DIR) / "docs/guides/places.csv"


@pytest.fixture
def wards(db):
    """Three wards with codes, and one that has ended."""
    made = {name: Ward.objects.create(name=name, code=f"E0500000{n}") for n, name in enumerate(("Brookside", "Hillside", "St Mary's"), 1)}
    made["Old"] = Ward.objects.create(name="Old Town", code="E05000009", ended_on="2020-05-04")
    return made


def take(*lines, **options):
    """The outcome of a list of these lines."""
    return import_places(io.BytesIO("\n".join(lines).encode()), **options)


def figures(outcome):
    """(created, updated, unchanged, removed, elsewhere, bad)."""
    return tuple(outcome.counts[what] for what in ("created", "updated", "unchanged", "removed", "elsewhere", "bad"))


def known():
    """[(kind, text, ward)] of the places here."""
    return sorted(Place.objects.values_list("kind", "text", "ward__name"))


STREETS = ("street,ward", "Mill Lane,Brookside", "Long Road,Brookside", "Long Road,Hillside")


def test_streets_are_taken_in_and_a_second_time_changes_nothing(wards):
    first, again = take(*STREETS), take(*STREETS)

    assert figures(first) == (3, 0, 0, 0, 0, 0)
    assert figures(again) == (0, 0, 3, 0, 0, 0)
    assert known() == [("street", "Long Road", "Brookside"), ("street", "Long Road", "Hillside"), ("street", "Mill Lane", "Brookside")]
    assert find_wards("Mill Ln").ward == wards["Brookside"]


def test_what_is_written_otherwise_follows_the_list_and_what_is_gone_is_removed(wards):
    take(*STREETS)

    changed = take("street,ward", "Mill Ln.,brookside ward", "Long Road,Hillside")

    assert figures(changed) == (0, 1, 1, 1, 0, 0)
    assert known() == [("street", "Long Road", "Hillside"), ("street", "Mill Ln.", "Brookside")]


def test_a_list_of_postcodes_takes_no_street_away(wards):
    take(*STREETS)

    outcome = take("postcode,ward_code", "qx1 1aa,E05000002")

    assert figures(outcome) == (1, 0, 0, 0, 0, 0)
    assert len(known()) == 4
    assert find_wards("QX11AA").ward == wards["Hillside"]


@pytest.mark.parametrize("heading", ["osward", "wd24cd", "WD25CD", "ward_code", "Ward"])
def test_the_headings_of_the_postcode_directory_are_known(wards, heading):
    outcome = take(f"pcd,pcds,dointr,{heading},lat", "QX1  1AA,QX1 1AA,198001,E05000001,52.3", "ZQ9 9ZZ,ZQ9 9ZZ,198001,E05012345,51.0")

    assert figures(outcome) == (1, 0, 0, 0, 1, 0)
    assert known() == [("postcode", "QX1 1AA", "Brookside")]
    assert outcome.lines == ("1 line names a ward that this council does not have, and was left out: “E05012345”",)


def test_bad_lines_are_named_the_others_taken_in_and_nothing_is_removed(wards):
    take(*STREETS)

    outcome = take("street,postcode,ward", "Mill Lane,QX1 1AA,Brookside", "New Street,,Hillside", "Far Lane,QX1,Hillside", "a,b",
                   "---,,Hillside", ",,Hillside", '"Open Lane,,Hillside', "Long Road,,Hillside", "x" * 20_000)

    assert figures(outcome) == (2, 0, 2, 0, 0, 6)
    assert outcome.lines == (
        "line 4: “QX1” is no whole postcode.", "line 5: has 2 cells where the first line has 3.",
        "line 6: “---” is no name of a street, or too long for one.", "line 7: names no street and no postcode.",
        "line 8: has quotation marks that are not in order.", "line 10: is longer than a line of a list can be.",
        "6 lines could not be read; the others were. Nothing was removed: mend them and run this again.")
    assert ("street", "Long Road", "Brookside") in known()


def test_a_line_in_another_encoding_is_one_bad_line(wards):
    outcome = import_places(io.BytesIO("\ufeffstreet;ward\r\n".encode() + b"Caf\xe9 Row;Brookside\r\nMill Lane;Brookside\r\n"))

    assert outcome.lines[0] == "line 2: holds a letter that is not written in UTF-8."
    assert known() == [("street", "Mill Lane", "Brookside")]


def test_one_place_twice_in_a_list_is_one_place_also_the_second_time(wards):
    many = [f"Street {n},Brookside" for n in range(2500)]
    lines = ("street,ward", "Mill Lane,Brookside", "Mill Ln,Brookside", *many, "MILL LANE,Brookside")

    assert figures(take(*lines)) == (2501, 0, 0, 0, 0, 0)
    assert figures(take(*lines)) == (0, 0, 2501, 0, 0, 0)
    assert Place.objects.get(key="mill lane").text == "Mill Lane"


def test_a_ward_that_has_ended_and_no_ward_are_counted(wards):
    outcome = take(*STREETS, "Gaol Street,E05000009", "Nowhere,")

    assert figures(outcome) == (3, 0, 0, 0, 2, 0)
    assert outcome.lines[-1] == "2 lines name wards that this council does not have, and were left out: “E05000009”"


@pytest.mark.parametrize(("lines", "said"), [
    (("",), "The file is empty."), (("street,town", "Mill Lane,X"), "The first line must name a column"),
    (("name,ward", "Mill Lane,Brookside"), "The first line must name a column"), (("PK\x03\x04",), "The first line must name a column"),
    (("street,ward",), "No line names a ward of this council"), (("street,ward", "High Street,Elsewhere"), "No line names a ward of this")])
def test_what_is_no_list_or_another_councils_is_refused_and_nothing_changed(wards, lines, said):
    take(*STREETS)

    with pytest.raises(ListRefused, match=said):
        take(*lines)

    assert len(known()) == 3


def test_without_a_ward_there_is_nothing_to_take_in(db):
    with pytest.raises(ListRefused, match="knows no ward yet"):
        take(*STREETS)


def test_a_dry_run_says_the_same_and_changes_nothing(wards):
    take(*STREETS)

    outcome = take("street,ward", "New Street,Hillside", dry_run=True)

    assert figures(outcome) == (1, 0, 0, 3, 0, 0)
    assert len(known()) == 3


def test_the_record_says_that_a_list_was_taken_in_and_not_what_stands_in_it(wards):
    take(*STREETS)
    take(*STREETS)

    event = Event.objects.get(verb="streets and postcodes taken in")
    assert (event.actor_name, event.detail) == (
        "The portal", "lines 3, created 3, updated 0, unchanged 0, removed 0, elsewhere 0, bad 0")


def test_memory_does_not_grow_with_the_lines_of_other_councils(wards, tmp_path):
    file = tmp_path / "national.csv"
    with file.open("w", newline="") as out:
        write = csv.writer(out)
        write.writerow(["pcds", "osward"])
        write.writerow(["QX1 1AA", "E05000001"])
        for n in range(60_000):
            write.writerow([f"ZQ{n // 4000 + 10} {n % 10}AA", f"E06{n % 9000:06}"])

    tracemalloc.start()
    with file.open("rb") as source:
        outcome = import_places(source)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert outcome.counts["elsewhere"] == 60_000
    assert peak < 12_000_000


# --- the command -----------------------------------------------------------------------------------------------------------------


def run(*arguments):
    """What the command prints."""
    out = io.StringIO()
    call_command("import_places", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_the_figures_in_words_or_as_json(wards, tmp_path):
    file = tmp_path / "streets.csv"
    file.write_text("\n".join(STREETS))

    assert run(str(file)) == (
        "The list has 3 lines; 0 of them are of wards that this council does not have, 0 could not be read.\n"
        "Created 3, updated 0, unchanged 0, removed 0.\n")
    assert json.loads(run(str(file), "--json")) == {
        "lines": 3, "created": 0, "updated": 0, "unchanged": 3, "removed": 0, "elsewhere": 0, "bad": 0}


def test_the_command_refuses_what_it_cannot_take_in(wards, tmp_path):
    file = tmp_path / "streets.csv"
    file.write_text("street,ward\nHigh Street,Elsewhere\n")

    with pytest.raises(CommandError, match=r"No line names a ward of this council.*“Elsewhere”") as refused:
        run(str(file))

    assert refused.value.returncode == 2


def test_the_command_before_migrate_is_one_line_and_exit_2(tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "PATH": os.environ["PATH"],
                   "TEST_DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}
    done = subprocess.run([sys.executable, "manage.py", "import_places", str(EXAMPLE)], cwd=settings.BASE_DIR, env=environment,
                          capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("import_places: the database is not ready (no such table: ")


def test_the_example_of_the_guide_is_taken_in_whole(db):
    for name in ("Mill Hill", "Northgate", "Beacon Hill", "St Aldhelm's", "Eastmoor", "Castle"):
        Ward.objects.create(name=name)

    with EXAMPLE.open("rb") as source:
        outcome = import_places(source)

    assert figures(outcome) == (12, 0, 0, 0, 0, 0)
    assert find_wards("3 Vicarage Rd, Netherton").ward.name == "Eastmoor"
