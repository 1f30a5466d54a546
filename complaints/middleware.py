"""What is said where the keys of what is sealed are not there."""
import logging

from council_portal.design.views import error_503
from council_portal.sealing.keys import KeyFault

log = logging.getLogger(__name__)


class KeysAway:
    """Answers 503 where a page needs the keys and they cannot be had, and logs why (never a key, never a text)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The page that says closed for now; any other exception goes its way."""
        if isinstance(exception, KeyFault):
            log.error("%s", exception)
            return error_503(request)
        return None
