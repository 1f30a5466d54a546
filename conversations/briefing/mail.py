"""The briefing as a mail to one Member: words, and the same words as an accessible page. Nothing in it is confidential."""
from django.conf import settings
from django.template.loader import render_to_string

from conversations.briefing.parts import in_parts, items_of, wards_of
from council_portal.design.dates import day


def words(briefing, person):
    """(subject, text, HTML) of the mail to this person."""
    link = settings.PORTAL_ORIGIN.rstrip("/") + briefing.get_absolute_url()
    parts = in_parts(briefing, items_of(briefing), wards_of(person))
    context = {"briefing": briefing, "day": day(briefing.on), "parts": parts, "link": link, "council_name": settings.COUNCIL_NAME}
    return (f"{settings.COUNCIL_NAME}: {briefing.title}", render_to_string("briefing/mail.txt", context),
            render_to_string("briefing/mail.html", context))
