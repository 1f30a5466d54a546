"""What leaves the register as a file: the list, the report to a committee, one person's certificate."""
import csv
import io

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from complaints.signing import wording
from council_portal.design.dates import day, moment
from council_portal.design.files import inert
from council_portal.documents.pdf import write_pdf


def register_csv(lines, version):
    """The register as CSV text: one row a person."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Name"), _("Must sign as"), _("Signed"), _("Signed on"), _("How"), _("Version")])
    for line in lines:
        one = line.signature
        writer.writerow([inert(cell) for cell in (
            line.person.full_name, "; ".join(line.bound.reasons), _("Yes") if one else _("No"), one.signed_on.isoformat() if one else "",
            wording.HOW[one.method] if one else "", one.version.version if one else "")])
    return out.getvalue()


def report_of(lines, version, today):
    """What the report to a committee says: numbers, and the names of those outstanding only where the council set it so."""
    named = [line.person.full_name for line in lines if line.signature is None] if settings.SIGNING_REPORT_NAMES else []
    return {"title": version.title, "version": version.version, "minute": version.minute, "in_force_from": day(version.in_force_from),
            "summary": wording.summary(lines), "tally": wording.tally(lines), "names": named, "on": day(today),
            "council_name": settings.COUNCIL_NAME}


def report_pdf(report):
    """The same as PDF bytes. Raises documents.pdf.NoPdf."""
    return write_pdf(render_to_string("signing/report_pdf.html", report))


def certificate_pdf(signature):
    """One person's certificate as PDF bytes. Raises documents.pdf.NoPdf."""
    version = signature.version
    return write_pdf(render_to_string("signing/certificate_pdf.html", {
        "name": signature.person.full_name, "as_what": signature.as_what, "title": version.title, "version": version.version,
        "in_force_from": day(version.in_force_from), "minute": version.minute, "digest": signature.digest,
        "acceptance": signature.acceptance, "commitment": signature.commitment, "how": wording.HOW[signature.method],
        "signed_on": day(signature.signed_on), "recorded": moment(signature.at), "council_name": settings.COUNCIL_NAME}))
