import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

# Words of a council's name that its initials leave out.
_SMALL_WORDS = {"of", "the", "and", "upon", "in", "on", "for", "with"}


@dataclass(frozen=True)
class Council:
    """What a page says of the council: its name, its initials (three at most) and its colour as #rrggbb."""

    name: str
    initials: str
    colour: str

    @property
    def theme_key(self):
        """Part of the theme's address, so that a new colour is a new address and the old may be kept by browsers."""
        return self.colour.removeprefix("#").lower()


def the_council():
    """The council of this installation, from the settings."""
    return Council(name=settings.COUNCIL_NAME, initials=initials(settings.COUNCIL_NAME), colour=settings.COUNCIL_COLOUR)


def initials(name):
    """At most three capitals of a name: "London Borough of Example" gives LBE; "" for a name without letters."""
    words = [word for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", name) if word.lower() not in _SMALL_WORDS]
    return "".join(word[0].upper() for word in words[:3])


def demo_mark():
    """What the demo says of itself on every page and in every file that leaves it; "" in an installation that is not a demo."""
    if not settings.DEMO:
        return ""
    if settings.DEMO_REAL_MEMBERS:
        return _("Real Members, invented cases. Every officer is invented too.")
    return _("Every person and case here is invented.")


def council(request):
    """Context processor: `council`; `demo`, true where the cases are invented, with `demo_mark`, what is said of it; `real_members`, true
    where the Members are not."""
    return {"council": the_council(), "demo": settings.DEMO, "demo_mark": demo_mark(), "real_members": settings.DEMO_REAL_MEMBERS}
