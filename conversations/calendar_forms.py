"""What people do with calendars: make or revoke the address of their feed; Democratic Services read in the council's own meetings."""
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conversations import feeds, meetings
from council_portal.design.forms import PlainForm

WRONG = {
    "too big": _("The file is larger than 5 MB. Export a shorter span of your meetings calendar."),
    "too many": _("The file has more than 20,000 entries. Export a shorter span of your meetings calendar."),
    "no calendar": _("This is no iCalendar file. Export the meetings calendar as a file that ends in .ics."),
    "too often": _("“%(what)s” recurs too often to be a meeting, or from too long ago: more than 2,000 days in five years. Take it out of "
                   "the file, or give its rule an end. Nothing was read in."),
    "too slow": _("It takes too long to count out what recurs in this file. Export a shorter span of your meetings calendar. Nothing was "
                  "read in."),
    "empty": _("There is no meeting in this file."),
}


class MakeFeed(PlainForm, forms.Form):
    """A new address."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def save(self):
        """Make it. Returns the token."""
        return feeds.make_feed(actor=self.user)


class RevokeFeed(MakeFeed):
    """The address works no more."""

    def save(self):
        """Revoke it."""
        return feeds.revoke_feed(actor=self.user)


class ReadMeetings(MakeFeed):
    """A file of the council's meetings."""

    file = forms.FileField(label=_("iCalendar file"), help_text=_("It ends in .ics, exported from the council’s meetings calendar."),
                           widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}))

    def save(self):
        """Read it. Returns what was done; None, with the error at the field, for what is no calendar."""
        try:
            return meetings.read_meetings(self.cleaned_data["file"].read(meetings.MOST_BYTES + 1), actor=self.user)
        except meetings.CannotRead as why:
            self.add_error("file", WRONG[why.args[0]] % {"what": (why.args[1:] or ("",))[0]})
            return None


def said(done):
    """What the file brought, as sentences."""
    brought = now("New meetings: %(new)s. Known already: %(changed)s. Cancelled: %(gone)s. Left out, because they have no time or cannot "
                  "be read: %(skipped)s.") % done
    zones = now("Read as London time, because their time zone is not known: %(zones)s. Compare their hours.") if done["zones"] else ""
    return f"{brought} {zones % done}".strip()
