"""A bad protocol file is refused with the line, the key and the mend of every fault."""

import pytest

from council_portal.protocol.load import LARGEST, ProtocolError, load, parse
from tests.protocol.files import HEAD, file, here

ROUTE = '[[route]]\nmatter = "{}"\nclause = "1.1"\nsteps = [{{ stage = "first", to = ["clo"] }}]\n'


def route(steps="", extra=""):
    """One route with these steps, each on a line of its own."""
    return f'[[route]]\nmatter = "policy"\nclause = "1.1"\n{extra}steps = [\n{steps}\n]\n'


def refusal(text):
    with pytest.raises(ProtocolError) as caught:
        parse(text, where="council.toml")
    return caught.value


def only_fault(text):
    """The one fault of a text: its line, key and mend."""
    faults = refusal(text).faults
    assert len(faults) == 1, faults
    return faults[0]


FIRST = '{ stage = "first", to = ["clo"] },'
THEN = '{ stage = "then", to = ["head_of_service"] },'
DECIDE = '{ stage = "decide", to = ["chief_executive"] },'

FAULTS = {
    "a word of the posts misspelt": (
        file(route('{ stage = "first", to = ["head_of_servise"] }, # HERE')), "to", 'write "head_of_service"'),
    "a post in a list of several lines": (
        file(route('{ stage = "first", to = [\n"clo",\n"cheif_officer", # HERE\n] },')), "to", 'write "chief_officer"'),
    "a matter misspelt": (
        file('[[route]]\nmatter = "polcy" # HERE\nclause = "1.1"\nsteps = [{ stage = "first", to = ["clo"] }]\n'),
        "matter", 'write "policy"'),
    "an unknown key of a step": (
        file(route('{ stage = "first", to = ["clo"], forse = "must" }, # HERE')), "forse", "write force, or take it out"),
    "an unknown force": (
        file(route('{ stage = "first", to = ["clo"], force = "shoud" }, # HERE')), "force", 'write "should"'),
    "an unknown table": (file("[[routes]] # HERE\n"), "routes", "write route, or take it out"),
    "a step without stage": (
        file(route('{ to = ["clo"] }, # HERE')), "stage", "add stage = one stage in quotes"),
    "a route without clause": (
        file('[[route]] # HERE\nmatter = "policy"\nsteps = [{ stage = "first", to = ["clo"] }]\n'),
        "clause", "add clause = text in quotes"),
    "a clause cited that does not stand in the file": (
        file(route(FIRST, 'note = "x"\n').replace('clause = "1.1"', 'clause = "7.9" # HERE')),
        "clause", 'add a [[clause]] with number = "7.9"'),
    "the clause of a time that does not stand in the file": (
        file(route('{ stage = "first", to = ["clo"], within_days = 7, time_clause = "1.2" }, # HERE')),
        "time_clause", 'write "1.1", or add a [[clause]] with number = "1.2"'),
    "a clause that stands twice": (
        file('[[clause]]\nnumber = "1.1"\nheading = "x"\nsays = "x"\n').replace(
            '\n[[clause]]\nnumber = "1.1"\nheading = "All', '\n[[clause]]\nnumber = "1.1" # HERE\nheading = "All'),
        "number", "number one of them otherwise"),
    "a clause number without quotes": (
        file(route(FIRST).replace('clause = "1.1"', "clause = 1.1 # HERE")), "clause", 'put it in quotes: "1.1"'),
    "one post without brackets": (
        file(route('{ stage = "first", to = "clo" }, # HERE')), "to", 'put it in square brackets: ["clo"]'),
    "a step to nobody": (file(route('{ stage = "first", to = [] }, # HERE')), "to", "name at least one post"),
    "a post named twice": (
        file(route('{ stage = "first", to = ["clo", "clo"] }, # HERE')), "to", "take one of them out"),
    "days in quotes": (
        file(route('{ stage = "first", to = ["clo"], within_days = "7" }, # HERE')),
        "within_days", "write a whole number from 1 to 1000, without quotes"),
    "no days at all": (
        file(route('{ stage = "first", to = ["clo"], within_days = 0 }, # HERE')),
        "within_days", "write a whole number from 1 to 1000, without quotes"),
    "yes for true": (
        file(route('{ stage = "first", to = ["clo"], in_writing = "yes" }, # HERE')),
        "in_writing", "write true or false, without quotes"),
    "a single table where several may stand": (
        file('[route] # HERE\nmatter = "policy"\n'), "route", "write [[route]]"),
    "a version that is no date": (
        file(head=HEAD.replace('"2026-05"', '"2026-13" # HERE')),
        "version", "write the year, month and day of the text, such as 2018-02 or 2018-02-28"),
    "a review date in quotes": (
        file('[review]\nsays = "x"\nclause = "1.1"\nnext = "2026-05-20" # HERE\n'),
        "next", "write a date such as 2026-05-20, without quotes"),
    "a name that is none": (
        file(head=HEAD.replace('"test-council"', '"Test Council" # HERE')),
        "name", 'write a short name in small letters, figures and hyphens, such as "north-county"'),
    "a title too long to keep": (file(head=HEAD.replace("Test Protocol\"", "T" * 201 + '" # HERE')), "title", "shorten it"),
    "an empty text": (
        file('[[policy]]\ntitle = " " # HERE\nsays = "x"\nclause = "1.1"\n'),
        "title", "write the text, or leave the key out if it is not needed"),
    "a second route for the same matter": (
        file(ROUTE.format("policy") + ROUTE.format("policy").replace('"policy"', '"policy" # HERE')),
        "matter", "take one of them out, or give them different raised_by"),
    "local practice where the protocol speaks": (
        file(ROUTE.format("policy") + '[[local]]\nmatter = "policy" # HERE\nminute = "12"\nsteps = [{ stage = "first", to = ["clo"] }]\n'),
        "matter", "take the local practice out: it counts only where the protocol is silent"),
    "local practice that cites a clause": (
        file('[[local]]\nmatter = "policy"\nminute = "12"\nclause = "1.1" # HERE\nsteps = [{ stage = "first", to = ["clo"] }]\n'),
        "clause", "take it out; [[local]] takes matter, raised_by, steps, note, minute"),
    "a step after the decision": (
        file(route(f"{DECIDE}\n{THEN} # HERE")), "stage", "put decide last, once"),
    "an informal step that comes late": (
        file(route(f'{FIRST}\n{{ stage = "informal", to = ["group_leader"] }}, # HERE')),
        "stage", "move the informal step up, or write another stage"),
    "first twice": (file(route(f"{FIRST}\n{FIRST} # HERE")), "stage", 'write stage = "then"'),
    "then at the beginning": (file(route(f"{THEN} # HERE")), "stage", 'write stage = "first"'),
    "then after people were only told": (
        file(route(f'{{ stage = "tell", to = ["ward_members"] }},\n{THEN} # HERE')), "stage", 'write stage = "first"'),
    "first after then": (
        file(route(f'{{ stage = "informal", to = ["clo"] }},\n{THEN}\n{FIRST} # HERE')),
        "stage", 'write stage = "then", or move it up'),
    "a forbidden route with steps": (
        file(route(FIRST, 'rule = "forbidden"\n').replace("steps = [", "steps = [ # HERE")),
        "steps", 'take them out, or write rule = "exceptional"'),
    "an exceptional route without steps": (
        file('[[route]] # HERE\nmatter = "policy"\nclause = "1.1"\nrule = "exceptional"\n'),
        "steps", 'add the steps, or write rule = "forbidden"'),
    "a route that names nobody": (
        file('[[route]] # HERE\nmatter = "policy"\nclause = "1.1"\n'),
        "steps", "add steps, or take the route out: silence is the absence of a route"),
    "all of one person": (
        file(route('{ stage = "first", to = ["chief_executive"], all_of = true }, # HERE')),
        "all_of", "take all_of out, or name the others in to"),
    "posts found in different ways": (
        file(route('{ stage = "first", to = ["clo", "group_leader"] }, # HERE')), "to", "write of, or make two steps"),
    "whose Chief Executive": (
        file(route('{ stage = "first", to = ["chief_executive"], of = "service" }, # HERE')), "of", "take of out"),
    "two clocks": (
        file(route('{ stage = "first", to = ["clo"], within_days = 7, within_working_days = 5 }, # HERE')),
        "within_working_days", "keep one of them"),
    "a clock on a talk": (
        file(route('{ stage = "informal", to = ["clo"], within_days = 7 }, # HERE')),
        "within_days", "put the time on the step after it"),
    "the clause of no time": (
        file(route('{ stage = "first", to = ["clo"], time_clause = "1.1" }, # HERE')),
        "time_clause", "add the time, or take time_clause out"),
    "a copy to nobody": (
        file(route('{ stage = "first", to = ["clo"], inform_with = "copy" }, # HERE')),
        "inform_with", "name them in inform, or take it out"),
    "a post that acts and loses sight": (
        file(route('{ stage = "first", to = ["clo"], ends_access = ["clo"] }, # HERE')),
        "ends_access", "take it out of one of the two"),
    "an officer's route that only Members may use": (
        file(route(FIRST, 'who_may_raise = ["group_leader"] # HERE\n')),
        "who_may_raise", 'write raised_by = "member", or name others'),
    "a reply target without days": (
        file('[[reply]] # HERE\nmatters = ["policy"]\nbinds = ["officer"]\nclause = "1.1"\n'),
        "within_days", "add within_days = 7, or within_working_days"),
    "two reply targets for a matter": (
        file('[[reply]]\nmatters = ["policy"]\nbinds = ["officer"]\nclause = "1.1"\nwithin_days = 7\n'
             '[[reply]]\nmatters = ["strategic", "policy"] # HERE\nbinds = ["officer"]\nclause = "1.1"\nwithin_days = 9\n'),
        "matters", "take it out of one of them"),
    "a reply target for what is forbidden": (
        file('[[route]]\nmatter = "policy"\nclause = "1.1"\nrule = "forbidden"\n'
             '[[reply]]\nmatters = ["policy"] # HERE\nbinds = ["officer"]\nclause = "1.1"\nwithin_days = 7\n'),
        "matters", "take it out"),
    "a quotation mark left open": (
        file(head=HEAD.replace('title = "Test Protocol"', 'title = "Test Protocol # HERE')),
        "title", "check the quotes, brackets and commas on this line and the one before it"),
    "a key written twice": (
        file(head=HEAD + 'title = "Another" # HERE\n'), "title", "take one of the two out, or begin a new table above it"),
    "a day that is in no calendar": (
        file("[review]\nnext = 2026-02-30 # HERE\n"),
        "next", "check the quotes, brackets and commas on this line and the one before it"),
}  # fmt: skip -- one fault reads as one entry


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_named_with_line_key_and_mend(name):
    text, key, mend = FAULTS[name]

    fault = only_fault(text)

    assert (fault.line, fault.key, fault.mend) == (here(text), key, mend)


def test_fault_in_the_second_of_three_routes_that_hold_the_same_key():
    bad = ROUTE.format("policy").replace('"clo"', '"cloo"').replace("\n", " \n").replace("}] ", "}] # HERE")
    text = file(ROUTE.format("strategic") + bad + ROUTE.format("operational"))

    fault = only_fault(text)

    assert fault.line == here(text)
    assert str(fault) == f'line {here(text)}, to (route 2 of 3, policy, step 1): "cloo" is not a post. Mend: write "clo".'


def test_headers_in_strings_and_comments_are_not_counted():
    decoy = '# [[route]]\n[[policy]]\ntitle = "x"\nclause = "1.1"\nsays = """\n[[route]]\nmatter = "policy"\n"""\n'
    text = file(ROUTE.format("strategic") + decoy + ROUTE.format("polisy").replace('"polisy"', '"polisy" # HERE'))

    fault = only_fault(text)

    assert (fault.line, fault.place) == (here(text), "route 2 of 2")


def test_fault_in_a_step_points_at_the_step_and_not_at_the_list():
    text = file(route(f"{FIRST}\n# a comment\n{{ stage = \"then\", to = [\"clo\"], force = \"mus\" }}, # HERE\n{DECIDE}"))

    fault = only_fault(text)

    assert (fault.line, fault.place) == (here(text), "route 1 of 1, policy, step 2")


def test_all_faults_are_named_at_once_in_the_order_of_the_lines():
    text = file(ROUTE.format("polcy") + '[[reply]]\nbinds = ["oficer"]\nclause = "9"\nmatters = ["policy"]\nwithin_days = 7\n')

    error = refusal(text)

    assert [fault.key for fault in error.faults] == ["matter", "binds", "clause"]
    assert [line.split(",")[0] for line in error.lines()] == ["council.toml"] * 3


def test_an_empty_file_is_told_what_it_needs():
    faults = refusal("").faults

    assert sorted(fault.key for fault in faults) == ["clause", "name", "source", "status", "title", "version"]


@pytest.mark.parametrize("text", ["[" * 5000, "a = " + "[" * 5000 + "]" * 5000, "a = " + "9" * 5000, "\x00", "= 1", "[[route]]\n[route]"])
def test_hostile_text_is_refused_and_not_a_crash(text):
    assert len(refusal(text).faults) == 1


def test_file_that_is_not_text_names_the_line(tmp_path):
    path = tmp_path / "council.toml"
    path.write_bytes(HEAD.encode() + b'council = "\xa3"\n')

    with pytest.raises(ProtocolError) as caught:
        load(path)

    assert str(caught.value) == "council.toml, line 6, the file: is not UTF-8 text. Mend: save it as UTF-8."


def test_file_of_a_windows_editor_is_read(tmp_path):
    path = tmp_path / "council.toml"
    path.write_bytes(b"\xef\xbb\xbf" + file().replace("\n", "\r\n").encode())

    assert load(path).name == "test-council"


def test_oversized_file_and_folder_are_refused(tmp_path):
    large = tmp_path / "large.toml"
    large.write_text("#" * (LARGEST + 1))

    for path, says in ((large, "is larger than"), (tmp_path, "is not a file"), (tmp_path / "none.toml", "does not exist")):
        with pytest.raises(ProtocolError) as caught:
            load(path)
        assert says in str(caught.value)


def test_unknown_preset_names_the_nearest():
    with pytest.raises(ProtocolError) as caught:
        load("section-d")

    assert str(caught.value) == 'section-d, preset: there is no preset of this name. Mend: write "section-c".'
