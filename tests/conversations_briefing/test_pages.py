"""The pages of the briefing: what was typed is kept, who was first, sent twice, what each page offers."""
import datetime
import uuid

import pytest
from django.utils import timezone

from conversations.briefing import services
from conversations.briefing.models import Briefing, Item
from council_portal.accounts.models import Ward
from council_portal.design.dates import day
from council_portal.matters.services import Changed
from tests.casework.ground import browser, hidden, words
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


def to_send(editor, draft, **changes):
    """Where a briefing is sent, and what is posted there from its page as it is now, read through."""
    address = f"{draft.get_absolute_url()}send/"
    return address, {"seen": hidden(browser(editor).get(address), "seen"), "read": "on"} | changes


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

        answer = browser(editor).post(*to_send(editor, draft))

        assert "There is nothing in it yet: put an item in first." in words(answer)

    def test_sent_twice_the_second_is_told_that_somebody_was_first(self, council, editor):
        draft = begin(editor)
        put_in(editor, submit(council.head), draft)
        address, facts = to_send(editor, draft)

        answers = [browser(editor).post(address, facts).status_code for _press in range(2)]

        assert answers == [302, 409]
        assert browser(editor).get(f"{draft.get_absolute_url()}edit/").status_code == 409

    def test_before_its_day_it_is_sent_only_where_that_is_confirmed(self, council, editor):
        on = timezone.localdate() + datetime.timedelta(days=3)
        draft = begin(editor, on=on)
        put_in(editor, submit(council.head), draft)
        address, facts = to_send(editor, draft)

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
        address, facts = to_send(editor, draft)

        shown, refused = browser(editor).get(address), browser(editor).post(address, facts)
        first = Briefing.objects.get(pk=draft.pk).status
        browser(editor).post(address, facts | {"without": "on"})

        assert "3 items still wait and are not in it: “The chess club”, “A walk”, “A film”." in words(shown)
        assert refused.context["form"].errors == {"without": ["Confirm that it is sent without the items that wait, or put them in first"]}
        assert (first, Briefing.objects.get(pk=draft.pk).status) == ("draft", "sent")

    def test_it_is_sent_only_where_it_is_confirmed_that_somebody_read_it_through(self, council, editor):
        draft = begin(editor)
        put_in(editor, submit(council.head), draft)
        address, facts = to_send(editor, draft, read="")

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

        assert set(browser(editor).get(f"{draft.get_absolute_url()}send/").context["form"].fields) == {"seen", "read"}

    @pytest.mark.parametrize("change", [
        lambda editor, draft, one: put_in(editor, submit(editor, title="A second"), draft),
        lambda editor, draft, one: services.take_out(one, actor=fresh(editor)),
        lambda editor, draft, one: browser(editor).post(f"{one.get_absolute_url()}edit/", edited(one, text="Quite other words.")),
        lambda editor, draft, one: services.tag(one, [Ward.objects.get(name="Castle")], []),
        lambda editor, draft, one: services.rewrite(draft, actor=fresh(editor), version=draft.version, title="Another title"),
        lambda editor, draft, one: submit(editor, title="It came late")])
    def test_what_was_changed_after_the_page_was_opened_is_not_sent_unread(self, council, editor, change):
        draft, one = begin(editor), submit(council.head)
        put_in(editor, one, draft)
        submit(council.member, title="It waits")
        address, facts = to_send(editor, draft, without="on")
        change(editor, draft, one)

        answer = browser(editor).post(address, facts)

        assert answer.status_code == 409
        assert "something of the briefing, or of what waits, was changed" in words(answer)
        assert Briefing.objects.get(pk=draft.pk).status == "draft"
        if Briefing.objects.get(pk=draft.pk).items.exists():
            assert browser(editor).post(*to_send(editor, draft, without="on")).status_code == 302

    def test_in_whatever_order_the_items_came_it_is_the_order_that_was_read(self, council, editor):
        draft = begin(editor)
        for title in ("First", "Second"):
            put_in(editor, submit(council.head, title=title), draft)
        address, facts = to_send(editor, draft)
        services.sooner(Item.objects.get(title="Second"), actor=fresh(editor))

        answer = browser(editor).post(address, facts)

        assert answer.status_code == 409
        assert "In it now: “Second”, “First”." in words(answer)

    def test_what_is_changed_between_the_check_and_the_sending_is_not_sent_either(self, council, editor):
        draft = begin(editor)
        put_in(editor, submit(council.head), draft)
        seen = services.as_it_is(draft, services.still_waiting())
        submit(council.member, title="It came late")

        with pytest.raises(Changed):
            services.send(draft, actor=fresh(editor), seen=seen)
        assert Briefing.objects.get(pk=draft.pk).status == "draft"

    def test_an_item_read_before_its_briefing_was_sent_is_changed_no_more(self, council, editor):
        one, draft = submit(council.head), begin(editor)
        put_in(editor, one, draft)
        read = Item.objects.select_related("briefing").get(pk=one.pk)
        services.send(draft, actor=fresh(editor))

        with pytest.raises(Changed):
            services.edit(read, actor=fresh(editor), version=read.version, wards=[], services=[], title="Other", text="Words")
        assert Item.objects.get(pk=one.pk).title == "The library moves"

    def test_the_page_on_which_it_is_sent_shows_what_is_sent(self, council, editor):
        draft = begin(editor, intro="Good morning to all.")
        put_in(editor, submit(council.head, text="It is in the old school."), draft)

        said = words(browser(editor).get(f"{draft.get_absolute_url()}send/"))

        assert said.index("Good morning to all.") < said.index("It is in the old school.") < said.index("I have read it through")
        assert "Edit this item" not in said

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
