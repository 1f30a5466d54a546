"""`python -m tests.bench.facts PASSWORD`: lets the measured readers of a county sign in, and prints what to ask for, as JSON."""
import json
import sys

import django
from django.db.models import Count

READERS = {"Member": "member", "officer": "nominated-officer", "head": "head-of-service", "CLO": "clo"}
SHARED = 2000  # the cases that every size has
TURNS = 6  # of the measured case's thread, as in performance.md


def main(password):
    from casework.models import Case  # models need the settings first
    from council_portal.accounts.models import User

    found = {}
    for name, address in READERS.items():
        user = User.objects.get(email=f"{address}@council.example")
        user.set_password(password)
        user.save(update_fields=["password"])
        own = Case.objects.permitted(user).filter(pk__lte=SHARED, status="with_officer").annotate(turns=Count("entries", distinct=True))
        case = own.filter(turns=TURNS).order_by("pk").first() or own.order_by("-turns", "pk").first()
        found[name] = {"email": user.email, "principals": len(user.principals), "case": str(case.uid), "reference": case.reference,
                       "ward": str(case.ward.uid)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
