"""What is said where no protocol has been adopted yet."""
import logging

from council_portal.design.views import error_503
from council_portal.protocol.services import NothingInForce

log = logging.getLogger(__name__)


class NothingAdopted:
    """Answers 503 where a page needs the protocol in force and there is none, and logs the command that adopts one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The page that says closed for now; any other exception goes its way."""
        if isinstance(exception, NothingInForce):
            log.error("%s", exception)
            return error_503(request)
        return None
