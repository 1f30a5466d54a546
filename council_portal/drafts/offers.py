"""What a page with a form is given so that the form keeps a draft: templates/drafts/kept.html shows it."""
from django.utils.translation import gettext as _

from council_portal.design.dates import moment
from council_portal.drafts.services import begun, initial


def offer(user, form, *, about=None, prefix="", back="", draft=None):
    """The draft of this form for its page: {"form", "of", "about", "back", "seen", "said", "initial", "data"}.

    about: the uid of a matter, or None. prefix: of the form. back: the address of the page, where "Start anew" leads. draft: the Draft
    where it is in hand already. `said` is "" where nothing was begun; `initial` is what the form is to be shown with, `data`
    the same with all its names as they were posted.
    """
    draft = draft or begun(user, form, about)
    return {"form": form, "of": user.person.uid, "about": about or "", "back": back, "initial": initial(draft, prefix),
            "data": draft.content if draft else {},
            "seen": draft.saved_at.isoformat() if draft else "", "said": said(draft) if draft else ""}


def said(draft):
    """When it was begun, London time."""
    return _("You began this on %(when)s, and did not send it.") % {"when": moment(draft.begun_at)}
