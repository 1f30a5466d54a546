"""Lists and cards that leave the portal: CSV that a spreadsheet does not run, vCard 3.0 (RFC 2426), which every
address book reads. Work contact only.

SECURITY: no list holds a personal number; the card of one officer has it if `accounts.services.shown_contact` gives it (SEC-5.9). What
may not be done with the list stands beside the links on the page and in each card (SEC-7.3, SEC-8.5, EXD-3).
"""
import csv
import io

from django.utils.translation import gettext as _

from council_portal.design.context import the_council
from council_portal.design.files import inert

OCTETS = 75  # of a line of a vCard, without its end (RFC 2426, 2.6)


def barred():
    """What the list may not be used for. SEC-7.3, SEC-8.5, EXD-3."""
    return _("For council business only. Not for party-political use and not for campaigning.")


def heads_csv(lines):
    """The table of Heads of Service and nominated officers. lines: dicts of `views.heads`. Returns the text."""
    out = io.StringIO()
    table = csv.writer(out)
    header = [_("Directorate"), _("Service"), _("Role"), _("Name"), _("Post"), _("Telephone"), _("Email"), _("Contact hours"), _("Cover")]
    table.writerow([*header, _("Use")])
    for one in lines:
        cells = [one["directorate"], one["service"], one["role"], one["name"], one["title"], one["phone"], one["email"], one["hours"],
                 one["note"]]
        table.writerow([inert(cell) for cell in [*cells, barred()]])
    return out.getvalue()


def escaped(text):
    """A value of a vCard: backslash, comma, semicolon and line end escaped (RFC 2426, 4); other control characters left out."""
    plain = str(text).replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(c for c in plain if c == "\n" or ord(c) >= 32)
    return plain.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def folded(line):
    """A line in pieces of at most 75 octets, no letter broken in two, each but the first after a space."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > OCTETS - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])


def vcard(person, *, post="", organisation=(), phone="", hours="", roles=(), own_phone=""):
    """The card of one officer. organisation: service and team. roles: posts of the protocol. own_phone: a personal number that they
    opted to show. Returns the text, with its line ends."""
    notes = [*roles, *([_("Contact hours: %(hours)s") % {"hours": hours}] if hours else []), barred()]
    last, first = person.name.rpartition(" ")[2], person.name.rpartition(" ")[0]
    unit = ";".join(escaped(one) for one in [the_council().name, *filter(None, organisation)])
    lines = [
        ("BEGIN", "VCARD"), ("VERSION", "3.0"), ("UID", f"urn:uuid:{person.uid}"), ("FN", escaped(person.full_name)),
        ("N", f"{escaped(last)};{escaped(first)};;{escaped(person.honorific)};"), ("ORG", unit), ("TITLE", escaped(post)),
        ("EMAIL;TYPE=INTERNET,WORK", escaped(person.email)), ("TEL;TYPE=WORK,VOICE", escaped(phone)),
        ("TEL;TYPE=HOME,VOICE", escaped(own_phone)),
        ("NOTE", escaped("\n".join(notes))), ("END", "VCARD"),
    ]
    return "".join(folded(f"{name}:{value}") + "\r\n" for name, value in lines if value)
