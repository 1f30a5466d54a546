"""The mail that was sent in the demo, read from the files in which Django's file mailer keeps it."""
import datetime
import email
import email.policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.design.dates import moment
from council_portal.outbox.kinds import IN_CONFIDENCE
from council_portal.outbox.models import Message


def sent_to_show(user):
    """[(instant, when its file was written, place in it, letter)] that this reader may see, the newest file first.

    SECURITY: what went in confidence to somebody else is left out before anything is counted, as if it had never been sent.
    """
    hidden = {str(uid) for uid in Message.objects.filter(kind__in=IN_CONFIDENCE).exclude(to=user.person_id).values_list("uid", flat=True)}
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    for path in sorted(folder.glob("*.log"), reverse=True) if folder.is_dir() else ():
        for place, one in enumerate(letters(path.read_bytes())):
            if one["number"] not in hidden:
                yield one["at"], path.stat().st_mtime_ns, place, one


def letters(data):
    """The letters of one file of Django's file mailer, which ends each with a line of dashes."""
    for part in data.split(b"-" * 79):
        if part.strip():
            letter = email.message_from_bytes(part.strip() + b"\n", policy=email.policy.default)
            at = timezone.localtime(parsedate_to_datetime(letter["Date"]).replace(tzinfo=datetime.UTC))  # written in UTC, as -0000
            yield {
                "at": at,
                "to": letter["To"],
                "subject": letter["Subject"],
                "when": moment(at),
                "number": (letter["Message-ID"] or "").strip("<> ").partition("@")[0],
                "calendar": calendar_of(letter),
                "enclosed": enclosed(letter),
                "body": letter.get_body(("plain",)).get_content(),  # of an invitation and a briefing the part that is words
            }


def calendar_of(letter):
    """The part of a letter that is a file for a calendar, or None."""
    return next((part for part in letter.walk() if part.get_content_type() == "text/calendar"), None)


def enclosed(letter):
    """What is enclosed with a letter for a calendar, as a sentence; "" where nothing is."""
    file = calendar_of(letter)
    if file is None:
        return ""
    if file.get_param("method", "") == "CANCEL":
        return _("Enclosed for the calendar: a file that takes the entry out.")
    if "\nSEQUENCE:0" in file.get_content().replace("\r", ""):
        return _("Enclosed for the calendar: an invitation.")
    return _("Enclosed for the calendar: the entry as it is now, which updates the one that is there.")
