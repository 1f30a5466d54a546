"""The one list of roles: tests/matrix/roles.csv, read by the demo's cards and by the tests."""
import csv
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

PATH = settings.BASE_DIR / "tests" / "matrix" / "roles.csv"


@cache
def roles():
    """The rows of roles.csv as dictionaries, in order, each with the address that its account signs in with."""
    with PATH.open(encoding="utf-8", newline="") as rows:
        return tuple({**row, "email": f"{row['role'].replace('_', '-')}@council.example"} for row in csv.DictReader(rows))


# Cards of people of the HR list of the demo who are no role of the matrices, under the address that the list gives them: with
# them somebody can walk what a role of the matrices cannot, here the second look at a decision of the Monitoring Officer.
MORE = ({"role": "deputy_monitoring_officer", "label": _("Deputy Monitoring Officer"), "name": "Petra Pascoe", "service": "", "ward": "",
         "description": _("Looks again at what the Monitoring Officer has decided, and has what they are concerned in themselves."),
         "email": "petra.pascoe@council.example"},)


def cards():
    """The cards of the sign-in page of the demo: every role, and those of MORE before the technical administrator."""
    *first, last = roles()
    return (*first, *MORE, last)
