"""The weekly briefing: submitted, edited, sent, read (RUG-BRIEF)."""
import datetime
import email
import email.policy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations.briefing import services
from conversations.briefing.mail import words as mail_words
from conversations.briefing.models import Briefing, Item
from council_portal.access.decisions import Forbidden, can
from council_portal.design.dates import day
from council_portal.matters.services import Changed
from council_portal.outbox.models import Message
from council_portal.outbox.services import claim, deliver
from tests.casework.ground import browser, words
from tests.conversations_briefing.ground import begin, sent, submit
from tests.factories import fresh, officer
from tests.outbox.server import serving

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RUG-BRIEF")]


@pytest.fixture
def editor(council):
    """An officer of Communications."""
    return officer("Nell Ashby", "communications")


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("to__name", flat=True))


class TestItems:
    def test_members_and_officers_submit_and_communications_are_told(self, council, editor):
        submit(council.member)
        submit(council.head)
        assert told("item_for_briefing") == ["Nell Ashby", "Nell Ashby"]

    def test_until_it_is_sent_only_the_submitter_and_communications_see_it(self, council, editor):
        item = submit(council.member)
        seers = [name for name, user in council.accounts.items() if can(fresh(user), "view", item)]
        assert (seers, can(fresh(editor), "view", item)) == (["member"], True)
        assert browser(council.colleague).get(item.get_absolute_url()).status_code == 404

        sent(editor, item)

        item.refresh_from_db()
        assert all(can(fresh(user), "view", item) for user in council.accounts.values())
        assert set(Item.objects.permitted(fresh(council.colleague))) == {item}

    def test_what_is_left_out_is_told_with_the_reason_and_stays_the_submitters_own(self, council, editor):
        item = submit(council.member)
        services.leave_out(item, actor=fresh(editor), text="It was in last week's.")

        assert told("item_left_out") == ["Aisha Rahman"]
        assert "It was in last week's." in words(browser(council.member).get(item.get_absolute_url()))
        assert not can(fresh(council.colleague), "view", item)

    def test_edited_words_stand_beside_those_that_were_submitted(self, council, editor):
        item = submit(council.member)
        services.edit(item, actor=fresh(editor), version=item.version, wards=[], services=[], title="Library moves",
                      text="To the old school.", needs_you=False, by=None, link="")

        page = words(browser(council.member).get(item.get_absolute_url()))
        assert "To the old school." in page
        assert "From Monday it is in the old school." in page

    def test_of_two_who_edit_it_the_second_is_refused(self, council, editor):
        item = submit(council.member)
        given = {"actor": fresh(editor), "version": item.version, "wards": [], "services": [], "title": "A", "text": "B",
                 "needs_you": False, "by": None, "link": ""}
        services.edit(item, **given)
        with pytest.raises(Changed):
            services.edit(item, **given)

    def test_nobody_but_communications_edits_and_the_submitter_takes_back_what_waits(self, council, editor):
        item = submit(council.member)
        with pytest.raises(Forbidden):
            services.leave_out(item, actor=fresh(council.member), text="x")
        services.put_in(item, actor=fresh(editor), briefing=begin(editor))
        with pytest.raises(Forbidden):
            services.take_back(item, actor=fresh(council.member))
        services.take_out(item, actor=fresh(editor))
        assert services.take_back(item, actor=fresh(council.member)).status == Item.Status.TAKEN_BACK


class TestSending:
    def test_each_member_is_told_once_and_nobody_changes_it_any_more(self, council, editor):
        item = submit(council.head)
        briefing = sent(editor, item)
        item.refresh_from_db()

        assert told("briefing") == ["Aisha Rahman", "Gwen Pritchard", "Tomasz Wolny"]
        for act in (lambda: services.send(briefing, actor=fresh(editor)), lambda: services.take_out(item, actor=fresh(editor)),
                    lambda: services.leave_out(item, actor=fresh(editor), text="x"),
                    lambda: services.rewrite(briefing, actor=fresh(editor), version=briefing.version, title="x"),
                    lambda: services.put_in(submit(council.head), actor=fresh(editor), briefing=briefing)):
            with pytest.raises(Changed):
                act()

    def test_an_empty_one_is_not_sent(self, council, editor):
        with pytest.raises(services.CannotBe):
            services.send(begin(editor), actor=fresh(editor))

    def test_a_draft_is_read_by_communications_alone(self, council, editor):
        briefing = begin(editor)
        assert [name for name, user in council.accounts.items() if can(fresh(user), "view", briefing)] == []
        assert browser(council.member).get(briefing.get_absolute_url()).status_code == 404

    def test_the_mail_is_one_accessible_mail_with_the_parts_for_the_readers_wards_first(self, council, editor, settings):
        far = submit(council.head, title="A road in Castle", wards=[council.wards.castle])
        everywhere = submit(council.head, title="For everybody")
        near = submit(council.head, title="The mill race", wards=[council.wards.mill_hill])
        needs = submit(council.head, title="Say what you think", needs_you=True, by=datetime.date(2026, 12, 18))
        sent(editor, far, everywhere, near, needs)

        with serving() as box:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 5
            Message.objects.exclude(kind="briefing", to=council.member.person).update(status="cancelled")
            assert [deliver(one) for one in claim()] == ["sent"]
            mail = email.message_from_bytes(box.envelopes[-1].content, policy=email.policy.default)

        text, page = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
        order = ["The mill race", "Say what you think", "For everybody", "A road in Castle"]
        for said in (text, page):
            places = [said.index(title) for title in order]
            assert places == sorted(places)
        assert "By 18 December 2026" in text
        assert 'lang="en' in page
        assert mail["To"] == council.member.person.email

    def test_own_wards_come_before_everything_and_what_others_wards_need_is_information_under_their_names(self, council, editor):
        mill, castle = [council.wards.mill_hill], [council.wards.castle]
        by = datetime.date(2030, 5, 2)
        given = [("Say what you think of the mill", {"wards": mill, "needs_you": True, "by": by}),
                 ("The mill race", {"wards": mill}), ("Come to the count", {"needs_you": True, "by": by}), ("The canteen", {}),
                 ("The keep", {"wards": castle, "services": [council.services.housing]}),
                 ("The moat", {"wards": castle, "needs_you": True})]
        briefing = sent(editor, *(submit(council.head, title=title, **facts) for title, facts in given))

        parts = browser(council.other_member).get(briefing.get_absolute_url()).context["parts"]  # for Castle

        assert [(part["heading"], [(one["title"], one["about"], one["by"]) for one in part["lines"]]) for part in parts] == [
            ("Your wards: needs you", [("The moat", "Castle", "")]),
            ("Your wards: for information", [("The keep", "Castle · Housing", "")]),
            ("All wards: needs you", [("Come to the count", "All wards", "By 2 May 2030")]),
            ("All wards: for information", [("The canteen", "All wards", "")]),
            ("Mill Hill: for information", [("Say what you think of the mill", "Mill Hill", "Needs the Members of this ward by 2 May 2030"),
                           ("The mill race", "Mill Hill", "")])]
        text, page = mail_words(briefing, council.other_member.person)[1:]
        assert text.index("YOUR WARDS: NEEDS YOU") < text.index("The moat") < text.index("ALL WARDS: NEEDS YOU") < text.index("MILL HILL")
        assert "Castle · Housing" in text
        assert "Castle · Housing" in page

    def test_a_day_that_is_past_is_marked_where_it_is_sent_and_where_it_is_read(self, council, editor):
        today = timezone.localdate()
        item = submit(council.head, needs_you=True, by=today)
        Item.objects.filter(pk=item.pk).update(by=today - datetime.timedelta(days=1))
        briefing = begin(editor)
        services.put_in(Item.objects.get(pk=item.pk), actor=fresh(editor), briefing=briefing)
        on = day(today - datetime.timedelta(days=1))
        assert f"“The library moves” asks something by {on}: this day is past." in words(
            browser(editor).get(f"{briefing.get_absolute_url()}send/"))
        assert f"By {on} (this day is past)" in words(browser(editor).get(briefing.get_absolute_url()))

        services.send(briefing, actor=fresh(editor))
        assert f"By {on} (this day is past)" in words(browser(council.member).get(briefing.get_absolute_url()))

    def test_a_day_that_was_still_to_come_when_it_was_sent_is_not_marked_later(self, council, editor):
        today = timezone.localdate()
        briefing = sent(editor, submit(council.head, needs_you=True, by=today))
        Briefing.objects.filter(pk=briefing.pk).update(sent_at=timezone.now() - datetime.timedelta(days=9))
        Item.objects.update(by=today - datetime.timedelta(days=8))

        assert "this day is past" not in words(browser(council.member).get(briefing.get_absolute_url()))

    def test_the_order_of_the_editor_holds_within_a_part(self, council, editor):
        items = [submit(council.head, title=f"Item {n}") for n in range(3)]
        briefing = begin(editor)
        for item in items:
            services.put_in(item, actor=fresh(editor), briefing=briefing)
        services.sooner(Item.objects.get(pk=items[2].pk), actor=fresh(editor))

        assert [one.title for one in briefing.items.order_by("place")] == ["Item 0", "Item 2", "Item 1"]


class TestReading:
    def test_unread_ones_are_counted_until_they_are_opened(self, council, editor):
        first, second = sent(editor, submit(council.head)), sent(editor, submit(council.head))
        assert services.unread(fresh(council.member)) == 2

        browser(council.member).get(first.get_absolute_url())
        browser(council.member).get(first.get_absolute_url())

        assert services.unread(fresh(council.member)) == 1
        assert words(browser(council.member).get("/briefing/")).count("New") == 1
        assert second.status == Briefing.Status.SENT

    def test_what_was_sent_before_somebody_came_is_not_counted_for_them(self, council, editor):
        sent(editor, submit(council.head))
        late = officer("Ola Reed", "clo", of=council.services.housing, since=timezone.now())
        assert services.unread(fresh(late)) == 0

    @pytest.mark.parametrize(("query", "found"), [
        ("q=library school", True), ("q=LIBRARY", True), ("q=library bus", False), ("ward=mill_hill", True), ("ward=castle", False),
        ("ward=castle&none", True), ("service=street_scene&q=school", True)])
    def test_the_archive_is_searched_by_words_ward_and_service(self, council, editor, query, found):
        about = [] if "none" in query else [council.wards.mill_hill]  # of none: about every ward
        sent(editor, submit(council.head, wards=about, services=[council.services.street_scene]))
        for name in ("mill_hill", "castle"):
            query = query.replace(f"ward={name}", f"ward={getattr(council.wards, name).uid}")
        query = query.replace("street_scene", str(council.services.street_scene.uid))

        assert ("The library moves" in words(browser(council.member).get(f"/briefing/?{query}"))) is found

    def test_a_search_finds_nothing_of_what_was_not_sent(self, council, editor):
        services.put_in(submit(council.head), actor=fresh(editor), briefing=begin(editor))
        for user in (council.member, council.head, editor):
            assert "The library moves" not in words(browser(user).get("/briefing/?q=library"))

    def test_more_items_and_more_briefings_take_no_statement_more(self, council, editor):
        def taken(address):
            with CaptureQueriesContext(connection) as captured:
                assert browser(council.member).get(address).status_code == 200
            return len(captured)

        one = sent(editor, submit(council.head, wards=[council.wards.castle]))
        taken(one.get_absolute_url())
        few = taken(one.get_absolute_url()), taken("/briefing/"), taken("/briefing/?q=library")
        many = sent(editor, *(submit(council.head, wards=[council.wards.castle]) for _n in range(4)))
        taken(many.get_absolute_url())
        assert (taken(many.get_absolute_url()), taken("/briefing/"), taken("/briefing/?q=library")) == few
