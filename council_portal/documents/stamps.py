"""Copies of restricted papers: on every page who opened it, where, when and of which matter (docs/decisions/stamped-copies.md).

A copy is made in memory at the moment of reading and kept nowhere.
"""
import dataclasses
import logging
import threading

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from council_portal.design.dates import moment
from council_portal.documents.limits import NAME_LENGTH
from council_portal.documents.stamping import pages, pictures
from council_portal.documents.uploads.names import clean_name

log = logging.getLogger(__name__)
STAMPERS = {"application/pdf": pages.stamp, "image/jpeg": pictures.stamp, "image/png": pictures.stamp, "image/webp": pictures.stamp}
ONE_AT_A_TIME = threading.Lock()  # 40 million pixels take some 300 MB: never twice at once in a process


class NoStamp(Exception):
    """No stamped copy can be made: of this paper, or on this server."""


def stamped(content, content_type, *, reader, reference):
    """The bytes of a stamped copy, made now. content: an open file. reader: the person it is for. Raises NoStamp."""
    return lay(content, content_type, lines(reader.name, reference, timezone.now()))


def lines(name, reference, at):
    """What the stamp says, line by line. at: an instant; it is written as London's date and time."""
    return [_("Restricted: do not pass on"), _("Copy for %(name)s") % {"name": name}, settings.COUNCIL_NAME, moment(at), reference]


def lay(content, content_type, said):
    """The bytes of a file with these lines on every page. Raises NoStamp, with the kind of fault alone."""
    content.seek(0)
    try:
        with ONE_AT_A_TIME:
            return STAMPERS[content_type](content.read(), said)
    except Exception as fault:  # whatever a reader of hostile files comes upon: SECURITY: never the original instead
        raise NoStamp(type(fault).__name__) from fault


def name_of_copy(name, reader):
    """"Report (copy for Ada King).pdf", cleaned and shortened like every name."""
    stem, dot, ending = name.rpartition(".")
    end = _(" (copy for %(name)s)") % {"name": reader.name} + dot + ending
    return clean_name(stem[:max(1, NAME_LENGTH - len(end))] + end)


def check_restricted(upload):
    """The checked Upload, marked as one that can be stamped, because it just was. Raises ValidationError that names the file."""
    if upload.stampable:
        return upload
    if upload.content_type not in STAMPERS:
        raise ValidationError(_("“%(name)s” cannot be restricted, because no stamp can be laid on it: save it as PDF and add that.")
                              % {"name": upload.name}, code="no_stamp")
    try:
        lay(upload.content, upload.content_type, lines("Trial", "", timezone.now()))
    except NoStamp as fault:
        log.warning("a paper could not be marked as restricted: %s, SHA-256 %s", fault, upload.digest)
        raise ValidationError(_("“%(name)s” cannot be restricted, because no stamp could be laid on it: print it to PDF and add that.")
                              % {"name": upload.name}, code="no_stamp") from None
    return dataclasses.replace(upload, stampable=True)
