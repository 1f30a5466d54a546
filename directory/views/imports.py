from django.utils.translation import gettext_lazy as _

from council_portal.intake.kinds import Kind
from council_portal.intake.views import ImportPage, IntakePage
from directory.models import Officer
from directory.officers_csv import FileRefused, read_officers
from directory.officers_json import pack, unpack
from directory.services.importing import import_officers

OFFICERS = Kind("officers", read_officers, import_officers, pack, unpack, FileRefused, lambda refused: refused.lines)
WORDS = {"officers": _("Officers in the list"), "services": _("Services named"), "created": _("New"), "updated": _("Changed"),
         "unchanged": _("As they were"), "missing": _("No longer in the list")}  # fmt: skip
TOGETHER = _("New, changed and so on count services, officers and the posts that the list gives, together.")


class OfficersImport(ImportPage):
    """The HR list of officers: upload it and see what it would change."""

    model = changes = Officer
    kind, words, together = OFFICERS, WORDS, TOGETHER
    heading = _("Take in the HR list of officers")
    hint = _("A CSV file in UTF-8 with at least the columns staff_id, name and post. At most 10 MB.")
    accept = ".csv,text/csv"
    intro = (
        {"text": _("The list is tried out first: you see what it would change, and decide then.")},
        {"text": _("An officer who is missing from the list is marked as no longer listed, and nothing of theirs ends by it. Posts that "
                   "Democratic Services appointed by hand are left alone. That is the portal’s own rule.")})  # fmt: skip


class OfficersIntake(IntakePage):
    """What an HR list would change, or changed."""

    changes = Officer
    kind, words, together = OFFICERS, WORDS, TOGETHER
    heading = _("HR list of officers")
