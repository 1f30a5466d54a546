"""From a street, a postcode or a ward's name, as somebody types it, to the wards that may be meant. Nothing typed is kept or logged.

It is asked in turn: is it a postcode, the whole name of a street or ward, the beginning of one, a street with a town behind it, a name
with a typing error? The first that answers ends it. That is the portal's own rule; the protocol asks for the ward and not how it is found.
"""
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from council_portal.accounts.models import Ward
from council_portal.people import place_words
from council_portal.people.models import Place

LONGEST = 200  # characters of what was typed that are read
MOST = 6  # wards from which to choose; more are no help
FEWEST = 3  # letters before the beginning of a name is looked for


@dataclass(frozen=True)
class Found:
    """answers: ((place as it is shown, Ward), ...). sentence: how they were found, or why there are none; "" when nothing was typed."""

    answers: tuple = ()
    sentence: str = ""

    @property
    def wards(self):
        """Each ward once, in the order of the answers."""
        return list(dict.fromkeys(ward for _text, ward in self.answers))

    @property
    def ward(self):
        """The only ward that may be meant, or None."""
        return self.wards[0] if len(self.wards) == 1 else None


def find_wards(text, today=None, *, user=None):
    """The wards that a street, a postcode or a ward's name lies in, as Found. Never raises, whatever was typed.

    today: a London date, on which the wards are in being. user: who asks; they find only what they may view. None: the portal itself.
    One statement for a postcode that is typed in full, and a few for anything else, however long the list is.
    """
    typed = " ".join(text.replace("\0", " ")[:LONGEST].split())
    if not any(letter.isalnum() for letter in typed):
        return Found()
    known = Known(today or timezone.localdate(), user)
    found = by_postcode(typed, known) or by_name(typed, known)
    if found:
        return beside_a_named_ward(found, typed, known)
    return Found((), _("“%(typed)s” is no street, postcode or ward that the portal knows.") % {"typed": typed})


def there_are_any(user):
    """Has the council's list been taken in, so that asking for a street makes sense?"""
    return Place.objects.permitted(user, "view").exists()


class Known:
    """The places and wards that may be found on a day by this reader."""

    def __init__(self, today, user):
        self.in_being = Q(ended_on=None) | Q(ended_on__gt=today)
        self.asked_wards = Ward.objects.all() if user is None else Ward.objects.permitted(user, "choose")
        allowed = Place.objects.all() if user is None else Place.objects.permitted(user, "view")
        still = Q(ward__ended_on=None) | Q(ward__ended_on__gt=today)
        self.places = allowed.filter(still, ward__in=self.asked_wards).select_related("ward").order_by("key", "ward__name")
        self.postcodes = self.places.filter(kind=Place.Kind.POSTCODE)
        self.streets = self.places.filter(kind=Place.Kind.STREET)

    @cached_property
    def wards(self):
        """Those in being, by name."""
        return list(self.asked_wards.filter(self.in_being).order_by("name"))


def begins_with(prefix):
    """Places whose key begins so, by the index: on PostgreSQL by its class of operators; on SQLite, whose LIKE uses none, by a range."""
    if connection.vendor == "postgresql":
        return Q(key__startswith=prefix)
    return Q(key__gte=prefix, key__lt=prefix + "\U0010ffff")


# --- postcodes -------------------------------------------------------------------------------------------------------------------


def by_postcode(typed, known):
    """A whole postcode, alone or at the end of an address; one with a letter for a digit; or the beginning of one. None: no answer."""
    inside = place_words.FULL_INSIDE.search(typed.upper())
    if inside and (found := places_of(known.postcodes.filter(key=place_words.postcode_key(inside[0])))):
        return said_of(found)
    if found := places_of(known.postcodes.filter(key__in=likely) if (likely := place_words.lookalikes(typed)) else ()):
        return read_as(typed, found)
    for outward, rest in place_words.parts(typed):
        if found := by_part(typed, known, outward, rest):
            return found
    return None


def by_part(typed, known, outward, rest):
    """The wards of all postcodes that begin so."""
    within = known.postcodes.annotate(long=Length("key")).filter(begins_with(outward + rest), long=len(outward) + place_words.INWARD)
    wards = Ward.objects.filter(pk__in=within.order_by().values("ward")).order_by("name")[:MOST + 1]
    return choice_of([(typed.upper(), ward) for ward in wards], typed)


# --- names -----------------------------------------------------------------------------------------------------------------------


def by_name(typed, known):
    """A street or a ward by its name, the beginning of it, its name before a town, or its name with a typing error. None: no answer."""
    groups = place_words.starts(typed)
    if not groups:
        return None
    wards = [(place_words.name_key(ward.name), ward) for ward in known.wards]
    near = streets_near(known, groups)
    for beginnings, to_the_comma in groups:
        found = (whole(near, wards, beginnings, place_words.name_key(typed)) or begun(typed, near, wards, beginnings)
                 or before_a_town(near, beginnings) or whole(near, [], to_the_comma))
        if found:
            return found
    return mistyped(typed, known, wards, [words for beginnings, _piece in groups for words in beginnings])


def streets_near(known, groups):
    """[(words of the street, words of its town, Place)] of the streets whose name begins with a word that was typed."""
    begun = Q()
    for word in {words[0] for beginnings, _piece in groups for words in beginnings}:
        begun |= begins_with(word)
    return [(*cut(place.key), place) for place in known.streets.filter(begun)]


def cut(key):
    """(words of the street, words of its town, "" where none is known)."""
    street, _bar, town = key.partition(place_words.BAR)
    return street, town


def whole(near, wards, beginnings, name=""):
    """A street or a ward that is called just so."""
    keys = {" ".join(words) for words in beginnings}
    streets = [place for street, town, place in near if street in keys or f"{street} {town}" in keys]
    exact = [place for place in streets if place.key.replace(place_words.BAR, " ") in keys and place_words.BAR in place.key]
    found = places_of(exact or streets)
    return said_of(found + [(ward.name, ward) for key, ward in wards if key == name])


def begun(typed, near, wards, beginnings):
    """Streets whose name begins so, and wards of whose name this is the beginning of a word."""
    keys = [key for words in beginnings if len(key := " ".join(words)) >= FEWEST]
    found = places_of(place for street, _town, place in near if any(street.startswith(key) for key in keys))
    found += [(ward.name, ward) for name, ward in wards if any(f" {key}" in f" {name}" for key in keys)]
    return choice_of(found, typed)


def before_a_town(near, beginnings):
    """The longest name of a street that what was typed begins with; of several of that name, the one of the town that follows it."""
    for words in beginnings:
        for many in range(len(words) - 1, 0, -1):
            named = [(town, place) for street, town, place in near if street == " ".join(words[:many])]
            if named and may_end(words, many):
                there = [place for town, place in named if set(words[many:]) & set(town.split())]
                return said_of(places_of(there or [place for _town, place in named]))
    return None


def may_end(words, many):
    """May the name of a street end after so many words? Not before a sort of street: "Castle Road" is not the street "Castle"."""
    return many == len(words) or words[many] not in place_words.SORTS


def beside_a_named_ward(found, typed, known):
    """Found with the ward that is named behind the place, where the place lies in another: nothing is chosen between the two."""
    whole_text, pieces = place_words.name_key(typed), {place_words.name_key(piece) for piece in typed.split(",")[1:]}
    if place_words.postcode_key(typed) or not found.wards or " " not in whole_text:
        return found
    of_places = " ".join(place_words.name_key(text) for text, _ward in found.answers)
    named = [ward for ward in known.wards if ward not in found.wards and (key := place_words.name_key(ward.name)) not in of_places
             and (key in pieces or whole_text.endswith(f" {key}"))]
    if not named:
        return found
    said = _("%(found)s, and you named %(wards)s.") % {
        "found": found.sentence.removesuffix("."), "wards": listed([in_words(ward) for ward in named])}
    return Found((*found.answers, *((ward.name, ward) for ward in named)), said)


def mistyped(typed, known, wards, beginnings):
    """The streets and wards with the fewest letters wrong: read over all of them, as an index knows no typing errors."""
    runs = {run for words in beginnings for many in range(1, min(len(words), place_words.LONGEST_NAME) + 1)
            if len(run := " ".join(words[:many])) > FEWEST and may_end(words, many)}
    streets = known.streets.order_by().values_list("key", flat=True)
    meant = place_words.nearest(runs, {key for key, _ward in wards} | {cut(key)[0] for key in streets})
    if not meant:
        return None
    asked = Q()
    for name in meant[:MOST + 1]:
        asked |= Q(key=name) | begins_with(name + place_words.BAR)
    found = places_of(known.streets.filter(asked)) + [(ward.name, ward) for key, ward in wards if key in meant]
    return read_as(typed, found)


# --- words -----------------------------------------------------------------------------------------------------------------------


def places_of(places):
    """((text, Ward), ...) each once."""
    return list(dict.fromkeys((place.text, place.ward) for place in places))


def in_words(ward):
    """"Mill Hill ward"; a name that says ward or division itself stays as it is."""
    last = ward.name.casefold().split()[-1:]
    return ward.name if set(last) & place_words.OF_A_WARD else _("%(name)s ward") % {"name": ward.name}


def said_of(found):
    """Found for places of one name, or None for none: in one ward, or in several."""
    if not found:
        return None
    texts, wards = list(dict.fromkeys(text for text, _ward in found)), list(dict.fromkeys(ward for _text, ward in found))
    if len(wards) > 1:
        return choice_of(found, texts[0])
    return Found(tuple(found), lies_in(texts[0], wards[0]))


def lies_in(text, ward):
    """The sentence for one place, or for the ward itself."""
    if text == ward.name:
        return _("This is %(ward)s.") % {"ward": in_words(ward)}
    return _("%(place)s is in %(ward)s.") % {"place": text, "ward": in_words(ward)}


def read_as(typed, found):
    """Found for what was not typed as it is written, or None for none."""
    answer = said_of(found)
    if answer and answer.ward:
        if found[0][0] == answer.ward.name:
            return Found(answer.answers, _("“%(typed)s” was read as %(ward)s.") % {"typed": typed, "ward": in_words(answer.ward)})
        words = {"typed": typed, "place": found[0][0], "ward": in_words(answer.ward)}
        return Found(answer.answers, _("“%(typed)s” was read as %(place)s, in %(ward)s.") % words)
    return answer


def choice_of(found, typed):
    """Found for several places: a choice between few wards, no answer but a sentence for too many, None for none."""
    texts, wards = list(dict.fromkeys(text for text, _ward in found)), list(dict.fromkeys(ward for _text, ward in found))
    if not found:
        return None
    if len(wards) == 1:
        everything = _("Everything that “%(typed)s” may be is in %(ward)s.") % {"typed": typed, "ward": in_words(wards[0])}
        return Found(tuple(found), lies_in(texts[0], wards[0]) if len(texts) == 1 else everything)
    if len(wards) > MOST:
        return Found((), _("“%(typed)s” fits more than %(most)s wards: type more of it.") % {"typed": typed, "most": MOST})
    named = listed([ward.name for ward in wards])
    if len(texts) == 1:
        return Found(tuple(found), _("%(place)s lies in %(wards)s.") % {"place": texts[0], "wards": named})
    return Found(tuple(found), _("“%(typed)s” may lie in %(wards)s.") % {"typed": typed, "wards": named})


def listed(words):
    """A, B and C."""
    return get_text_list(words, _("and"))
