"""The search of the archive of briefings (RUG-BRIEF)."""
from django.db.models import Q

from casework.wording import HALF_WORD, singular, terms
from conversations.briefing.models import Briefing, Item, ItemText
from council_portal.access.queryset import beyond
from council_portal.access.views import write_cursor
from council_portal.people.views.guided import EACH

NEWEST = "-on"
MOST = 10  # briefings that are named above the items


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


def briefings_found(user, question):
    """The newest MOST briefings that were sent whose title and introduction have all of these words in them. One statement, or none.

    There are some fifty a year, so their few words are read as they stand, without an index.
    """
    rows = Briefing.objects.permitted(user, "view").filter(status=Briefing.Status.SENT)
    asked = terms(question)
    for term in asked:
        one = singular(term.word)
        begins = one.removesuffix("y") if len(one) > HALF_WORD else one  # what "library" and "libraries" have in common
        rows = rows.filter(Q(title__icontains=begins) | Q(intro__icontains=begins))
    return list(rows.order_by("-on", "-pk")[:MOST]) if asked else []
