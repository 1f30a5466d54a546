"""Search in one's own cases: what is found, by whom, that it is the same on both databases, and what the page says."""

import datetime
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import asking, policy, search, services
from casework.models import Case, CaseStanding, CaseText, Spelling
from casework.views import search as search_page
from casework.wording import MOST_LETTERS, Term, cuts, kept, singular, terms, words_of
from council_portal.access.services import end_standings, exclude, give_standing
from council_portal.accounts.models import Principal
from council_portal.audit.models import Event
from council_portal.documents.uploads import check_upload
from tests.casework.ground import browser, words
from tests.factories import fresh, log

pytestmark = pytest.mark.django_db
PAGE = "/casework/search/"
IN_PART = 12  # statements of a search that finds what its reader reads in part


def found(user, question, **how):
    """The titles that this account finds, the newest first."""
    ids = search.look(fresh(user), terms(question), **how).ids
    titles = dict(Case.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [titles[pk] for pk in ids]


def ask(client, question):
    """The page that answers this question."""
    return client.get(f"{PAGE}?q={quote(question)}")


@pytest.fixture(scope="module")
def naylor(council):
    """One case about Mrs Naylor, with a turn of the thread and a paper; another case beside it that must not be found."""
    paper = check_upload(ContentFile(b"Notes.\n", name="survey-of-gutters.txt"))
    case = log(council, title="Bins missed in Mill Lane", text="Mrs Naylor’s café has damp walls, see K7Q4-M2PX.",
               papers=services.store([paper]))
    services.update(case, actor=fresh(council.head), text="The contractor repoints the chimney on Thursday.")
    log(council, title="Street light out", text="Dark since Monday.")
    return case


# --- what is found -------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("RUG-CASE-REPO")
@pytest.mark.parametrize("question", [
    "bins", "BINS", "bin", "mill lane", "lane, mill!", "naylor", "nayl", "Naylors", "Naylor’s", "cafe", "CAFÉ", "cafe\u0301s", "walls",
    "wall", "contractor", "chimneys", "repoint chimney", "gutters", "survey-of-gutters.txt", "bins chimney gutter damp",
    "k7q4m2px", "m2px", "Aisha bins", "chimney rahm"])
def test_a_case_is_found_by_its_title_text_thread_and_papers(council, naylor, question):
    assert found(council.member, question) == [naylor.title]
    assert found(council.head, question) == [naylor.title]


def test_all_cases_of_a_member_are_found_by_their_name_by_whoever_reads_them_and_by_nobody_else(council, naylor):
    log(council, actor=council.other_member, title="Theirs", service=council.services.housing, ward=council.wards.castle)

    assert found(council.head, "rahman") == found(council.member, "Rahman") == ["Street light out", naylor.title]
    assert found(council.other_head, "rahman") == []


@pytest.mark.parametrize("shape", [str, str.lower, lambda r: r.replace("-", ""), lambda r: r.replace("-", "").lower(), lambda r: f" {r} "])
def test_a_case_is_found_by_its_reference_however_it_is_typed(council, naylor, shape):
    assert found(council.member, shape(naylor.reference)) == [naylor.title]


@pytest.mark.parametrize("question", ["ins", "chimneysweep", "bins light", "is", "la", "zeppelin", "street scene", "councillor",
                                      "castle ward"])
def test_what_no_case_says_is_not_found(council, naylor, question):
    assert found(council.member, question) == []


@pytest.mark.parametrize("question", ["nayler", "nalyor", "naylorr", "nylor", "chimny", "contrcator", "binz chimney"])
def test_a_slip_of_the_hand_is_widened_only_when_nothing_is_found(council, naylor, question):
    answer = search.look(fresh(council.member), terms(question))

    assert (answer.ids, answer.near) == ([naylor.pk], True)


def test_a_word_that_is_found_as_it_is_is_not_widened(council, naylor):
    log(council, title="Ask Mr Nayler")

    assert found(council.member, "nayler") == ["Ask Mr Nayler"]
    assert found(council.member, "naylor") == [naylor.title]


def test_the_newest_case_comes_first_and_pages_hold_every_case_once(council, naylor):
    made = [log(council, title=f"Gritting {number}") for number in range(5)]
    Case.objects.filter(pk=made[0].pk).update(received=timezone.now() + datetime.timedelta(hours=1))
    order = [made[number].title for number in (0, 4, 3, 2, 1)]

    assert found(council.member, "gritting") == order
    last = Case.objects.get(title=order[1])
    assert found(council.member, "gritting", after=(last.received, last.pk), size=2) == order[2:4]


def test_what_the_walk_does_not_reach_is_found_by_the_index(council, naylor, monkeypatch):
    monkeypatch.setattr(search, "WALK", 1)
    monkeypatch.setattr(search, "FIRST", 1)

    assert found(council.member, "naylor") == [naylor.title]
    assert len(found(council.member, "the")) == 1
    assert found(council.member, "nayler") == [naylor.title]


# --- by whom -------------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.parametrize("question", ["naylor", "bins", "chimney", "gutters", "nayler", "nayl", "reference"])
def test_who_does_not_stand_in_a_case_finds_nothing_by_any_word_of_it(council, naylor, question):
    question = naylor.reference if question == "reference" else question

    for name, user in council.accounts.items():
        assert (found(user, question) == [naylor.title]) == (name in ("member", "head")), name


def test_a_reader_whose_standing_has_ended_finds_nothing_though_the_index_names_them(council, naylor):
    end_standings(naylor, capacity=policy.HANDLER)

    assert found(council.head, "naylor") == []
    assert found(council.member, "naylor") == [naylor.title]
    assert search.untrue() == []


def test_a_reader_whose_standing_runs_out_by_itself_finds_nothing(council, naylor):
    CaseStanding.objects.filter(case=naylor, capacity=policy.HANDLER).update(until=timezone.now() + datetime.timedelta(seconds=30))
    assert found(council.head, "naylor") == [naylor.title]
    CaseStanding.objects.filter(case=naylor, capacity=policy.HANDLER).update(since=timezone.now() + datetime.timedelta(seconds=20))

    assert found(council.head, "naylor") == []


def test_a_new_standing_finds_at_once(council, naylor):
    give_standing(naylor, Principal.objects.get(post="head_of_service", service=council.services.housing), policy.HANDLER, reason="asked")

    assert found(council.other_head, "naylor") == [naylor.title]
    assert search.untrue() == []


def test_somebody_who_is_kept_out_finds_nothing(council, naylor):
    exclude(naylor, Principal.objects.get(person=council.head.person, kind=Principal.Kind.PERSON), reason="declared an interest")

    assert found(council.head, "naylor") == []


@pytest.mark.requirement("SEC-4.2")
@pytest.mark.parametrize("capacity", ["participant", "contributor", "contributed"])
def test_a_reader_of_parts_finds_by_reference_title_raiser_and_the_turns_since_and_by_nothing_else(council, naylor, capacity):
    give_standing(naylor, Principal.objects.get(post="clo"), capacity, reason="joined later")
    services.update(naylor, actor=fresh(council.head), text="Scaffolding comes on Friday.")

    for question in (naylor.reference, "bins", "mill lane", "rahman", "scaffolding", "rahman scaffolding lane", "scafolding"):
        assert found(council.clo, question) == [naylor.title], question
    for question in ("naylor", "chimney", "gutters", "damp", "bins chimney", "nayler"):
        assert found(council.clo, question) == [], question
    assert search.untrue() == []


def test_what_is_marked_for_a_reader_of_parts_is_only_what_they_may_read(council, naylor):
    give_standing(naylor, Principal.objects.get(post="clo"), "participant", reason="joined later")
    services.update(naylor, actor=fresh(council.head), text="No more damp walls, says Mr Rahman.")

    page = ask(browser(council.clo), "rahman walls")

    assert [row["title"] for row in page.context["rows"]] == [naylor.title]
    said = words(page)
    assert "Raised by: Aisha Rahman" in said or "Raised by: Rahman" in said
    assert "In the thread: No more damp walls" in said
    assert "Naylor" not in said


def test_cases_that_are_read_whole_and_in_part_come_in_one_order_and_pages_hold_each_once(council, naylor):
    made = [log(council, title=f"Gritting {number}", service=council.services.housing if number % 2 else council.services.street_scene)
            for number in range(6)]
    for number in (1, 3, 5):
        give_standing(made[number], Principal.objects.get(post="head_of_service", service=council.services.street_scene), "participant",
                      reason="joined later")
    order = [case.title for case in made[::-1]]

    assert found(council.head, "gritting") == order
    last = made[4]
    assert found(council.head, "gritting", size=2) == order[:2]
    assert found(council.head, "gritting", after=(last.received, last.pk), size=2) == order[2:4]


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_of_a_reader_of_parts_asks_the_same_number_of_statements_for_one_case_and_for_three(council, naylor, number):
    for _ in range(number):
        give_standing(log(council, title="Gritting"), Principal.objects.get(post="clo"), "participant", reason="joined later")
    client = browser(council.clo)
    client.get("/casework/")

    with CaptureQueriesContext(connection) as captured:
        assert len(ask(client, "gritting").context["rows"]) == number

    assert len(captured) == IN_PART


def test_an_office_that_is_left_finds_nothing_any_more(council, naylor):
    council.head.person.appointments.update(until=timezone.now())

    assert found(council.head, "naylor") == []


def test_the_words_of_other_cases_never_widen_what_is_shown(council, naylor):
    assert Spelling.objects.filter(word="naylor").exists()
    said = words(ask(browser(council.other_member), "nayler"))

    assert "Nothing found for “nayler”" in said
    assert "nearly the same" not in said
    assert "naylor" not in said.lower()


@pytest.mark.parametrize("question", ["chimney", "chimny", "bins", "nayl"])
def test_hidden_cases_cost_no_statement_more_than_cases_that_never_were(council, naylor, question):
    client = browser(council.other_member)
    client.get("/casework/")
    with CaptureQueriesContext(connection) as hidden:
        ask(client, question)
    with CaptureQueriesContext(connection) as unknown:
        ask(client, "zeppelin")

    assert len(hidden) == len(unknown)


# --- kept true -----------------------------------------------------------------------------------------------------------------


def test_every_turn_and_paper_is_found_from_its_own_transaction_on(council, naylor):
    services.answer(naylor, actor=fresh(council.head), text="Pigeons.", papers=services.store(
        [check_upload(ContentFile(b"Plan.\n", name="scaffold.txt"))]))

    assert found(council.member, "pigeon scaffold naylor") == [naylor.title]
    assert search.untrue() == []


def test_the_check_sees_what_is_missing_or_other_and_mends_it(council, naylor, caplog):
    CaseText.objects.filter(pk=naylor.pk).update(words="nothing")
    assert search.untrue() == [naylor.pk]
    assert found(council.member, "naylor") == []

    cache.clear()
    assert search.look_nightly() == 1
    assert "did not know 1 cases" in caplog.text
    assert search.look_nightly() == 0, "once a day"
    assert found(council.member, "naylor") == [naylor.title]

    CaseText.objects.filter(pk=naylor.pk).delete()
    assert search.untrue() == [naylor.pk]
    call_command("reindex_cases")
    assert search.untrue() == []
    assert found(council.member, "naylor") == [naylor.title]


def test_the_command_that_checks_fails_when_something_is_untrue_and_changes_nothing(council, naylor, capsys):
    call_command("reindex_cases", "--check")
    CaseText.objects.filter(pk=naylor.pk).update(words="nothing")

    with pytest.raises(SystemExit) as ended:
        call_command("reindex_cases", "--check")

    assert ended.value.code == 1
    assert search.untrue() == [naylor.pk]
    assert "naylor" not in "".join(capsys.readouterr()).lower()


@pytest.mark.postgres
def test_readers_that_are_missing_are_seen_and_those_that_have_gone_are_taken_out_by_night(council, naylor):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_casetext SET readers = '{}' WHERE case_id = %s", [naylor.pk])
    assert search.untrue() == [naylor.pk]

    search.reindex([naylor.pk])
    end_standings(naylor, capacity=policy.HANDLER)
    assert (search.untrue(), search.outlived()) == ([], [naylor.pk])

    search.look_nightly()
    assert search.outlived() == []


def test_a_turn_costs_the_same_statements_however_long_the_thread_is(council, naylor):
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            search.write(naylor)
        counts.append(len(captured))
        services.update(naylor, actor=fresh(council.head), text="More of the same.")

    assert counts[0] == counts[1] == counts[2]


# --- words ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "one"), [
    ("bins", "bin"), ("potholes", "pothole"), ("boxes", "box"), ("branches", "branch"), ("parties", "party"), ("bus", "bus"),
    ("glass", "glass"), ("this", "this"), ("was", "was"), ("ties", "tie")])
def test_the_plural_ending_is_taken_off_and_no_other(word, one):
    assert singular(word) == one


def test_words_of_every_alphabet_are_kept_as_small_ascii():
    text = "Łódź Straße O’Brien café ½ 日本 Привет x" + "y" * 100 + " 🙂 a_b \x00"

    assert all(re.fullmatch(r"[a-z0-9]{1,40}", word) for word in words_of(text))
    assert {"obrien", "cafe", "strasse", "a", "b"} <= words_of(text)


def test_more_words_than_a_database_takes_are_cut_off_at_a_word():
    many = {f"word{number:07}" for number in range(30_000)}

    text = kept(many)

    assert len(text) <= MOST_LETTERS
    assert set(text.split()) <= many


def test_a_question_has_ten_words_at_most_and_one_of_two_letters_at_least():
    many = terms("one one two " + " ".join(f"w{n}" for n in range(50)))

    assert [term.word for term in many] == ["one", "two", *(f"w{n}" for n in range(8))]
    assert terms("a b ? ’") == terms("") == terms("🙂") == []


def test_words_a_slip_apart_have_a_cut_in_common():
    for one, other in [("naylor", "nayler"), ("naylor", "nalyor"), ("naylor", "nylor"), ("naylor", "naylorr")]:
        assert cuts(one) & cuts(other)


def test_a_term_is_met_as_the_databases_meet_it():
    assert [Term("bins").met_by(word) for word in ("bin", "bins", "binsy", "bind")] == [True, True, True, False]
    assert [Term("la").met_by(word) for word in ("la", "las", "lane")] == [True, False, False]


# --- the page ------------------------------------------------------------------------------------------------------------------

ODD = [
    "", " ", "a", "a" * 10_000, "bins " * 2000, '"', "'", "\\", "bins AND", "bins OR NOT (", "bins*", "NEAR(bins 5)", "words:bins",
    "^bins", "-bins", "bins' OR 1=1 --", "'; DROP TABLE casework_case; --", "%", "_", "bins:*", "bins & !lane", "<->", "🙂", "bins 🙂",
    "\x00", "bi\x00ns", "\u202ebins", "日本", "\U0001e030\U0001e031", "<script>alert(1)</script>", "{{ bins }}", "%(x)s", "½", "ﬁ", "İ",
    "a\u0301" * 50,
]


@pytest.mark.parametrize("question", ODD)
def test_no_question_breaks_the_page_and_none_widens_it(council, naylor, question):
    mine, foreign = ask(browser(council.member), question), ask(browser(council.other_member), question)

    assert (mine.status_code, foreign.status_code) == (200, 200)
    assert foreign.context.get("rows", []) == []
    assert "<script>alert" not in mine.content.decode()


@pytest.mark.parametrize(("question", "said"), [
    ("a", "Enter at least two letters or figures of one word"), ("!?", "Enter at least two letters or figures of one word"),
    ("x" * 201, "Use fewer words: at most 200 characters")])
def test_a_question_that_cannot_be_asked_is_kept_and_the_page_says_why(council, question, said):
    page = ask(browser(council.member), question)

    assert said in words(page)
    assert f'value="{question}"' in unescape(page.content.decode())


def test_the_page_says_where_a_case_was_found_with_the_words_marked(council, naylor):
    client = browser(council.member)

    assert "In the title: Bins , Lane" in words(ask(client, "bins lane"))
    assert "<mark>Bins</mark>" in ask(client, "bins").content.decode()
    assert "In the text: Mrs Naylor’s café has damp walls" in words(ask(client, "walls"))
    assert "In the thread: The contractor repoints the chimney on Thursday." in words(ask(client, "chimneys"))
    assert "In the name of a paper: survey-of- gutters .txt" in words(ask(client, "gutters"))
    both = words(ask(client, "lane chimney"))
    assert "In the title: Lane" in both
    assert "In the thread: The contractor" in both
    assert f"Reference: {naylor.reference}" in words(ask(client, naylor.reference.replace("-", "")))


def test_a_long_text_is_shown_around_the_word_and_as_text(council):
    log(council, title="Long", text="<b>Start</b> " + "more words " * 100 + "then <i>zebra</i> crossing " + "and more " * 100)

    page = ask(browser(council.member), "zebra").content.decode()

    assert "… " in page
    assert "then &lt;i&gt;<mark>zebra</mark>&lt;/i&gt; crossing" in page
    assert "&lt;b&gt;Start" not in page


def test_a_widened_search_says_so_and_shows_no_word_but_those_of_the_cases(council, naylor):
    said = words(ask(browser(council.head), "nayler"))

    assert "Nothing holds “nayler”" in said
    assert "These hold a word that is nearly the same." in said
    assert "Mrs Naylor ’s" in said.replace("Naylor’s", "Naylor ’s")


def test_nothing_found_says_that_only_ones_own_cases_are_searched(council, naylor):
    said = words(ask(browser(council.other_member), "naylor"))

    assert "Nothing found for “naylor”" in said
    assert "Only the cases that you may see are searched" in said


def test_the_box_stands_on_the_list_too_and_asks_by_get(council):
    page = browser(council.member).get("/casework/").content.decode()

    assert f'method="get" action="{PAGE}"' in page


def test_the_question_is_in_no_event(council, naylor):
    before = Event.objects.count()
    ask(browser(council.member), "naylor")

    assert Event.objects.count() == before


@pytest.fixture(scope="module")
def many(council):
    return [log(council, title=f"Kerb {number:02}").title for number in range(30)]


def rows(client, query):
    page = client.get(f"{PAGE}?{query}")
    return [row["title"] for row in page.context["rows"]], page.context["older"]


@pytest.mark.parametrize("question", ["kerb", "kreb"])
@pytest.mark.parametrize("walk", [150, 3])
def test_two_pages_hold_every_case_once_widened_or_not(council, many, monkeypatch, question, walk):
    monkeypatch.setattr(search, "WALK", walk)
    client = browser(council.member)

    first, older = rows(client, f"q={question}")
    second, end = rows(client, older)

    assert (len(first), len(second), end) == (25, 5, None)
    assert [*first, *second] == many[::-1]
    assert "zzz" not in older


@pytest.mark.parametrize("after", ["abc", "A" * 3000, "%00", ""])
def test_a_cursor_that_was_tampered_with_starts_at_the_first_page(council, many, after):
    client = browser(council.member)

    assert rows(client, f"q=kerb&after={after}")[0] == rows(client, "q=kerb")[0]


STATEMENTS = {"kerb": 10, "kerb 07": 12, "kreb": 13, "zeppelin": 11}


@pytest.mark.parametrize(("question", "count"), STATEMENTS.items())
def test_a_search_asks_a_fixed_number_of_statements(council, many, question, count):
    client = browser(council.member)
    client.get("/casework/")

    with CaptureQueriesContext(connection) as captured:
        ask(client, question)

    assert len(captured) == count


# --- narrowed before anything is found, and what is not looked through -----------------------------------------------------------


@pytest.fixture(scope="module")
def gullies(council):
    """Cases about a gully that differ in status, kind, ward and service."""
    log(council, title="Gully one")
    services.answer(log(council, title="Gully two"), actor=fresh(council.head), text="On Thursday.")
    log(council, title="Gully three", matter="operational")
    log(council, title="Gully four", ward=council.wards.castle)
    log(council, title="Gully five", service=council.services.housing)


@pytest.mark.parametrize("walk", [150, 1])
@pytest.mark.parametrize(("chosen", "titles"), [
    ("status=answered", {"Gully two"}), ("matter=operational", {"Gully three"}), ("ward=castle", {"Gully four"}),
    ("service=housing", {"Gully five"}),
    ("status=&matter=&ward=&service=", {"Gully one", "Gully two", "Gully three", "Gully four", "Gully five"}),
    ("status=with_officer&ward=mill_hill&matter=service_failure", {"Gully one", "Gully five"}), ("status=closed", set())])
@pytest.mark.parametrize("question", ["gully", "gulyl"])
def test_a_search_is_narrowed_by_status_kind_ward_and_service(council, gullies, monkeypatch, walk, chosen, titles, question):
    monkeypatch.setattr(search, "WALK", walk)
    for name, row in {**vars(council.wards), **vars(council.services)}.items():
        chosen = chosen.replace(f"={name}", f"={row.uid}")

    found, _older = rows(browser(council.member), f"q={question}&{chosen}")

    assert set(found) == titles


def joins(council, *titles):
    """The other Member reads these cases from now on."""
    office = Principal.objects.get(kind="office", person=council.other_member.person)
    for title in titles:
        asking.join(Case.objects.get(title=title), actor=fresh(council.member), principal=office, text="It is on the border.")


def test_what_is_read_in_part_is_narrowed_too(council, gullies):
    joins(council, "Gully one", "Gully two")
    client = browser(council.other_member)

    assert (set(rows(client, "q=gully")[0]), rows(client, "q=gully&status=answered")[0]) == ({"Gully one", "Gully two"}, ["Gully two"])


def test_the_second_page_of_a_narrowed_search_is_narrowed(council, many):
    services.answer(Case.objects.get(title="Kerb 02"), actor=fresh(council.head), text="On Thursday.")
    client = browser(council.member)

    first, older = rows(client, "q=kerb&status=with_officer&ward=&service=&matter=")
    second, end = rows(client, older)

    assert (len(first), end) == (25, None)
    assert sorted(first + second) == sorted(set(many) - {"Kerb 02"})


def test_the_filters_stand_beside_the_words_before_anything_is_asked_and_are_a_link_away_afterwards(council, naylor):
    client = browser(council.member)

    before, after, asked_for = client.get(PAGE), ask(client, "naylor"), client.get(f"{PAGE}?q=naylor&narrow=1")

    for page in (before, asked_for):
        assert [field.name for field in page.context["narrow"]] == ["status", "matter", "ward", "service"]
    assert after.context["narrow"] is None
    assert "?q=naylor&amp;narrow=1" in after.content.decode()
    assert asked_for.context["rows"]


@pytest.mark.parametrize("wrong", ["status=nothing", "ward=7", "service=00000000-0000-4000-8000-000000000000", "matter=x"])
def test_a_choice_that_is_none_is_said_and_finds_nothing(council, naylor, wrong):
    page = browser(council.member).get(f"{PAGE}?q=naylor&{wrong}")

    assert page.status_code == 200
    assert list(page.context["narrow"].errors) == [wrong.partition("=")[0]]
    assert "naylor" in page.content.decode()
    assert "rows" not in page.context


def test_words_beyond_the_tenth_are_named(council, naylor):
    client = browser(council.member)

    page = ask(client, "naylor " + " ".join(f"word{number}" for number in range(9)) + " Café kerb")

    assert "Only the first 10 words are looked for; these were left out: Café, kerb." in words(page)
    assert "left out" not in words(ask(client, "naylor"))


def test_that_not_all_cases_read_in_part_were_looked_through_is_said(council, gullies, monkeypatch):
    joins(council, "Gully one")
    client, said = browser(council.other_member), "only the newest 1 are looked through at once"

    whole = words(ask(client, "gully"))
    monkeypatch.setattr(search, "IN_PART", 1)
    monkeypatch.setattr(search_page, "IN_PART", 1)

    assert (said in whole, said in words(ask(client, "gully")), said in words(ask(client, "zeppelin"))) == (False, True, True)
