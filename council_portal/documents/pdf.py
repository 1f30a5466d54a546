"""PDF from our own pages."""


class NoPdf(Exception):
    """This machine cannot write PDF: a library of the system is missing (docs/decisions/dep-weasyprint.md)."""


def refuse(url, *_args, **_options):
    """SECURITY: nothing is fetched while a PDF is made, from nowhere: neither the network nor a file of this machine."""
    raise ValueError("a PDF of the portal fetches nothing")


def write_pdf(html):
    """A page as a tagged PDF (PDF/UA-1). html: the whole page with its style in it. Returns bytes. Raises NoPdf without Pango."""
    try:
        from weasyprint import HTML  # here, because importing it fails where Pango is missing, and the portal runs without it
    except OSError as missing:
        raise NoPdf("Pango is missing") from missing
    return HTML(string=html, url_fetcher=refuse).write_pdf(pdf_variant="pdf/ua-1")
