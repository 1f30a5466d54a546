"""What leaves a demo as a file says what is invented in it. Pages have the banner."""
import codecs
from itertools import chain

from django.conf import settings
from django.http import FileResponse

from council_portal.design.context import demo_mark

FILE, FILE_OF_REAL_MEMBERS = "demo-", "real-members-invented-cases-"
NAMED = ('filename="', "filename*=utf-8''")  # as Django writes them


class MarkedDownloads:
    """Marks every download: its name, and the first line of a list or a note in each card.

    The one door for all exports, those to come included. A paper that somebody added keeps its content and is marked by name.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        name = FILE_OF_REAL_MEMBERS if settings.DEMO_REAL_MEMBERS else FILE
        disposition = response.headers.get("Content-Disposition", "")
        if disposition.startswith("attachment"):
            for start in NAMED:
                disposition = disposition.replace(start, start + name)
            response.headers["Content-Disposition"] = disposition
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind in MARKS and not isinstance(response, FileResponse) and response.status_code == 200:
            mark_content(response, MARKS[kind])
        return response


def mark_content(response, mark):
    """Mark the content, whether it is there or still to come."""
    if response.streaming:
        pieces = iter(response.streaming_content)
        response.streaming_content = chain([mark(next(pieces, b""))], pieces)
        return
    response.content = mark(response.content)
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))


def mark_list(data):
    """A line of its own before the header of a CSV file, after the mark that says UTF-8."""
    start = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return start + f'"{demo_mark()}"\r\n'.encode() + data[len(start):]


def mark_cards(data):
    """A note in each card."""
    note = "NOTE:" + str(demo_mark()).replace(",", "\\,")
    return data.replace(b"\r\nEND:VCARD", b"\r\n" + note.encode() + b"\r\nEND:VCARD")  # at the beginning of a line only


MARKS = {"text/csv": mark_list, "text/vcard": mark_cards}
