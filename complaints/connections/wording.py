"""What the pages of the register say."""
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council_portal.design.dates import day, moment

KINDS = {
    "family": gettext_lazy("Family"),
    "business": gettext_lazy("Business"),
    "social": gettext_lazy("Friends, neighbours, clubs"),
    "other": gettext_lazy("Something else"),
}
AVOIDED = gettext_lazy(
    "While it goes on, cases of the Member are not given to the officer where the office has somebody else. Nobody is told why. That is "
    "the portal’s own rule.")


def tag(connection):
    """Does it go on?"""
    return {"text": _("Goes on"), "colour": "blue"} if connection.running else {"text": _("No longer so"), "colour": "grey"}


def why(step, silent):
    """To whom it is declared and by which clause. step: of the protocol's route, or None."""
    if silent or step is None or "monitoring_officer" not in step.to:
        return {"text": _("It is declared to the Monitoring Officer. The protocol in force names nobody for it: the portal’s own rule."),
                "clause": ""}
    if step.force == "must":
        return {"text": _("The protocol says that you must tell the Monitoring Officer in writing."), "clause": step.clause or ""}
    return {"text": _("The protocol says that you should tell the Monitoring Officer."), "clause": step.clause or ""}


def who_reads(readers):
    """Who reads it, by name. readers: people."""
    names = ", ".join(person.full_name for person in readers)
    alone = _("Nobody else sees it or that it is there: not the person whom you name, not Democratic Services, the Chief Executive or the "
              "technical administrator.")
    if not names:
        return {"text": _("Nobody but you could read it today: the posts of the Monitoring Officer and the Deputy are vacant, or yours. It "
                          "is kept, and read by whoever holds one of them next.") + " " + alone, "clause": ""}
    return {"text": _("Read by %(names)s. If it is with one of them, that one sees nothing of it.") % {"names": names} + " " + alone,
            "clause": ""}


def why_declared(connection):
    """By which clause it was declared."""
    clause = connection.facts["clause"]
    return {"text": _("Declared as the protocol says.") if clause else _("The protocol did not ask for it: the portal’s own rule."),
            "clause": clause}


def line(connection, people, *, own=False):
    """One declaration in a list. own: the reader's."""
    kind, names = KINDS[connection.facts["kind"]], {part: person.full_name for part, person in people.items()}
    text = names["other"] if own else _("%(one)s and %(other)s") % {"one": names["declarer"], "other": names["other"]}
    return {"url": connection.get_absolute_url(), "text": text, "note": f"{kind} · {day_of(connection)}", "tag": tag(connection)}


def day_of(connection):
    """When it was declared."""
    return _("declared %(when)s") % {"when": moment(connection.made_at)}


def not_avoided(rows):
    """[sentence]: the cases that could not be kept from the two, or that the Member gave to an office with nobody else."""
    by_choice = _("Chosen by the Member, though another office was free: case %(reference)s, %(day)s")
    alone = _("Could not be avoided: case %(reference)s, %(day)s")
    return [(by_choice if row.chosen else alone) % {"reference": row.case, "day": day(row.on)} for row in rows]


def facts(connection, people):
    """The side of the page."""
    said = connection.facts
    rows = [(_("Declared by"), people["declarer"].full_name), (_("With"), people["other"].full_name), (_("Kind"), KINDS[said["kind"]]),
            (_("Since"), said["since"] or _("Not said")), (_("Declared"), moment(connection.made_at))]
    return rows if connection.running else [*rows, (_("No longer so"), moment(connection.ended_at))]
