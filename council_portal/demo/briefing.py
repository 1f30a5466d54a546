"""The demo council's weekly briefing: two that were sent, one that is being edited, and items that wait. All invented, and marked so."""
import datetime
import uuid

from conversations.briefing import services
from conversations.briefing.models import Briefing, Item
from council_portal.access.models import in_force
from council_portal.accounts.models import Service, Ward
from council_portal.clock.days import at_london
from council_portal.demo.data import data
from council_portal.demo.days import DAY
from council_portal.demo.keeping import NAMESPACE
from council_portal.demo.programme import who
from council_portal.outbox.models import Message

FRIDAY, NINE = 4, datetime.time(9)


def brief(today):
    """Everything of the briefing. today: a date; the briefing that is being edited is that of the next Friday, and of today on one."""
    given, editor = data("briefing"), who("communications")
    friday = today + (FRIDAY - today.weekday()) % 7 * DAY
    for one in given["briefing"]:
        make(one, friday + 7 * one["weeks"] * DAY, today - DAY, editor)
    for one in given["item"]:
        if "briefing" not in one:
            item = submit(one, today - 2 * DAY, editor)
            if "why" in one:
                services.leave_out(item, actor=editor, text=one["why"])


def make(one, on, latest, editor):
    """One briefing with its items, submitted three days before it, or on the latest day that has been; one of an earlier week is sent, and
    dated back to the morning of its day."""
    given = data("briefing")
    intro = f"{one['intro']}\n\n{given['marked']}".strip()
    briefing = services.begin(actor=editor, key=key(f"of week {one['weeks']}"), title=one["title"], on=on, intro=intro)
    for item in given["item"]:
        if item.get("briefing") == one["weeks"]:
            services.put_in(submit(item, min(on - 3 * DAY, latest), editor), actor=editor, briefing=briefing)
    if one["weeks"] < 0:
        services.send(briefing, actor=editor)
        Briefing.objects.filter(pk=briefing.pk).update(sent_at=at_london(on, NINE), last_activity=at_london(on, NINE))
        if one["weeks"] < -1:
            services.note_read(briefing, actor=who("member"))


def submit(one, on, editor):
    """An item, submitted on this day before the briefing; edited where the data says what it was."""
    first = who("member").person
    wards = Ward.objects.filter(principal__appointments__in=first.appointments.filter(in_force())) if one.get("wards") == "own" else []
    tags = {"wards": list(wards), "services": list(Service.objects.filter(name__in=one.get("services", [])))}
    facts = {"title": one["title"], "needs_you": "by" in one, "by": on + one["by"] * DAY if "by" in one else None,
             "link": one.get("link", "")}
    item = services.submit(actor=who(one["role"]), key=key(one["title"]), text=one.get("was", one["text"]), **tags, **facts)
    Item.objects.filter(pk=item.pk).update(made_at=at_london(on, NINE))
    if "was" in one:
        services.edit(item, actor=editor, version=item.version, text=one["text"], **tags, **facts)
    return item


def mail_two():
    """Let the last briefing that was sent go by mail to two cards: a Member whose ward it has news of, and one of another ward.

    After the building, of which nothing is mailed otherwise: so /demo/mail/ shows that each Member's own wards come first.
    """
    last = Briefing.objects.filter(status=Briefing.Status.SENT).first()
    to = [who(role).person for role in ("member", "other_member")]
    Message.objects.filter(kind="briefing", about_uid=last.uid, to__in=to).update(status=Message.Status.QUEUED, why_not="")


def key(words):
    """The key of a form, the same at every build."""
    return uuid.uuid5(NAMESPACE, f"briefing {words}")
