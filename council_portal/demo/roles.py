"""The one list of roles: tests/matrix/roles.csv, read by the demo's cards and by the tests."""
import csv
from functools import cache

from django.conf import settings

PATH = settings.BASE_DIR / "tests" / "matrix" / "roles.csv"


@cache
def roles():
    """The rows of roles.csv as dictionaries, in order, each with the address that its account signs in with."""
    with PATH.open(encoding="utf-8", newline="") as rows:
        return tuple({**row, "email": f"{row['role'].replace('_', '-')}@council.example"} for row in csv.DictReader(rows))
