"""Keeping the council's own texts, and recording that a letter was taken."""
from django.db import transaction

from complaints.letters import texts
from complaints.letters.models import LetterText
from complaints.services import note
from council_portal.access.decisions import require
from council_portal.audit.services import record


def latest():
    """{word of a kind: the LetterText that counts} of the kinds of which the council has a text of its own. One statement."""
    return {row.kind: row for row in LetterText.objects.select_related("by").order_by("at", "pk")}


def text_of(word):
    """(subject line, text) that counts of a kind: the council's own, or the portal's. One statement."""
    row = LetterText.objects.filter(kind=word).order_by("at", "pk").last()
    return (row.subject, row.text) if row else texts.own()[word]


@transaction.atomic
def enter(row, *, actor):
    """Keep a text of the council's own, unsaved LetterText, with who entered it, and record it. Raises Forbidden, texts.Wrong."""
    require(actor, "add", LetterText)
    kind = texts.KINDS[row.kind]
    texts.check(row.subject, texts.IN_SUBJECT)
    texts.check(row.text, kind.fields)
    row.by = actor.person
    row.save(force_insert=True)
    record(row, "text of a letter entered", actor=actor.person, detail=row.kind)
    return row


@transaction.atomic
def take(concern, *, actor):
    """Record that a letter was taken: not which, and by whom as `note` does. Raises Forbidden, Http404."""
    require(actor, "take_letter", concern)
    note(concern, "letter taken", actor)
