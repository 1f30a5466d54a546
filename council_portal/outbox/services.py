"""Queueing and delivering messages. Nothing is told twice, nothing is told to who may no longer know."""
import datetime
import logging

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.outbox.enclosures import enclosed, worded
from council_portal.outbox.kinds import SENTENCES
from council_portal.outbox.models import Message

log = logging.getLogger(__name__)
CLAIM = datetime.timedelta(minutes=5)
ATTEMPTS = 8
PATIENCE = 20  # seconds for a mail server to answer; without one a server that hangs would hold up every message for ever


def post(matter, kind, *, to, key="", path=None, anyway=False):
    """Queue a message of this kind about this matter for each of these people. Call inside the change's transaction.

    matter: None when the message is about no matter that they may see; `path` says then where it leads. to: people (somebody
    listed twice is told once). key: what makes this telling one and the same ("answer 3"): the same kind, matter, key and person
    are never told again. anyway: it tells them that it is theirs no longer; it leads to the home page. Returns the messages made.
    """
    SENTENCES[kind]
    about = {"about": matter._meta.label_lower, "about_uid": matter.uid, "reference": matter.reference} if matter else {}
    made = []
    for person in {p.pk: p for p in to}.values():
        message, new = Message.objects.get_or_create(
            key=key_of(matter, kind, key, person),
            defaults={"to": person, "kind": kind, "path": "/" if anyway else path or matter.get_absolute_url(), "anyway": anyway, **about})
        made += [message] if new else []
    return made


def key_of(matter, kind, key, person):
    """What makes the telling of one person one and the same."""
    return f"{kind}:{matter.uid if matter else ''}:{key}:{person.uid}"


def told(matter, kind, people, *, key=""):
    """{key of a person: their Message} of this kind about this matter, for those of these people who were told. One statement."""
    keys = [key_of(matter, kind, key, person) for person in people]
    return {message.to_id: message for message in Message.objects.filter(key__in=keys)}


def claim(limit=20, *, now=None):
    """Take up to `limit` queued messages for this process alone, for five minutes. Skips what another has locked (PostgreSQL)."""
    now = now or timezone.now()
    with transaction.atomic():
        rows = Message.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), status=Message.Status.QUEUED, next_try_at__lte=now)
        if connection.vendor == "postgresql":
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        taken = list(rows.select_related("to").order_by("next_try_at", "pk")[:limit])
        Message.objects.filter(pk__in=[m.pk for m in taken]).update(claimed_until=now + CLAIM)
    for message in taken:
        message.claimed_until = now + CLAIM
    return taken


def still_ours(message, now):
    """Hold on to a claimed message for another five minutes; False when the claim has lapsed and somebody else has taken it."""
    ours = Message.objects.filter(pk=message.pk, status=Message.Status.QUEUED, claimed_until=message.claimed_until)
    return bool(ours.update(claimed_until=now + CLAIM))


def still_entitled(message):
    """May this person see the matter now? Asked of a fresh person, for each message; through a closed account nobody sees anything."""
    if not message.about or message.anyway:
        return True
    matter = matter_of(message)
    person = type(message.to).objects.get(pk=message.to_id)
    return matter is not None and can(getattr(person, "user", person), "view", matter)


def matter_of(message):
    """What a message is about, or None."""
    return apps.get_model(message.about)._default_manager.filter(uid=message.about_uid).first() if message.about else None


def deliver(message, *, now=None):
    """Send one claimed message: one recipient, neutral text, a link. Backs off on failure, gives up loudly. Returns its status.

    A message whose claim another process has taken over meanwhile is left to it: QUEUED is returned and nothing is done.
    """
    now = now or timezone.now()
    if not still_ours(message, now):
        return Message.Status.QUEUED
    if not message.to.email:
        return settle(message, Message.Status.CANCELLED, why_not="no council address")
    try:
        if not still_entitled(message):
            return settle(message, Message.Status.CANCELLED, why_not="no longer entitled")
        letter(message).send()
    except Exception as fault:  # whatever is wrong with one message must not keep back the others
        attempts = message.attempts + 1
        if attempts >= ATTEMPTS:
            log.error("message %s given up after %s attempts: %s", message.uid, attempts, type(fault).__name__)
            return settle(message, Message.Status.FAILED, attempts=attempts, why_not=type(fault).__name__)
        later = now + datetime.timedelta(seconds=30 * 2**attempts)
        return settle(message, Message.Status.QUEUED, attempts=attempts, why_not=type(fault).__name__, next_try_at=later)
    return settle(message, Message.Status.SENT, attempts=message.attempts + 1, sent_at=now, why_not="")


def settle(message, status, **changes):
    """Write how it went; the claim is given back."""
    Message.objects.filter(pk=message.pk).update(status=status, claimed_until=None, **changes)
    return status


def letter(message):
    """The e-mail: one `To`, no copy of any kind, no content, a link to the page. The same Message-ID at every attempt.

    What a room encloses with messages of this kind (`outbox.enclosures`) comes with it, and only what it registered words for has content.
    """
    subject, text, page = worded(message, matter_of) or neutral(message)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    mail = EmailMultiAlternatives(
        subject=subject, body=text, to=[message.to.email],
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT or PATIENCE), headers={"Message-ID": f"<{message.uid}@{domain}>"})
    for content, kind in [*([(page, "text/html")] if page else []), *enclosed(message, matter_of)]:
        mail.attach_alternative(content, kind)
    return mail


def neutral(message):
    """(subject, text, ""): what most messages say, which is that there is something."""
    link = settings.PORTAL_ORIGIN.rstrip("/") + message.path
    text = render_to_string("outbox/message.txt", {
        "sentence": SENTENCES[message.kind], "reference": message.reference, "link": link, "council_name": settings.COUNCIL_NAME})
    return _("%(council)s: there is something for you in the council portal") % {"council": settings.COUNCIL_NAME}, text, ""


def given_up(now=None):
    """(how many messages were given up in 30 days, how many have been due for more than an hour). Numbers only: nothing of whom or what."""
    now = now or timezone.now()
    failed = Message.objects.filter(status=Message.Status.FAILED, created_at__gte=now - datetime.timedelta(days=30))
    late = Message.objects.filter(status=Message.Status.QUEUED, next_try_at__lte=now - datetime.timedelta(hours=1))
    return failed.count(), late.count()
