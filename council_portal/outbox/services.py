"""Queueing and delivering messages. Nothing is told twice, nothing is told to who may no longer know."""
import datetime
import logging

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.access.decisions import can
from council_portal.outbox.enclosures import ASKED, SAYS, enclosed, worded
from council_portal.outbox.kinds import DIGEST, SENTENCES
from council_portal.outbox.models import Message
from council_portal.outbox.pace import SUBJECT_OF, SUBJECTS, waits

log = logging.getLogger(__name__)
CLAIM = datetime.timedelta(minutes=5)
ATTEMPTS = 8
PATIENCE = 20  # seconds for a mail server to answer; without one a server that hangs would hold up every message for ever


def post(matter, kind, *, to, key="", path=None, anyway=False):
    """Queue a message of this kind about this matter for each of these people. Call inside the change's transaction.

    matter: None when the message is about no matter that they may see; `path` says then where it leads. to: people (somebody
    listed twice is told once). key: what makes this telling one and the same ("answer 3"): the same kind, matter, key and person
    are never told again. anyway: it tells them that it is theirs no longer; it leads to the home page. A Member who chose to hear of
    such things daily or weekly is told then (`outbox.pace`). Returns the messages made.
    """
    SENTENCES[kind]
    to, now = {person.pk: person for person in to}, timezone.now()
    held = waits(kind, to.values(), now=now)
    about = {"about": matter._meta.label_lower, "about_uid": matter.uid, "reference": matter.reference} if matter else {}
    made = []
    for person in to.values():
        when = {"status": Message.Status.HELD, "next_try_at": held[person.pk]} if person.pk in held else {}
        message, new = Message.objects.get_or_create(
            key=key_of(matter, kind, key, person),
            defaults={"to": person, "kind": kind, "path": "/" if anyway else path or matter.get_absolute_url(), "anyway": anyway,
                      **about, **when})
        made += [message] if new else []
    return made


def key_of(matter, kind, key, person):
    """What makes the telling of one person one and the same."""
    return f"{kind}:{matter.uid if matter else ''}:{key}:{person.uid}"


def told(matter, kind, people, *, key=""):
    """{key of a person: their Message} of this kind about this matter, for those of these people who were told. One statement."""
    keys = [key_of(matter, kind, key, person) for person in people]
    return {message.to_id: message for message in Message.objects.filter(key__in=keys)}


def told_each(matter, tellings, people):
    """{(kind, key, key of a person): their Message} of each of these (kind, key) about this matter, as `post` takes them. One statement."""
    keys = {key_of(matter, kind, key, person): (kind, key, person.pk) for kind, key in tellings for person in people}
    return {keys[message.key]: message for message in Message.objects.filter(key__in=keys)}


def told_about(person_id, kinds, *, since):
    """The uids of the matters of which this person was told something of these kinds since then (an instant), for a condition."""
    return Message.objects.filter(to=person_id, kind__in=kinds, created_at__gte=since).values("about_uid")


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
    still = ASKED.get(message.kind)
    if not still and (not message.about or message.anyway):
        return True
    person = type(message.to).objects.get(pk=message.to_id)
    reader = getattr(person, "user", person)
    if still:
        return any(one(message, reader) for one in still)
    matter = matter_of(message)
    return matter is not None and can(reader, "view", matter)


def matter_of(message):
    """What a message is about, or None."""
    return apps.get_model(message.about)._default_manager.filter(uid=message.about_uid).first() if message.about else None


def deliver(message, *, now=None):
    """Send one claimed message: one recipient, neutral text, a link. Backs off on failure, gives up loudly. Returns its status.

    A message whose claim another process has taken over meanwhile is left to it: QUEUED is returned and nothing is done. Of what goes
    together in one message each part is asked for again, and only what its reader may still see is told.
    """
    now = now or timezone.now()
    if not still_ours(message, now):
        return Message.Status.QUEUED
    if not message.to.email:
        return settle(message, Message.Status.CANCELLED, why_not="no council address")
    try:
        parts = [part for part in parts_of(message) if still_entitled(part)]
        if not parts:
            return settle(message, Message.Status.CANCELLED, why_not="no longer entitled")
        letter(message, parts).send()
    except Exception as fault:  # whatever is wrong with one message must not keep back the others
        attempts = message.attempts + 1
        if attempts >= ATTEMPTS:
            log.error("message %s given up after %s attempts: %s", message.uid, attempts, type(fault).__name__)
            return settle(message, Message.Status.FAILED, attempts=attempts, why_not=type(fault).__name__)
        later = now + datetime.timedelta(seconds=30 * 2**attempts)
        return settle(message, Message.Status.QUEUED, attempts=attempts, why_not=type(fault).__name__, next_try_at=later)
    if message.kind == DIGEST:
        message.parts.exclude(pk__in=[part.pk for part in parts]).update(status=Message.Status.CANCELLED, why_not="no longer entitled")
    return settle(message, Message.Status.SENT, attempts=message.attempts + 1, sent_at=now, why_not="")


def parts_of(message):
    """The messages that go within this one: itself, unless it gathers what waited."""
    return list(message.parts.select_related("to").order_by("pk")) if message.kind == DIGEST else [message]


@transaction.atomic
def settle(message, status, **changes):
    """Write how it went; the claim is given back. What went within it goes the same way, except that it waits while this is tried again."""
    Message.objects.filter(pk=message.pk).update(status=status, claimed_until=None, **changes)
    if message.kind == DIGEST and status != Message.Status.QUEUED:
        message.parts.filter(status=Message.Status.HELD).update(status=status, **changes)
    return status


def letter(message, parts=()):
    """The e-mail: one `To`, no copy of any kind, no content, a link to the page. The same Message-ID at every attempt.

    What a room encloses with messages of this kind (`outbox.enclosures`) comes with it, and only what it registered words for has content.
    parts: what goes within a message that gathers.
    """
    enclosures = enclosed(message, matter_of)
    says = SAYS.get(message.kind, "") if enclosures else ""
    subject, text, page = gathered(parts) if message.kind == DIGEST else worded(message, matter_of) or neutral(message, says)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    mail = EmailMultiAlternatives(
        subject=subject, body=text, to=[message.to.email],
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT or PATIENCE), headers={"Message-ID": f"<{message.uid}@{domain}>"})
    for content, kind in [*([(page, "text/html")] if page else []), *enclosures]:
        mail.attach_alternative(content, kind)
    return mail


def neutral(message, says=""):
    """(subject, text, ""): what most messages say, which is that there is something. says: what the enclosure does."""
    text = render_to_string("outbox/message.txt", {
        "sentence": SENTENCES[message.kind], "says": says, "reference": message.reference, "link": link_of(message),
        "council_name": settings.COUNCIL_NAME})
    return subject_line(), text, ""


def gathered(parts):
    """(subject, text, ""): each sentence with its link, by subject, once for what was told several times. As neutral as one alone."""
    said = {subject: {} for subject in SUBJECTS}
    for part in parts:
        said[SUBJECT_OF[part.kind]].setdefault((part.kind, part.path), {
            "sentence": SENTENCES[part.kind], "reference": part.reference, "link": link_of(part)})
    subjects = [(SUBJECTS[subject].title, found.values()) for subject, found in said.items() if found]
    return subject_line(), render_to_string("outbox/digest.txt", {
        "subjects": subjects, "choose": settings.PORTAL_ORIGIN.rstrip("/") + reverse("messages:pace"),
        "council_name": settings.COUNCIL_NAME}), ""


def link_of(message):
    """The whole address that a message leads to."""
    return settings.PORTAL_ORIGIN.rstrip("/") + message.path


def subject_line():
    """The subject of every neutral message."""
    return _("%(council)s: there is something for you in the council portal") % {"council": settings.COUNCIL_NAME}


def given_up(now=None):
    """(how many messages were given up in 30 days, how many have been due for more than an hour). Numbers only: nothing of whom or what."""
    now = now or timezone.now()
    failed = Message.objects.filter(status=Message.Status.FAILED, created_at__gte=now - datetime.timedelta(days=30))
    late = Message.objects.filter(status__in=[Message.Status.QUEUED, Message.Status.HELD], digest=None,
                                  next_try_at__lte=now - datetime.timedelta(hours=1))
    return failed.count(), late.count()
