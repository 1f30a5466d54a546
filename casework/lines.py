"""Standard lines: passages that officers put into what they write (docs/decisions/standard-lines.md). Never rewritten: ended and begun."""
from django.db import transaction
from django.utils import timezone

from casework.models import StandardLine
from council_portal.access.decisions import require
from council_portal.audit.services import record
from council_portal.matters.services import Changed, once


@transaction.atomic
def write(*, actor, key, service, title, text):
    """A new line. key: the UUID of the form; sent twice it makes one. service: None for the whole council. Returns the line."""
    line = StandardLine(service=service, title=title, text=text, written_by=actor.person)
    require(actor, "change", line)

    def make():
        line.save()
        record(line, "standard line written", actor=actor.person)
        return line

    return once(key, actor.person, StandardLine, make)


@transaction.atomic
def rewrite(line, *, actor, title, text):
    """Other words for a line: the old one ends, a new one of the same service begins. Raises Changed where it has ended meanwhile."""
    end(line, actor=actor)
    new = StandardLine.objects.create(service=line.service, title=title, text=text, written_by=actor.person)
    record(new, "standard line written", actor=actor.person)
    return new


@transaction.atomic
def end(line, *, actor):
    """Nobody puts it into a text any more; where it was put it stays. Raises Changed where it has ended already. Returns the line."""
    require(actor, "change", line)
    if not StandardLine.objects.filter(pk=line.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Changed(line)
    record(line, "standard line ended", actor=actor.person)
    return line
