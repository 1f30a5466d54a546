"""The search of the archive of briefings (RUG-BRIEF)."""
from django.db.models import Q

from casework.wording import terms
from conversations.briefing.models import Item, ItemText
from council_portal.access.queryset import beyond
from council_portal.access.views import write_cursor
from council_portal.people.views.guided import EACH

NEWEST = "-on"


def found(user, asked, after=None):
    """The items of briefings that were sent, of these words, this ward, this service: the newest first. Two statements.

    asked: {"q", "ward", "service"}: words, and uids or None. after: a cursor. Returns (a page of Items, the cursor of the next or None).
    SECURITY: the words propose, `permitted` decides.
    """
    texts = ItemText.objects.filter(beyond(NEWEST, after, "pk"))
    texts = texts.holding(terms(asked["q"])) if asked["q"] else texts
    in_ward = Q(item__item_wards__ward__uid=asked["ward"]) | Q(item__item_wards=None)  # without a ward: about every ward
    texts = texts.filter(in_ward) if asked["ward"] else texts
    texts = texts.filter(item__item_services__service__uid=asked["service"]) if asked["service"] else texts
    ids = list(texts.order_by(NEWEST, "-pk").values_list("pk", flat=True)[: EACH + 1])
    rows = list(Item.objects.permitted(user, "view").filter(pk__in=ids).select_related("briefing").order_by("-briefing__on", "-pk"))
    if len(rows) <= EACH:
        return rows, None
    last = rows[EACH - 1]
    return rows[:EACH], write_cursor(ItemText(pk=last.pk, on=last.briefing.on), NEWEST)
