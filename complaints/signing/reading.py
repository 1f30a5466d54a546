"""Whether one reader has signed, read with what the home page asks for anyway. The register (`services`) says the same of everybody."""
from django.db.models import Case, CharField, Value, When
from django.utils import timezone

from complaints.signing.models import Renewal, Signature
from complaints.signing.services import counted
from council_portal.accounts.policy import CO_OPTED, SEATS, STAFF
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.services import rules_of, version_of
from directory.models import Officer

YES = "yes"


def yes_where(**columns):
    """YES where these columns are so, else ""."""
    return Case(When(**columns, then=Value(YES)), default=Value(""), output_field=CharField())


def versions():
    """Every version to date; asks: may it ask somebody to sign? Only then is its text read."""
    return ProtocolVersion.objects.filter(in_force_from__lte=timezone.localdate()).annotate(asks=yes_where(text__contains="[signing]"))


def passed_on():
    """The decisions that a version is not signed again."""
    return Renewal.objects.filter(again=False)


def signed_by(user):
    """What this reader has signed."""
    return Signature.objects.permitted(user, "view").filter(person=user.person_id)


def is_officer(user):
    """Is this reader an officer today?"""
    return STAFF in user.posts


def entry_of(user):
    """The entry of this reader in the directory, with their tier."""
    return Officer.objects.filter(person=user.person_id).annotate(restricted=yes_where(politically_restricted=True))


def is_outstanding(user, found):
    """Does the version in force ask this reader to sign, and have they not? found: the lines of `panels.asked`, by their word."""
    rows = sorted(((one.on, int(one.state), one.title, one.note) for one in found.get("version", [])), reverse=True)
    if not rows or rows[0][3] != YES:
        return False
    current = rows[0][1]
    signing = rules_of(version_of(current)).signing
    if signing is None or not asks(signing, user, found.get("tier", [])):
        return False
    passed = {int(one.state) for one in found.get("passed_on", [])}
    counts = counted(current, [(pk, digest) for _on, pk, digest, _asks in rows], passed)
    return not counts & {int(one.state) for one in found.get("signed", [])}


def asks(signing, user, entry):
    """Does a version with these rules ask this reader, as `bound` reads it? entry: their line of the directory, or none."""
    if signing.members and user.posts & {SEATS, CO_OPTED}:
        return True
    return any((one.state and int(one.state) in signing.officer_tiers) or (signing.politically_restricted and one.note == YES)
               for one in entry)
