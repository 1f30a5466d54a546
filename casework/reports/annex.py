"""The exempt annex: under which paragraph it may be kept from the public. Our own short words for England's list."""
from django.conf import settings
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

# Schedule 12A to the Local Government Act 1972, Part 1, as it stands for England since 1 March 2006.
PARAGRAPHS = {
    "1": _("about an individual"),
    "2": _("likely to reveal who an individual is"),
    "3": _("about the financial or business affairs of a person or body, the council included"),
    "4": _("about consultations or negotiations on labour relations"),
    "5": _("covered by legal professional privilege"),
    "6": _("revealing that the council means to give a notice, or make an order or direction, under an Act"),
    "7": _("about preventing, investigating or prosecuting crime"),
}
# Where the list of another nation is found: the portal does not know its paragraphs.
ELSEWHERE = {
    "wales": _("Schedule 12A to the Local Government Act 1972, as it stands for Wales"),
    "scotland": _("Schedule 7A to the Local Government (Scotland) Act 1973"),
    "northern-ireland": _("the Local Government Act (Northern Ireland) 2014"),
}


def is_listed():
    """Does the portal know the paragraphs of the council's nation?"""
    return settings.COUNCIL_NATION == "england"


def elsewhere():
    """Where the list of a nation is found that the portal does not know."""
    return ELSEWHERE[settings.COUNCIL_NATION]


def choices():
    """(number, words) to choose from."""
    return [(number, now("Paragraph %(n)s: information %(what)s") % {"n": number, "what": what}) for number, what in PARAGRAPHS.items()]


def in_words(exemption):
    """What an annex says of itself. exemption: a number of PARAGRAPHS, or a citation, which stands as it was typed."""
    if exemption not in PARAGRAPHS:
        return exemption
    return now("Schedule 12A to the Local Government Act 1972, paragraph %(n)s: information %(what)s") % {
        "n": exemption, "what": PARAGRAPHS[exemption]}
