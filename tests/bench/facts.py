"""`python -m tests.bench.facts PASSWORD`: lets the measured readers of a county sign in, and prints what to ask for, as JSON."""
import json
import sys

import django
from django.db.models import Count
from django.utils import timezone

READERS = {"Member": "member", "officer": "nominated-officer", "head": "head-of-service", "CLO": "clo"}
# Measured in the rooms that they keep.
OF_ROOMS = {"Dem. Services": "democratic-services", "Communications": "communications", "Monitoring Officer": "monitoring-officer"}
SHARED = 2000  # the cases that every size has
TURNS = 6  # of the measured case's thread, as in performance.md


def main(password):
    from casework.models import Case  # models need the settings first
    from council_portal.accounts.models import User

    found = {}
    for name, address in (READERS | OF_ROOMS).items():
        user = User.objects.get(email=f"{address}@council.example")
        user.set_password(password)
        user.save(update_fields=["password"])
        found[name] = {"name": name, "email": user.email, "principals": len(user.principals), **rooms(user)}
        if name in OF_ROOMS:
            continue
        own = Case.objects.permitted(user).filter(pk__lte=SHARED, status="with_officer").annotate(turns=Count("entries", distinct=True))
        case = own.filter(turns=TURNS).order_by("pk").first() or own.order_by("-turns", "pk").first()
        found[name] |= {"case": str(case.uid), "reference": case.reference, "ward": str(case.ward.uid)}
    json.dump(found, sys.stdout)


def rooms(user):
    """What this reader asks for of the programme, the notices and the briefing; and the address of a feed of theirs."""
    from conversations.briefing.models import Briefing
    from conversations.feeds import make_feed
    from conversations.models import Event
    from conversations.notices.models import Notice

    now = timezone.now()
    events = Event.objects.permitted(user).filter(open_to_all=True, kind="conversation").order_by("starts_at")
    notices = Notice.objects.permitted(user).filter(status="issued")
    rows = {"event": events.filter(starts_at__gt=now, status="confirmed").first(), "held": events.filter(status="closed").last(),
            "notice": notices.filter(publish_at__lte=now).order_by("-publish_at").first(),
            "confident": notices.filter(publish_at__gt=now).order_by("publish_at").first(),
            "briefing": Briefing.objects.permitted(user).filter(status="sent").first()}
    uids = {what: str(row.uid) for what, row in rows.items() if row}
    return uids | {"today": str(timezone.localdate(now)), "feed": make_feed(actor=user)}


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
