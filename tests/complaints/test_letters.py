"""Letters of a concern: made of what happened, for the office alone, as Word and as PDF; and the council's own texts of them."""
import datetime
import io
import re
import zipfile

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx.oxml.ns import qn
from pypdf import PdfReader

from complaints import assessing, dealing, deciding, inquiry, nations, services
from complaints.letters import exports, making, texts
from complaints.letters import services as keeping
from complaints.letters.models import LetterText
from council_portal.access.decisions import Forbidden
from council_portal.audit.models import Event
from council_portal.design.dates import day
from tests.casework.ground import browser
from tests.complaints import ground
from tests.complaints.lettered import (
    FORM,
    NOTE,
    REASONS,
    REPORT,
    TO_RAISER,
    TO_SUBJECT,
    again,
    all_of_it,
    assessed,
    letter,
    looked_at_again,
    with_letter,
    words,
)
from tests.factories import fresh

pytestmark = pytest.mark.django_db
ADD = "/monitoring/letters/lettertext/add/"
AFTER_ALL = ["acknowledgement", "assessment-investigate", "notice", "view", "hearing-raiser", "hearing-subject", "decision-raiser",
             "decision-subject"]
SECOND_LOOK = ["again-subject", "review-raiser", "review-subject"]
TO_THEM = [word for word, kind in texts.KINDS.items() if kind.heard == "subject"]


@pytest.fixture
def at(db):
    return ground.council()


def place(made, word="", form="docx"):
    """The address of a letter, or of their list."""
    return f"/concerns/{made.uid}/letters/" + (f"{word}.{form}" if word else "")


def in_file(page):
    """The words of a Word file that was answered."""
    return "\n".join(one.text for one in docx.Document(io.BytesIO(page.content)).paragraphs)


def entered(at, word, text, subject="A letter"):
    """A text of the council's own, by the Monitoring Officer."""
    return keeping.enter(LetterText(kind=word, subject=subject, text=text), actor=fresh(at.monitoring))


# --- what a letter is made of --------------------------------------------------------------------------------------------------


@pytest.mark.requirement("CMP-TRIAGE")
def test_a_letter_comes_with_each_step_and_none_before_it(at):
    made = ground.concern(at.head, at.member)
    assert list(making.happened(made)) == []

    made = all_of_it(at)
    assert list(making.happened(made)) == AFTER_ALL

    assert list(making.happened(looked_at_again(at, made))) == AFTER_ALL + SECOND_LOOK


@pytest.mark.parametrize("decision", list(assessing.DECISIONS))
def test_each_decision_of_the_assessment_has_a_letter_of_its_own(at, decision):
    made = assessed(at, decision)

    assert list(making.happened(made)) == ["acknowledgement", f"assessment-{decision}"]
    assert f"Because {TO_RAISER}." in words(letter(made, f"assessment-{decision}"))


def test_early_resolution_tells_the_plan_and_closing_what_came_of_it(at):
    made, mo = assessed(at, "early"), fresh(at.monitoring)
    due = timezone.localdate() + datetime.timedelta(days=20)
    assert "What will be done" not in words(letter(made, "assessment-early")), "no heading over nothing"

    dealing.plan(made, actor=mo, what="A talk.", who="Petra Wynn", due=due)
    dealing.plan(again(made), actor=mo, what="Training.", who="Democratic Services", due=due)
    assert [text for kind, text in letter(made, "assessment-early").blocks if kind == texts.ITEM] == [
        f"A talk. (Petra Wynn, by {day(due)})", f"Training. (Democratic Services, by {day(due)})"]

    for task in made.tasks.all():
        dealing.end_task(again(made), actor=mo, task=task.uid, done=True, text="Done.")
    dealing.close(again(made), actor=mo, text="Both agree now.")
    said = words(letter(made, "closing"))
    assert "Both agree now." in said
    assert "You can ask us, until" in said


@pytest.mark.requirement("CMP-TRIAGE")
def test_the_decision_tells_whoever_it_is_about_what_follows_by_when_and_on_which_basis(at):
    made = all_of_it(at)
    due = timezone.localdate() + datetime.timedelta(days=30)
    one = letter(made, "decision-subject")

    item = next(text for kind, text in one.blocks if kind == texts.ITEM)
    assert f"by {day(due)}. Legal basis: " in item
    assert "Localism Act 2011" in item
    assert "Localism Act 2011" not in words(letter(made, "decision-raiser")), "what follows is not told to whoever raised it"
    assert "A breach." in words(one)


def test_the_notice_has_the_statement_the_right_of_reply_who_supports_and_the_independent_person(at):
    said = words(letter(all_of_it(at), "notice"))

    for words_of_it in (f"you shouted {TO_SUBJECT}", "You can answer in writing", "Ask Democratic Services.",
                        "edith.oakes@independent.example", at.member.person.full_name):
        assert words_of_it in said


def test_the_independent_person_is_asked_by_name_with_the_law_where_it_is_the_law(at, settings):
    made = all_of_it(at)
    assert "Dear Edith Oakes" in words(letter(made, "view"))
    assert "Localism Act 2011, section 28(7)" in words(letter(made, "view"))

    settings.COUNCIL_NATION = "wales"
    assert "must have your view" not in words(letter(made, "view"))


def test_who_has_asked_for_a_second_look_is_told_of_no_other_and_the_other_side_of_theirs(at):
    made = all_of_it(at)
    assert "If you disagree" in words(letter(made, "decision-subject"))
    assert "If you disagree" in words(letter(made, "decision-raiser"))

    made = looked_at_again(at, made)
    assert "If you disagree" not in words(letter(made, "decision-raiser"))
    assert "If you disagree" in words(letter(made, "decision-subject"))
    assert "The decision stands." in words(letter(made, "review-subject"))
    assert "Deputy" in words(letter(made, "review-subject")), "from the office that has it now"


# --- what it must not tell -----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("CMP-CONF")
@pytest.mark.parametrize("word", TO_THEM)
def test_a_letter_to_whoever_it_is_about_tells_nothing_of_whoever_raised_it(at, word):
    made = with_letter(at, word)
    raiser = at.head.person
    every_field = "\n\n".join(f"{{{name}}}" for name in texts.KINDS[word].fields)
    for text in (texts.own()[word][1], every_field):
        entered(at, word, text)
        for said in (words(letter(made, word)), *written(letter(made, word))):
            assert TO_SUBJECT in said or word in ("hearing-subject", "let-in-subject", "again-subject", "ended-subject")
            assert at.member.person.full_name in said
            for hidden in (*raiser.name.split(), raiser.email, FORM, NOTE, TO_RAISER, REASONS, REPORT):
                assert hidden not in said


def written(one):
    """All that either file holds, as text: every part of the Word file, and the words and properties of the PDF."""
    with zipfile.ZipFile(io.BytesIO(exports.letter_docx(one))) as file:
        word = "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    pdf = PdfReader(io.BytesIO(exports.letter_pdf(one)))
    return word, "\n".join([str(pdf.metadata), *(page.extract_text() for page in pdf.pages)])


@pytest.mark.requirement("CMP-CONF")
def test_the_letters_to_others_keep_the_offices_own_file_to_itself(at):
    made = looked_at_again(at, all_of_it(at))

    for word in making.happened(made):
        assert not {one for one in (FORM, NOTE, REASONS, REPORT) if one in words(letter(made, word))}, word
    assert at.head.person.full_name not in words(letter(made, "view"))
    assert TO_SUBJECT not in words(letter(made, "decision-raiser"))


@pytest.mark.requirement("CMP-CONF")
def test_what_follows_that_names_whoever_raised_it_makes_no_letter(at):
    made, mo = assessed(at, "investigate"), fresh(at.monitoring)
    inquiry.ask_view(again(made), actor=mo, independent=ground.edith(at), text="Was it?")
    inquiry.give_view(again(made), actor=mo, text="It was.")
    inquiry.tell_subject(again(made), actor=mo, text="It is said that you shouted.", support="Ask Democratic Services.",
                         independent=ground.edith(at))
    due = timezone.localdate() + datetime.timedelta(days=30)
    dealing.add_task(again(made), mo, kind="sanction", what="Before the decision.", who="", due=due, told=["subject"])
    deciding.decide(again(made), actor=mo, finding="breach", reasons="Seen.", text="Found.", to_subject="Found.", view="Followed.")
    assert "Before the decision" not in words(letter(made, "decision-subject")), "only what follows from this decision"
    dealing.add_task(again(made), mo, kind="sanction", what=f"Apologise to {at.head.person.name}.", who="", due=due, told=["subject"])

    with pytest.raises(services.CannotBe, match="name"):
        letter(made, "decision-subject")
    answer = browser(at.monitoring).get(place(made, "decision-subject"))
    assert answer.status_code == 409
    assert "would name whoever raised it" in answer.content.decode()
    assert not Event.objects.filter(verb="letter taken").exists()

    inquiry.decide_name(again(made), actor=mo, who=nations.NAME_TO_SUBJECT, reason="They agree.")
    assert at.head.person.name in words(letter(made, "decision-subject"))


def test_a_name_that_is_also_a_month_hinders_no_letter(at):
    at.head.person.name = "Theresa May"
    at.head.person.save()
    entered(at, "notice", "You may answer in May. {said}")

    assert "You may answer in May." in words(letter(all_of_it(at), "notice"))


# --- who takes one -------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("CMP-CONF")
def test_nobody_but_the_office_that_deals_with_it_finds_a_letter(at):
    ground.outsiders(at)
    made = assessed(at, "investigate")
    ground.let_in(made, at, fresh(at.monitoring))
    assert browser(at.monitoring).get(place(made)).status_code == 200

    for user in (at.head, at.member, at.investigator, at.independent, at.panellist, at.deputy, at.chief_executive, at.technical):
        for address in (place(made), place(made, "notice"), place(made, "notice", "pdf"), place(made, "acknowledgement")):
            assert browser(user).get(address).status_code == 404, (user.person.name, address)
            assert browser(user).head(address).status_code == 404
    assert not Event.objects.filter(verb="letter taken").exists()


def test_whoever_steps_back_takes_no_letter_any_more(at):
    made = assessed(at, "investigate")
    services.step_back(made, actor=fresh(at.monitoring))

    assert browser(at.monitoring).get(place(made)).status_code == 404
    assert browser(at.deputy).get(place(made, "acknowledgement")).status_code == 200


def test_the_office_finds_the_list_from_the_page_and_each_letter_in_both_forms(at):
    made, client = all_of_it(at), browser(at.monitoring)
    assert place(made) in client.get(f"/concerns/{made.uid}/").content.decode()
    assert place(made) not in browser(at.head).get(f"/concerns/{made.uid}/").content.decode()

    found = re.findall(r'href="(/concerns/[^"]+/letters/[^"]+)"', client.get(place(made)).content.decode())
    assert found == [place(made, word, form) for word in AFTER_ALL for form in ("docx", "pdf")]
    for address in found:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="{made.reference}-{address.rpartition("/")[2]}"'
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content[:4] == (b"%PDF" if address.endswith("pdf") else b"PK\x03\x04")


@pytest.mark.parametrize("word", ["closing", "nothing", "review-raiser"])
def test_a_letter_of_what_has_not_happened_is_not_there(at, word):
    assert browser(at.monitoring).get(place(all_of_it(at), word)).status_code == 404


def test_taking_one_is_recorded_and_asking_for_its_head_is_not(at):
    made, client = assessed(at, "early"), browser(at.monitoring)
    taken = Event.objects.filter(verb="letter taken")

    assert client.head(place(made, "acknowledgement", "pdf")).status_code == 200
    assert taken.count() == 0

    client.get(place(made, "acknowledgement", "pdf"))
    client.get(place(made, "acknowledgement"))
    assert taken.count() == 2
    assert {one.actor_name for one in taken} == {"In confidence"}


def test_nothing_of_a_letter_is_stored(at):
    made = all_of_it(at)
    before = LetterText.objects.count(), again(made).version, made.turns.count(), made.papers.count()
    browser(at.monitoring).get(place(made, "notice"))

    assert (LetterText.objects.count(), again(made).version, made.turns.count(), made.papers.count()) == before


# --- the files -----------------------------------------------------------------------------------------------------------------


def test_the_word_file_has_real_headings_lists_and_british_english_and_names_no_maker(at, settings):
    settings.COUNCIL_NAME = "Ashford & Vale Council"
    made = all_of_it(at)
    client = browser(at.monitoring)
    content = client.get(place(made, "decision-subject")).content
    file = docx.Document(io.BytesIO(content))
    said, styles = file.core_properties, {one.text: one.style.name for one in file.paragraphs}

    assert styles["What was decided about the concern about you"] == "Heading 1"
    assert {text for text, style in styles.items() if style == "Heading 2"} == {
        "What was found", "Why", "What follows from it", "If you disagree"}
    assert [style for text, style in styles.items() if "Legal basis" in text] == ["List Bullet"]
    assert file.paragraphs[0].text == "Ashford & Vale Council"
    assert "In confidence" in styles
    assert (said.author, said.last_modified_by, said.comments, said.language) == ("Ashford & Vale Council", "", "", "en-GB")
    assert said.title == "What was decided about the concern about you"
    assert {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert client.get(place(made, "decision-subject")).content == content, "the same letter makes the same file"
    assert not {str(file.styles[name].font.color.rgb) for name in ("Normal", "Heading 1", "Heading 2")} - {"000000"}


def test_the_word_file_holds_nothing_of_its_making(at):
    content = exports.letter_docx(letter(assessed(at, "early"), "acknowledgement"))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names, whole = file.namelist(), b"\n".join(file.read(name) for name in file.namelist())

    assert not {name for name in names if "thumbnail" in name or "customXml" in name}
    assert b"python-docx" not in whole
    assert at.monitoring.person.name.encode() not in whole


def test_the_pdf_is_tagged_and_says_its_title_and_language_and_the_same_words(at):
    made = all_of_it(at)
    file = PdfReader(io.BytesIO(browser(at.monitoring).get(place(made, "decision-subject", "pdf")).content))
    root, text = file.trailer["/Root"], "\n".join(page.extract_text() for page in file.pages)

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert file.metadata.title == "What was decided about the concern about you"
    for kind, words_of_it in letter(made, "decision-subject").blocks:
        assert kind
        assert "".join(words_of_it.split()) in "".join(text.split())


def test_what_somebody_typed_stays_text(at):
    made, mo = ground.concern(at.head, at.member), fresh(at.monitoring)
    typed = "<b>One</b> {council}\x0b\r\n## Two\r\n\r\n- Three & four"
    dealing.acknowledge(again(made), actor=mo, text=typed)
    one = letter(made, "acknowledgement")

    assert (texts.PARAGRAPH, "<b>One</b> {council}\n## Two") in one.blocks
    assert (texts.PARAGRAPH, "- Three & four") in one.blocks
    paragraphs = [one.text for one in docx.Document(io.BytesIO(exports.letter_docx(one))).paragraphs]
    assert "<b>One</b> {council}\n## Two" in paragraphs
    assert "<b>One</b> {council}" in written(one)[1]


def test_in_a_demo_both_files_say_so(at, settings):
    settings.DEMO = True
    one = letter(assessed(at, "early"), "acknowledgement")

    for said in written(one):
        assert "Every person and case here is invented." in said


# --- the texts -----------------------------------------------------------------------------------------------------------------


def test_the_portal_has_a_text_of_each_kind_and_each_can_be_filled():
    assert list(texts.own()) == list(texts.KINDS)
    for word, (subject, text) in texts.own().items():
        texts.check(subject, texts.IN_SUBJECT)
        texts.check(text, texts.KINDS[word].fields)
        told = next((name for name in ("said", "tasks", "let_in") if name in texts.KINDS[word].fields), "on")
        assert f"{{{told}}}" in text, word
        assert "{to}" in text, word


def test_every_field_is_explained_and_found_and_none_of_whoever_raised_it_is_for_whoever_it_is_about():
    assert set(texts.FIELDS) == set(making.VALUES) == {name for kind in texts.KINDS.values() for name in kind.fields}
    for word in TO_THEM:
        assert not {"received", "clause", "plan"} & set(texts.KINDS[word].fields)


@pytest.mark.parametrize(("text", "says"), [
    ("Dear {name}", "There is no field {name} here. These there are: {council}, {to}."),
    ("Dear {to!r}", "There is no field {to!r} here"), ("{to.__class__}", "There is no field {to.__class__} here"),
    ("{}", "There is no field {} here"), ("{ to }", "There is no field { to } here"),
    ("Dear {to", "A brace stands alone"), ("Dear to}", "A brace stands alone"), ("{{to}}", "A brace stands alone")])
def test_a_field_that_there_is_not_is_refused_with_those_that_there_are(text, says):
    with pytest.raises(texts.Wrong, match=re.escape(says)):
        texts.check(text, ("council", "to"))


def test_the_last_text_counts_and_all_stay(at):
    made = assessed(at, "early")
    first = entered(at, "acknowledgement", "First: {said}", "One of {council}")
    entered(at, "acknowledgement", "Second: {said}", "Two, {reference}")

    one = letter(made, "acknowledgement")
    assert one.subject == f"Two, {made.reference}"
    assert one.blocks == [(texts.PARAGRAPH, f"Second: We have it {TO_RAISER}.")]
    assert LetterText.objects.count() == 2
    assert Event.objects.filter(verb="text of a letter entered", detail="acknowledgement", actor_name=first.by.full_name).count() == 2


def test_nobody_but_the_monitoring_officer_and_the_deputy_keeps_a_text(at):
    for user in (at.chief_executive, at.democratic, at.technical, at.member, at.head):
        with pytest.raises(Forbidden):
            keeping.enter(LetterText(kind="closing", subject="A", text="{said}"), actor=fresh(user))

    assert keeping.enter(LetterText(kind="closing", subject="A", text="{said}"), actor=fresh(at.deputy)).by == at.deputy.person
    with pytest.raises(texts.Wrong):
        entered(at, "notice", "Raised by {received}")
    assert LetterText.objects.count() == 1


def test_the_monitoring_officer_keeps_a_text_in_the_admin_which_begins_with_the_one_that_counts(at):
    client = browser(at.monitoring)
    assert "?kind=notice" in client.get(ADD).content.decode()
    form = client.get(f"{ADD}?kind=notice").content.decode()
    assert "Your right to reply" in form
    assert "{support} who supports them" in form

    answer = client.post(f"{ADD}?kind=notice", {"kind": "notice", "subject": "Told", "text": "Dear {to}, {sanctions}"})
    assert "There is no field {sanctions} here. These there are: {council}" in answer.content.decode()
    assert "Dear {to}, {sanctions}" in answer.content.decode(), "nothing typed is lost"

    client.post(f"{ADD}?kind=notice", {"kind": "notice", "subject": "Told", "text": "Dear {to}, it is said: {said}"})
    row = LetterText.objects.get()
    assert (row.kind, row.by) == ("notice", at.monitoring.person)
    assert "it is said: {said}" in client.get(f"{ADD}?kind=notice").content.decode()
    assert "the council’s text of" in client.get(ADD).content.decode()
    assert "Notice of a concern, to whoever it is about" in client.get("/monitoring/letters/lettertext/").content.decode()
    shown = client.get(f"/monitoring/letters/lettertext/{row.pk}/change/").content.decode()
    assert "it is said: {said}" in shown
    assert 'name="_save"' not in shown
    client.post(f"/monitoring/letters/lettertext/{row.pk}/change/", {"kind": "notice", "subject": "Else", "text": "Else"})
    row.refresh_from_db()
    assert row.subject == "Told"


@pytest.mark.parametrize("kind", ["", "nothing"])
def test_a_text_of_no_letter_is_refused(at, kind):
    answer = browser(at.monitoring).post(ADD, {"kind": kind, "subject": "A", "text": "B"})

    assert answer.status_code == 200
    assert not LetterText.objects.exists()


def test_a_list_of_letters_takes_as_many_statements_for_many_as_for_few(at):
    few, many, client = assessed(at, "early"), all_of_it(at), browser(at.monitoring)
    entered(at, "notice", "{said}")
    client.get(place(few))
    counts = []
    for made in (few, many):
        with CaptureQueriesContext(connection) as found:
            client.get(place(made))
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_of_several_whom_it_is_about_each_gets_a_letter_that_names_no_other(at):
    made = ground.concern(at.head, at.member, at.town_member)
    inquiry.tell_subject(made, actor=fresh(at.monitoring), text="It is said that there was shouting.", support="Ask Human Resources.")
    client = browser(at.monitoring)
    names = [at.member.person.full_name, at.town_member.person.full_name]

    page = client.get(place(made)).content.decode()
    assert [f"{place(made, 'notice')}?to={number}" in page for number in (1, 2, 3)] == [True, True, False]
    assert [name in page for name in names] == [True, True]
    for number, (own, other) in enumerate([names, names[::-1]], start=1):
        words = in_file(client.get(f"{place(made, 'notice')}?to={number}"))
        assert (own in words, other in words) == (True, False)
    assert in_file(client.get(place(made, "notice"))) == in_file(client.get(f"{place(made, 'notice')}?to=1"))
    assert [client.get(f"{place(made, 'notice')}?to={number}").status_code for number in ("0", "3", "x", "")] == [404] * 4
