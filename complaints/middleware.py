"""What is said where the keys of what is sealed are not there."""
import logging

from django.http import HttpResponse
from django.template.loader import render_to_string

from complaints.kinds import OTHER_WAYS
from council_portal.design.context import the_council
from council_portal.sealing.keys import KeyFault

log = logging.getLogger(__name__)


class KeysAway:
    """Answers 503 where a page needs the keys and they cannot be had, with the ways that are open all the same, and logs why (never a key,
    never a text)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The page that says closed for now; any other exception goes its way."""
        if isinstance(exception, KeyFault):
            log.error("%s", exception)
            shown = {"council": the_council(), "others": OTHER_WAYS}
            return HttpResponse(render_to_string("concerns/closed.html", shown), status=503, headers={"Retry-After": "300"})
        return None
