"""What a Member may raise, in plain words: as a question on the form, and as the protocol's sentence names it."""
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from casework import policy

ASKED = {
    "service_request": _("Have something done: it is reported for the first time"),
    "service_failure": _("Something was reported and was not done, or done badly"),
    "operational": _("Ask how a service works or what is planned"),
    "strategic": _("Raise where the council should be going"),
    "policy": _("Have a policy made or changed"),
    "information_request": _("Ask for facts or papers"),
}
NAMED = {
    "service_request": _("a plain request for a service"),
    "service_failure": _("a concern about a service"),
    "operational": _("a question about how a service works"),
    "strategic": _("a matter of strategy"),
    "policy": _("a matter of policy"),
    "information_request": _("a request for facts or papers"),
    "question_to_member": _("a question to a Member"),
}


QUESTIONS = frozenset({"operational", "information_request"})  # answered by words or papers: nothing is done on a day


def in_a_word(matter):
    """What a matter is, to stand by itself: the protocol's sentence without its article."""
    named = str(NAMED[matter]).removeprefix("a ")
    return named[:1].upper() + named[1:]


WORDS = {matter: lazy(in_a_word, str)(matter) for matter in NAMED}  # the one name of a kind, in lists, filters, files and on its page


def choices():
    """(word, label) of what may be raised, in the order of `policy.RAISABLE`."""
    return [(matter, ASKED[matter]) for matter in policy.RAISABLE]
