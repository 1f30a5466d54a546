"""How the Members of the wards were told of a notice and of each other hour of it, in words: what the portal knows, and no more."""
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.design.dates import day, moment
from council_portal.outbox.models import Message


def told_in_words(one, notice):
    """How a Member was told of it and of each move of its hour, as sentences. one: reading.Evidence."""
    first = told_first(one, notice) if one.told_at is None else [
        _("Shown in the portal since %(when)s.") % {"when": moment(one.told_at)}, message_in_words(one.message)]
    return first + [move_in_words(move, one) for move in one.moves]


def told_first(one, notice):
    """Of a Member who was not told when it was issued."""
    later = one.since and notice.issued_at and one.since > notice.issued_at
    return [_("Not told: in office since %(when)s.") % {"when": in_office(one)} if later else _("Not told.")]


def move_in_words(move, one):
    """Whether this Member was told that the hour was moved. move: reading.Move."""
    hour = {"hour": moment(move.turn.publish_at), "at": moment(move.turn.at)}
    if move.message:
        how = message_in_words(move.message)
    elif one.since and one.since > move.turn.at:
        how = _("Not told of it: in office since %(when)s.") % {"when": in_office(one)}
    else:
        how = _("Not told of it.")
    return _("Moved on %(at)s to %(hour)s.") % hour + " " + how


def in_office(one):
    """The London day since when they sit for a ward of it."""
    return day(timezone.localdate(one.since))


def message_in_words(message):
    """When a message was written, and when it was sent or why it was not."""
    if message is None:
        return _("No message was written.")
    written = {"written": moment(message.created_at)}
    if message.status == Message.Status.SENT:
        return _("Message written on %(written)s, sent on %(sent)s.") % {**written, "sent": moment(message.sent_at)}
    if message.status in (Message.Status.QUEUED, Message.Status.HELD):
        return waiting_in_words(message, written)
    if message.status == Message.Status.FAILED:
        return _("Message written on %(written)s, not sent: the mail server did not take it, and the portal has given up.") % written
    return _("Message written on %(written)s, not sent: %(why)s.") % {**written, "why": why_not(message)}


def waiting_in_words(message, written):
    """Of one that is still to be sent; that the mail server did not take it yet, where it did not."""
    if message.attempts:
        return _("Message written on %(written)s, not sent yet: the mail server did not take it. It is tried again.") % written
    return _("Message written on %(written)s, not sent yet: it waits for its turn.") % written


def why_not(message):
    """Why a message was not sent."""
    known = {"no council address": _("the Member has no council address"),
             "no longer entitled": _("the Member might not see the notice any more")}
    return known.get(message.why_not, message.why_not or _("no reason was recorded"))
