"""Files that leave the portal: saved and never shown as a page, and nothing in them that a spreadsheet runs."""
from django.http import HttpResponse

# What a spreadsheet takes for the beginning of a formula; also as East Asian keyboards write it, which some read as the same.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # tells a spreadsheet that a CSV file is UTF-8


def inert(cell):
    """SECURITY: a cell as text: a spreadsheet would run what begins with one of FORMULA."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_attachment(response, name):
    """The answer, to be saved under this name. SECURITY: never shown in the browser as a page."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def attachment(text, name, kind):
    """A text as a file. kind: its media type; CSV begins with the mark that says UTF-8."""
    content = (BOM if kind == "text/csv" else "") + text
    return as_attachment(HttpResponse(content.encode(), content_type=f"{kind}; charset=utf-8"), name)
