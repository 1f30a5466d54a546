"""The HR list as a file: what is read from it, and every way in which it is refused. All invented."""

import time

import pytest
from django.conf import settings

from directory.officers_csv import LIMIT, FileRefused, OfficerRow, read_officers
from directory.officers_json import pack, unpack

EXAMPLE = settings.BASE_DIR / "docs" / "guides" / "officers-example.csv"
HEAD = "staff_id,name,post"
ADA = "E1,Ada Fairlight,Clerk"
NO_COLUMNS = ("line 1: names none of the columns that have to be there; write staff_id, name and post, parted by commas or semicolons, and the "
              "others that you have.")


def read(*lines, end="\n"):
    """The officers of a file with these lines."""
    return read_officers((end.join(lines) + end).encode())


def refused(data):
    """What is said of a file that is refused."""
    with pytest.raises(FileRefused) as refusal:
        read_officers(data if isinstance(data, bytes) else data.encode())
    return list(refusal.value.lines)


def cell(column, value, *, more=""):
    """What is said of one officer with this cell, and more cells of the form "column=value"."""
    others = [one.split("=") for one in more.split() if one]
    names = ["staff_id", "name", "post", column, *(name for name, _value in others)]
    values = ["E1", "Ada Fairlight", "Clerk", f'"{value}"', *(value for _name, value in others)]
    return refused(",".join(names) + "\n" + ",".join(values) + "\n")


def test_every_column_is_read():
    file = read("staff_id,name,email,phone,post,post_kind,service,team,line_manager_id,tier,politically_restricted,clo_for,contact_hours,"
                "deals_with", "E1,Ada Fairlight,ada@council.example,01632 960001,Head of Bins,head_of_service;section_151_officer,Bins,North,"
                'E2,3,Yes,Bins;Parks,"Monday, 9 am","bins;bulky  waste;Bins"', "E2,Bram Odell,,,Director,,,,,,,,,")

    assert file.rows == (
        OfficerRow(2, "E1", "Ada Fairlight", "Head of Bins", "ada@council.example", "01632 960001",
                   ("head_of_service", "section_151_officer"), "Bins", "North", "E2", 3, True, ("Bins", "Parks"), "Monday, 9 am", ("bins", "bulky waste")),
        OfficerRow(3, "E2", "Bram Odell", "Director"))


def test_the_example_of_the_guide_is_read():
    file = read_officers(EXAMPLE.read_bytes())

    assert (len(file.rows), file.notes) == (6, ())


@pytest.mark.parametrize("data", [
    f"{HEAD}\n{ADA}\n".encode(), f"{HEAD}\r\n{ADA}\r\n".encode(), f"\ufeff{HEAD}\n{ADA}".encode(),
    b"staff_id;name;post\nE1;Ada Fairlight;Clerk\n", b"Post;Staff ID; NAME \nClerk;E1;Ada Fairlight\n",
    b"post,staff-id,name\r\n\r\nClerk , E1,Ada  Fairlight\r\n,,\r\n", b'"staff_id","name","post"\n"E1","Ada\nFairlight","Clerk"\n'],
    ids=["LF", "CRLF", "byte order mark", "semicolons", "any order and case", "blank lines and blanks", "quotation marks"])
def test_however_it_is_written_the_same_officer_is_read(data):
    row = read_officers(data).rows[0]

    assert (row.staff_id, row.name, row.post) == ("E1", "Ada Fairlight", "Clerk")


def test_a_list_inside_a_semicolon_file_stands_in_quotation_marks():
    assert read("staff_id;name;post;deals_with", 'E1;Ada Fairlight;Clerk;"bins;lamps"').rows[0].deals_with == ("bins", "lamps")


def test_a_row_is_named_by_the_line_on_which_it_begins():
    file = read(HEAD, 'E1,Ada Fairlight,"Clerk', 'and more"', "", "E2,Bram Odell,Clerk")

    assert [row.line for row in file.rows] == [2, 5]


def test_columns_that_are_not_read_are_said():
    file = read(HEAD + ",colour,teem", ADA + ",red,North")

    assert (file.notes, file.columns) == (
        ("The column “colour” is not read.", "The column “teem” is not read; was team meant?"), ("staff_id", "name", "post"))


@pytest.mark.parametrize(("written", "read_as"), [
    ("yes", True), ("Y", True), ("TRUE", True), ("1", True), ("no", False), ("n", False), ("False", False), ("0", False), ("", None)])
def test_a_yes_or_no_is_read_in_many_words(written, read_as):
    assert read(HEAD + ",politically_restricted", f"{ADA},{written}").rows[0].politically_restricted is read_as


def test_a_post_may_be_given_in_its_plain_words():
    assert read(HEAD + ",post_kind,service", f"{ADA},Head of Service;Monitoring Officer,Bins").rows[0].post_kind == (
        "head_of_service", "monitoring_officer")


@pytest.mark.parametrize(("data", "said"), [
    (b"", "The file is empty."),
    (b"\xef\xbb\xbf \n", "The file is empty."),
    (HEAD.encode(), "The file has a header line and no officers; nobody is taken to have left because of it."),
    (b"x" * (LIMIT + 1), "The file is larger than the 10 MB that a list may have."),
    (f"{HEAD}\n{ADA}\n".encode("utf-16"), "The file is written in UTF-16 (“Unicode text”), not in UTF-8. "
                                          "Save it as “CSV UTF-8 (comma delimited)” and choose that file."),
    (f"{HEAD}\n{ADA}\n".encode("utf-16-le"), "The file is written in UTF-16 (“Unicode text”), not in UTF-8. "
                                             "Save it as “CSV UTF-8 (comma delimited)” and choose that file."),
    (f"{HEAD}\n{ADA}\nE2,Zoë,Clerk\n".encode("latin-1"), "The file is not written in UTF-8: line 3 holds a letter in another encoding. "
                                                         "Save it as “CSV UTF-8 (comma delimited)” and choose that file."),
    (f"{HEAD}\n{ADA}\0\n".encode(), "The file is no text: it holds bytes that no CSV file has. "
                                    "Save it as “CSV UTF-8 (comma delimited)” and choose that file."),
    (b"PK\x03\x04\x14\x00\x06\x00", "The file is a workbook (such as .xlsx), not a CSV file. "
                                    "Save it as “CSV UTF-8 (comma delimited)” and choose that file."),
    (b"staff_id\tname\tpost\nE1\tAda\tClerk\n", "The cells are parted by tabs; the file has to part them by commas or semicolons."),
    (f'{HEAD}\n{ADA}\nE2,"Bram,Clerk\nE3,Cleo,Clerk\n'.encode(),
     "line 3: the quotation marks are not in order, or a cell is far too long; a quotation mark inside a cell is written twice."),
    (f"{HEAD}\nE1,{'x' * 200_000},Clerk\n".encode(),
     "line 2: the quotation marks are not in order, or a cell is far too long; a quotation mark inside a cell is written twice."),
    (b"<html><body>Sign in</body></html>", NO_COLUMNS),
    (b",,\n,,\n", NO_COLUMNS),
    (b"staff_id,name,Staff ID,post\n", "line 1, staff_id: is there twice; leave one of them."),
    (b"staff_id,post\nE1,Clerk\n",
     "line 1, name: this column is missing; the first line names the columns, staff_id, name and post among them."),
    (f"{HEAD}\n{ADA},more\n".encode(),
     "line 2: has 4 cells where the first line has 3; a cell that holds the separator is put in quotation marks."),
], ids=lambda value: value[:30] if isinstance(value, str) else "")
def test_what_is_no_list_is_refused_in_a_line(data, said):
    assert refused(data) == [said]


@pytest.mark.parametrize(("column", "value", "more", "said"), [
    ("tier", "four", "", "“four” is no number from 1 to 9; write one, or leave it empty."),
    ("tier", "0", "", "“0” is no number from 1 to 9; write one, or leave it empty."),
    ("tier", "10", "", "“10” is no number from 1 to 9; write one, or leave it empty."),
    ("politically_restricted", "perhaps", "", "“perhaps” is neither yes nor no; write yes or no, or leave it empty."),
    ("email", "ada at council", "", "“ada at council” is no e-mail address; write one like name@council.example."),
    ("team", "x" * 121, "", "is longer than 120 characters; shorten it."),
    ("team", "a\u202eb", "", "holds a character that cannot be shown; type the text anew."),
    ("deals_with", "x" * 121, "", f"“{'x' * 57}…” is longer than 120 characters; shorten it, or part the list by “;”."),
    ("clo_for", ";".join(f"s{n}" for n in range(51)), "", "names more than 50 things; leave some out."),
    ("post_kind", "head_of_service", "", "“head_of_service” is a post of a service; name it in the column service."),
    ("post_kind", "head_of_servise", "service=Bins",
     "“head_of_servise” is no post of an officer that the portal knows; was head_of_service meant?"),
    ("post_kind", "leader", "", "“leader” is a post of Members; the HR list gives none."),
    ("post_kind", "all_members", "", "“all_members” is a post of Members; the HR list gives none."),
    ("post_kind", "technical_administrator", "",
     "“technical_administrator” is not given by the HR list, because it keeps accounts; leave it empty."),
    ("post_kind", "line_manager", "",
     "“line_manager” is no post: name the line manager in the column line_manager_id, and leave this empty."),
    ("line_manager_id", "E1", "", "an officer is not their own line manager; name another, or leave it empty."),
])
def test_a_wrong_cell_is_said_with_its_line_its_column_and_the_mend(column, value, more, said):
    assert cell(column, value, more=more) == [f"line 2, {column}: {said}"]


def test_all_faults_are_said_in_the_order_of_the_lines():
    said = refused("staff_id,name,email,post,tier,post_kind,line_manager_id\n"
                   "E1,Ada Fairlight,ada@council.example,Clerk,x,chief_executive,E2\n"
                   "e1,,ADA@council.example,Clerk,2,chief_executive,\n"
                   "E2,Bram Odell,,Clerk,,,E3\n"
                   "E3,Cleo Marsh,,Clerk,,,E2\n")

    assert said == [
        "line 2, tier: “x” is no number from 1 to 9; write one, or leave it empty.",
        "line 3, name: is empty; every officer needs one.",
        "line 3, staff_id: “e1” stands in line 2 already; each officer has their own.",
        "line 3, email: “ADA@council.example” stands in line 2 already; each officer has their own.",
        "line 3, post_kind: “chief_executive” is held in line 2 already, and one person holds it at a time.",
        "line 4, line_manager_id: the line managers go round in a circle (e2, e3); put one of them right.",
        "line 5, line_manager_id: the line managers go round in a circle (e2, e3); put one of them right."]


def test_a_long_chain_of_line_managers_takes_no_long_time():
    rows = [f"N{n},Name {n},Clerk,N{n + 1}" for n in range(6_000)] + ["N6000,Last,Clerk,"]

    began = time.process_time()
    file = read(HEAD + ",line_manager_id", *rows)

    assert len(file.rows) == 6_001
    assert time.process_time() - began < 10


def test_what_was_read_survives_being_kept_as_json():
    file = read_officers(EXAMPLE.read_bytes())

    assert unpack(pack(file)) == file
