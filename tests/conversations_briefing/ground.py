"""Items and briefings for the tests, made through the real services. All invented."""
import uuid

from django.utils import timezone

from conversations.briefing import services
from council_portal.accounts.models import Ward
from tests.factories import fresh


def submit(user, **changes):
    """An item of this account."""
    given = {"actor": fresh(user), "key": uuid.uuid4(), "title": "The library moves", "text": "From Monday it is in the old school.",
             "needs_you": False, "by": None, "link": ""}
    return services.submit(**(given | changes))


def begin(editor, **changes):
    """A briefing that this editor begins."""
    given = {"actor": fresh(editor), "key": uuid.uuid4(), "title": "Briefing of the week", "on": timezone.localdate(),
             "intro": "Good morning."}
    return services.begin(**(given | changes))


def put_in(editor, item, briefing):
    """An item, put in a briefing."""
    return services.put_in(item, actor=fresh(editor), briefing=briefing)


def sent(editor, *items, **changes):
    """A briefing of these items that was sent."""
    briefing = begin(editor, **changes)
    for item in items:
        put_in(editor, item, briefing)
    return services.send(briefing, actor=fresh(editor))


def furnish(made):
    """For the council of the matrices: a briefing that was sent with an item of the Head of Service, one that is being edited with another,
    and three items of the first Member: one waits, one was left out, one was taken back."""
    editor, member, head = (made.users[who] for who in ("communications", "member", "head_of_service"))
    published, draft = submit(head, wards=[Ward.objects.get(name="Mill Hill")]), begin(editor, title="Briefing of next week")
    out, back = submit(member, title="A film evening"), submit(member, title="A walk")
    services.leave_out(out, actor=fresh(editor), text="It was in the last one.")
    services.take_back(back, actor=fresh(member))
    return {"briefing": sent(editor, published).uid, "draft_briefing": draft.uid, "item": submit(member, title="The canal path").uid,
            "item_sent": published.uid, "item_in": put_in(editor, submit(head, title="The depot moves"), draft).uid, "item_out": out.uid,
            "item_back": back.uid}
