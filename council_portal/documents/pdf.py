"""PDF from our own pages."""


class NoPdf(Exception):
    """This machine cannot write PDF: a library of the system is missing (docs/decisions/dep-weasyprint.md)."""


def write_pdf(html):
    """A page as a tagged PDF (PDF/UA-1). html: the whole page with its style in it. Returns bytes. Raises NoPdf without Pango."""
    try:
        from weasyprint import HTML  # here, because importing it fails where Pango is missing, and the portal runs without it
        from weasyprint.urls import URLFetcher
    except OSError as missing:
        raise NoPdf("Pango is missing") from missing
    # SECURITY: nothing is fetched while a PDF is made: no address of the network, no file of this machine, nothing written as data:
    return HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_variant="pdf/ua-1")
