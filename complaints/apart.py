"""While a concern is open, whoever raised it and whoever it is about do not work on one matter (docs/decisions/connections.md)."""
import datetime
import json

from django.utils import timezone
from django.utils.translation import gettext_noop

from complaints import policy
from complaints.models import Concern, ConcernStanding, ConcernTurn
from complaints.standing import place_of, word_for
from council_portal.access.models import in_force
from council_portal.sealing.veils import tokens

BY = gettext_noop("The portal")


def there():
    """The open concerns."""
    return Concern.objects.filter(is_open=True)


def apart(pairs):
    """Those of these pairs, {(key of a Member, key of an officer)}, of whom one raised an open concern that is about the other."""
    return {pair for pair, _concern in between(pairs)}


def between(pairs):
    """[(pair, concern)]: a statement, and one more where one of these people raised any. Raises KeyFault."""
    keys = {key for pair in pairs for key in pair}
    rows = ConcernStanding.objects.filter(in_force(), capacity=policy.COMPLAINANT, concern__is_open=True)
    raised = {}
    for pk, uid, token in rows.values_list("concern", "concern__uid", "token"):
        by = next((key for key in keys if token in tokens(word_for(key), place_of(uid))), None)
        if by is not None:
            raised[pk] = by
    found = []
    for concern in Concern.objects.filter(pk__in=raised).order_by("pk") if raised else ():
        about = {one["person"] for one in concern.facts["subjects"]}
        found += [(pair, concern) for pair in pairs for one, other in (pair, pair[::-1]) if raised[concern.pk] == one and other in about]
    return found


def tell(matter, pair, chosen):
    """Such a pair works on a matter, as there was nobody else, or as the Member chose it (chosen): the office that deals with
    the concern reads that on its page.

    SECURITY: it carries the day and no time, and no message tells of it: times side by side would say whose concern it is.
    """
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).astimezone(datetime.UTC)
    for _pair, concern in between({pair}):
        said = json.dumps({"name": BY, "person": None, "kind": "chosen" if chosen else "not avoided", "text": matter.reference})
        ConcernTurn(concern=concern, heard=ConcernTurn.Heard.OFFICE, said=said, at=day).save(force_insert=True)
