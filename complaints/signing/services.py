"""Signing, what counts as signed, and reminding. A signature binds the version, the digest of its text and the time (SRB-SIGN)."""
import datetime
import itertools
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.signing.bound import Bound, bound
from complaints.signing.models import Reminded, Renewal, Scan, Signature
from complaints.signing.policy import BY_ANOTHER
from council_portal.access.decisions import Forbidden, require
from council_portal.audit.services import record
from council_portal.documents.services import keep, put_away
from council_portal.matters.services import Changed
from council_portal.outbox.services import post
from council_portal.protocol.models import ProtocolVersion
from council_portal.protocol.services import NothingInForce, in_force

ACCEPTANCE = _("I have read the Member/Officer protocol and accept its contents.")
COMMITMENT = _("I commit myself to keeping to it.")
EVERY = 14  # calendar days between two reminders


class NotAsked(ValueError):
    """The protocol in force does not ask this person to sign."""


@dataclass(frozen=True)
class Line:
    """One person of the register. signature: what counts for the version in force, or None: outstanding."""

    bound: Bound
    signature: Signature | None

    @property
    def person(self):
        """Who it is about."""
        return self.bound.person


def counting(version):
    """Keys of the versions whose signatures count for this one: itself, any with the same text, and those before it, back to the last that
    was to be signed again. Signed again is what is not decided otherwise. Two statements."""
    rows = list(ProtocolVersion.objects.filter(in_force_from__lte=version.in_force_from).order_by("-in_force_from", "-pk")
                .values_list("pk", "digest"))
    passed_on = set(Renewal.objects.filter(again=False).values_list("version", flat=True))
    return counted(version.pk, rows, passed_on)


def counted(key, rows, passed_on):
    """The same of what was read. rows: [(key, digest)] of versions, the latest first. passed_on: keys of those not to be signed again."""
    keys = [pk for pk, _digest in rows]
    rows = rows[keys.index(key):]
    digest, counts = rows[0][1], {key}
    for (pk, own), (before, digest_before) in itertools.pairwise(rows):
        if pk not in passed_on and own != digest_before:
            break
        counts.add(before)
    return counts | {pk for pk, own in rows if own == digest}


def register(version, people=None):
    """[Line] for everybody who must sign, outstanding first, then by name. people: only of these. Five statements."""
    asked = bound(version, people)
    rows = Signature.objects.filter(version__in=counting(version), person__in=[one.person.pk for one in asked])
    signed = {row.person_id: row for row in rows.select_related("version", "scan").defer("version__text").order_by("at", "pk")}
    lines = [Line(one, signed.get(one.person.pk)) for one in asked]
    return sorted(lines, key=lambda line: (line.signature is not None, line.person.name, line.person.pk))


def line_of(person, version):
    """The line of one person, or None where they are not asked to sign."""
    return next(iter(register(version, [person.pk])), None)


def signed_before(person, version):
    """The last signature of this person under an earlier version, for what changed since; None where there is none."""
    rows = Signature.objects.filter(person=person, version__in_force_from__lte=version.in_force_from).exclude(version=version.pk)
    return rows.select_related("version").order_by("-version__in_force_from", "-pk").first()


@transaction.atomic
def sign(*, digest, actor):
    """Sign the version in force. digest: of the text that was shown. Returns the Signature; signed twice is signed once.

    Raises Changed when another version is in force by now, NotAsked for who need not sign, Forbidden for who holds no office.
    """
    require(actor, "sign", Signature)
    version = in_force()
    if version.digest != digest:
        raise Changed("another version is in force by now")
    return signed(actor.person, version, method=Signature.Method.PORTAL, signed_on=timezone.localdate(), actor=actor)


@transaction.atomic
def enter_paper(person, *, signed_on, digest, actor, scan=None):
    """Enter that somebody signed on paper. signed_on: a date not after today and not before the version was in force (ValueError).

    digest: of the version that was shown. scan: of `store`, or None; where they have signed already it is not kept. Raises Changed,
    NotAsked, Forbidden, for one's own too.
    """
    require(actor, "keep", Signature)
    by_another(person, actor)
    version = in_force()
    if version.digest != digest:
        raise Changed("another version is in force by now")
    if not version.in_force_from <= signed_on <= timezone.localdate():
        raise ValueError("signed outside the time in which this version has been in force")
    before = Signature.objects.filter(person=person, version=version).exists()
    made = signed(person, version, method=Signature.Method.PAPER, signed_on=signed_on, actor=actor)
    if scan and not before:
        keep(Scan, scan, matter_field={"signature": made}, actor=actor.person)
    return made


def by_another(person, actor):
    """Nobody vouches for their own paper: raises Forbidden where they would."""
    if person.pk == actor.person_id:
        raise Forbidden(BY_ANOTHER, Signature)


def store(upload):
    """Write the scan to storage, before the transaction. upload: of documents.fields, or None."""
    return upload and put_away(Scan, upload)


def signed(person, version, *, method, signed_on, actor):
    """The signature of this person under this version, made now unless it is there."""
    line = line_of(person, version)
    if line is None:
        raise NotAsked("the protocol in force does not ask them to sign")
    made, new = Signature.objects.get_or_create(person=person, version=version, defaults={
        "digest": version.digest, "acceptance": str(ACCEPTANCE), "commitment": str(COMMITMENT), "method": method, "signed_on": signed_on,
        "as_what": "; ".join(line.bound.reasons), "entered_by": actor.person if method == Signature.Method.PAPER else None})
    if new:
        record(version, "protocol signed", actor=actor.person, detail=f"{made.uid} {method}")
    return made


@transaction.atomic
def decide_renewal(version, *, again, why, actor):
    """Decide whether this version is signed again by everybody. Returns the Renewal; decided once, a second decision raises Changed."""
    require(actor, "decide", Renewal)
    made, new = Renewal.objects.get_or_create(version=version, defaults={"again": again, "why": why, "decided_by": actor.person})
    if not new:
        raise Changed("it was decided already")
    record(version, "signing again decided", actor=actor.person, detail="again" if again else "not again")
    return made


def remind():
    """Due by the clock, once a day: whoever has not signed is told, at first and then every fourteen days. Returns how many were told.

    Whoever comes to be asked later is told the day after.
    """
    try:
        version, today = in_force(), timezone.localdate()
    except NothingInForce:
        return 0
    with transaction.atomic():
        _row, new = Reminded.objects.get_or_create(version=version, on=today)
        if not new:
            return 0
        number = (today - version.in_force_from) // datetime.timedelta(days=EVERY)
        people = [line.person for line in register(version) if line.signature is None]
        return len(post(None, "protocol_to_sign", to=people, key=f"{version.uid}:{number}", path="/protocol/signing/"))


@transaction.atomic
def note_taken(version, verb, *, actor):
    """Record that somebody took a file of the register of this version, a report or a certificate."""
    record(version, verb, actor=actor.person)
