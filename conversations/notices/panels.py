"""What ward notices put on the home page: those in confidence that a Member has not opened, those that have opened to everybody, and what
an office was asked to agree to."""
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conversations.notices.models import Disclosure
from conversations.notices.reading import shown_to
from conversations.panels import action, panel
from council_portal.access.together import lines
from council_portal.accounts.policy import SEATS, STAFF
from council_portal.design.dates import day, moment


def asked(user):
    """What home asks for, in one statement with other rooms (`access.together`): the questions of Members that wait for an office of this
    reader."""
    if not user.posts - {SEATS, STAFF}:  # it is a post that is asked
        return []
    waiting = Disclosure.objects.permitted(user, "answer_disclosure").filter(principal__in=user.principals, agreed=None)
    return [lines("disclosure", waiting, uid="notice__uid", title="notice__title", note="to_whom", begins="asked_at")]


def needs(user, found):
    """The notices in confidence of this Member's wards that wait to be accepted, and the questions that wait for an office; no panel
    without any. One statement for Members, which `changed` reads too."""
    rows = [one for one in shown_to(user) if not one.is_public]
    return [*of_notices(_("Ward notices in confidence that you have not opened"), rows, in_confidence),
            *of_notices(_("Agreement to disclosure that you are asked for"), found.get("disclosure", []), question)]


def changed(user, found):
    """The ward notices that opened to everybody in office in a week, for Members, the latest first."""
    rows = [one for one in shown_to(user) if one.is_public]
    return of_notices(_("Ward notices that opened this week"), rows[::-1], opened)


def of_notices(title, rows, line):
    """A panel of the first few of these; none of none."""
    return panel(title, rows, line, action("notices:list", _("All ward notices")))


def in_confidence(notice):
    """A notice before its hour: never its title. SECURITY: what stands in it is read once the confidence was accepted."""
    when = _("published on %(when)s") % {"when": moment(notice.publish_at)}
    return {"url": notice.get_absolute_url(), "text": notice.get_occasion_display(),
            "note": " · ".join([notice.reference, notice.service.name, when]), "tag": {"text": _("In confidence"), "colour": "yellow"}}


def opened(notice):
    """A notice whose hour has come."""
    when = _("published on %(when)s") % {"when": moment(notice.publish_at)}
    return {"url": notice.get_absolute_url(), "text": notice.title, "note": " · ".join([notice.reference, notice.service.name, when])}


def question(one):
    """What a Member asks: of which notice, to whom they would tell of it, since when."""
    return {"url": reverse("notices:notice", args=[one.uid]), "text": one.title, "note": " · ".join([
        _("to tell %(whom)s") % {"whom": one.note}, _("asked on %(day)s") % {"day": day(timezone.localdate(one.begins))}])}
