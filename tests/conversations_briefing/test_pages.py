"""The pages of the briefing: what was typed is kept, who was first, sent twice, what each page offers."""
import datetime
import uuid

import pytest
from django.utils import timezone

from conversations.briefing import services
from conversations.briefing.models import Briefing, Item
from council_portal.design.dates import day
from tests.casework.ground import browser, words
from tests.conversations_briefing.ground import begin, put_in, sent, submit
from tests.factories import fresh, officer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-BRIEF")]


@pytest.fixture
def editor(council):
    """An officer of Communications."""
    return officer("Nell Ashby", "communications")


def on_day(name, days=0):
    on = timezone.localdate() + datetime.timedelta(days=days)
    return {f"{name}_{part}": getattr(on, part) for part in ("day", "month", "year")}


def item(**changes):
    """What is typed for an item."""
    return {"title": "The lights", "text": "They are on again.", "kind": "information", "key": uuid.uuid4(), "link": ""} | changes


def edited(row, **changes):
    """The same for one that is there, as its page was read."""
    return item(version=Item.objects.get(pk=row.pk).version, **changes)


class TestItems:
    @pytest.mark.parametrize(("changes", "error"), [
        ({"title": ""}, "Enter what it is about"), ({"link": "not a link"}, ""),
        (on_day("by"), "Leave the day empty, or say that it needs something of Members"),
        (on_day("by", -1) | {"kind": "needs"}, "This day is past: enter today or a later day")])
    def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(self, council, editor, changes, error):
        answer = browser(council.member).post("/briefing/items/new/", item(**changes, wards=[council.wards.castle.uid]))

        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert error in words(answer)
        assert "They are on again." in answer.content.decode()
        assert [str(one) for one in answer.context["form"]["wards"].value()] == [str(council.wards.castle.uid)]
        assert Item.objects.count() == 0

    def test_sent_twice_it_is_there_once(self, council, editor):
        client, facts = browser(council.member), item()

        assert [client.post("/briefing/items/new/", facts).status_code for _press in range(2)] == [302, 302]
        assert Item.objects.count() == 1

    def test_somebody_elses_key_is_no_key(self, council, editor):
        facts = item()
        browser(council.member).post("/briefing/items/new/", facts)

        assert browser(council.head).post("/briefing/items/new/", facts).status_code == 400
        assert Item.objects.count() == 1

    def test_of_two_who_edit_the_second_reads_what_was_typed(self, council, editor):
        row = submit(council.member)
        late = edited(row, text="Quite other words.")
        browser(editor).post(f"{row.get_absolute_url()}edit/", edited(row, text="Other words."))

        answer = browser(editor).post(f"{row.get_absolute_url()}edit/", late)

        assert answer.status_code == 409
        assert "Quite other words." in words(answer)
        assert Item.objects.get(pk=row.pk).text == "Other words."

    def test_what_was_sent_meanwhile_is_not_edited_and_what_was_typed_is_shown(self, council, editor):
        row = submit(council.member)
        late = edited(row, text="Quite other words.")
        sent(editor, row)

        answer = browser(editor).post(f"{row.get_absolute_url()}edit/", late)

        assert answer.status_code == 409
        assert "Quite other words." in words(answer)

    def test_it_is_put_in_only_where_a_briefing_is_being_edited(self, council, editor):
        row = submit(council.member)
        address = f"{row.get_absolute_url()}put-in/"

        assert "No briefing is being edited. Begin one first." in words(browser(editor).post(address, {"version": row.version}))
        draft = begin(editor)
        assert browser(editor).post(address, {"version": row.version, "briefing": draft.uid}).status_code == 302
        assert Item.objects.get(pk=row.pk).briefing == draft

    def test_leaving_out_asks_for_the_reason(self, council, editor):
        row = submit(council.member)

        answer = browser(editor).post(f"{row.get_absolute_url()}leave-out/", {"version": row.version, "text": ""})

        assert answer.context["form"].errors.keys() == {"text"}
        assert Item.objects.get(pk=row.pk).status == Item.Status.WAITING

    @pytest.mark.parametrize(("who", "offered"), [("member", ["Take it back"]), ("editor", [
        "Edit the item", "Put it in a briefing", "Leave it out"])])
    def test_the_page_offers_what_its_reader_may_do(self, council, editor, who, offered):
        row = submit(council.member)

        page = browser(editor if who == "editor" else council.member).get(row.get_absolute_url())

        assert [str(one["text"]) for one in page.context["acts"]] == offered

    def test_nothing_is_offered_once_it_was_sent(self, council, editor):
        row = submit(council.member)
        sent(editor, row)

        assert browser(editor).get(row.get_absolute_url()).context["acts"] == []

    @pytest.mark.requirement("SEC-4.2")
    def test_the_words_that_were_submitted_are_read_by_the_submitter_and_communications_alone(self, council, editor):
        row = submit(council.member, text="My neighbour at number 4 told me.")
        browser(editor).post(f"{row.get_absolute_url()}edit/", edited(row, text="Residents told us."))
        sent(editor, Item.objects.get(pk=row.pk))

        readers = {"member": council.member, "editor": editor, "colleague": council.colleague, "head": council.head}
        said = {name: "number 4" in words(browser(user).get(row.get_absolute_url())) for name, user in readers.items()}

        assert said == {"member": True, "editor": True, "colleague": False, "head": False}


class TestBriefings:
    def test_what_is_missing_is_said_and_what_was_typed_is_kept(self, council, editor):
        answer = browser(editor).post("/briefing/new/", {"title": "", "intro": "Good morning.", "key": uuid.uuid4(), **on_day("on")})

        assert "Enter a title" in words(answer)
        assert "Good morning." in answer.content.decode()
        assert Briefing.objects.count() == 0

    def test_begun_twice_it_is_there_once(self, council, editor):
        client, facts = browser(editor), {"title": "Briefing", "intro": "", "key": uuid.uuid4(), **on_day("on")}

        assert [client.post("/briefing/new/", facts).status_code for _press in range(2)] == [302, 302]
        assert Briefing.objects.count() == 1

    def test_an_empty_one_is_not_sent_and_the_page_says_why(self, council, editor):
        draft = begin(editor)

        answer = browser(editor).post(f"{draft.get_absolute_url()}send/", {"version": draft.version, "read": "on"})

        assert "There is nothing in it yet: put an item in first." in words(answer)

    def test_sent_twice_the_second_is_told_that_somebody_was_first(self, council, editor):
        draft = begin(editor)
        put_in(editor, submit(council.head), draft)
        facts = {"version": draft.version, "read": "on"}

        answers = [browser(editor).post(f"{draft.get_absolute_url()}send/", facts).status_code for _press in range(2)]

        assert answers == [302, 409]
        assert browser(editor).get(f"{draft.get_absolute_url()}edit/").status_code == 409

    def test_before_its_day_it_is_sent_only_where_that_is_confirmed(self, council, editor):
        on = timezone.localdate() + datetime.timedelta(days=3)
        draft = begin(editor, on=on)
        put_in(editor, submit(council.head), draft)
        address, facts = f"{draft.get_absolute_url()}send/", {"version": draft.version, "read": "on"}

        shown, refused = browser(editor).get(address), browser(editor).post(address, facts)
        first = Briefing.objects.get(pk=draft.pk).status
        browser(editor).post(address, facts | {"early": "on"})

        assert f"This briefing is dated {day(on)}; you are sending it 3 days before." in words(shown)
        assert refused.context["form"].errors == {"early": ["Confirm that it is sent before its day, or change the day first"]}
        assert (first, Briefing.objects.get(pk=draft.pk).status) == ("draft", "sent")

    def test_without_items_that_wait_it_is_sent_only_where_that_is_confirmed(self, council, editor):
        draft = begin(editor)
        put_in(editor, submit(council.head), draft)
        for title in ("The chess club", "A walk", "A film"):
            submit(council.member, title=title)
        services.leave_out(submit(council.member, title="A surgery"), actor=fresh(editor), text="It stands on the profile.")
        address, facts = f"{draft.get_absolute_url()}send/", {"version": draft.version, "read": "on"}

        shown, refused = browser(editor).get(address), browser(editor).post(address, facts)
        first = Briefing.objects.get(pk=draft.pk).status
        browser(editor).post(address, facts | {"without": "on"})

        assert "3 items still wait and are not in it: “The chess club”, “A walk”, “A film”." in words(shown)
        assert refused.context["form"].errors == {"without": ["Confirm that it is sent without the items that wait, or put them in first"]}
        assert (first, Briefing.objects.get(pk=draft.pk).status) == ("draft", "sent")

    def test_it_is_sent_only_where_it_is_confirmed_that_somebody_read_it_through(self, council, editor):
        draft = begin(editor)
        put_in(editor, submit(council.head), draft)
        address, facts = f"{draft.get_absolute_url()}send/", {"version": draft.version}

        shown, refused = browser(editor).get(address), browser(editor).post(address, facts)
        first = Briefing.objects.get(pk=draft.pk).status
        browser(editor).post(address, facts | {"read": "on"})

        assert "This leaves the portal by mail: nothing confidential, no resident’s name or address." in words(shown)
        assert refused.context["form"].errors == {
            "read": ["Confirm that you have read it through, or take out what must not leave the portal first"]}
        assert (first, Briefing.objects.get(pk=draft.pk).status) == ("draft", "sent")

    def test_on_its_day_with_nothing_that_waits_nothing_else_is_to_be_confirmed(self, council, editor):
        draft = begin(editor)
        put_in(editor, submit(council.head), draft)

        assert set(browser(editor).get(f"{draft.get_absolute_url()}send/").context["form"].fields) == {"version", "read"}

    def test_of_many_that_wait_the_first_ten_are_named(self, council, editor):
        draft = begin(editor)
        for number in range(12):
            submit(council.member, title=f"Item {number}")

        said = words(browser(editor).get(f"{draft.get_absolute_url()}send/"))

        assert "12 items still wait and are not in it: “Item 0”," in said
        assert "“Item 9”, and 2 more." in said
        assert "“Item 10”" not in said

    def test_the_page_that_is_being_edited_shows_what_waits(self, council, editor):
        row, draft = submit(council.head), begin(editor)

        page = browser(editor).get(draft.get_absolute_url())

        assert [one["url"] for one in page.context["waiting"]] == [row.get_absolute_url()]

    def test_a_draft_counts_as_read_by_nobody(self, council, editor):
        draft = begin(editor)
        browser(editor).get(draft.get_absolute_url())
        put_in(editor, submit(council.head), draft)
        services.send(draft, actor=fresh(editor))

        assert services.unread(fresh(editor)) == 1
