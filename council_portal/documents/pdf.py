"""HTML of our own made into an accessible PDF. Nothing is fetched, whatever the HTML names (docs/decisions/dep-weasyprint.md)."""
import logging

from PIL import ImageFile

log = logging.getLogger(__name__)


class NoPdf(Exception):
    """No PDF can be made here. The text says what is missing, without content."""


def write_pdf(html):
    """The bytes of a tagged PDF (PDF/UA-1). html: a whole page, escaped already, with its styles in a <style> of its own.

    Raises NoPdf when libraries of the system are missing. SECURITY: no address is fetched, of whatever kind, so that nothing that
    somebody typed makes this server ask another one or read a file; what could not be fetched is left out.
    """
    return draw(html, pdf_variant="pdf/ua-1")


def draw(html, **options):
    """The bytes of a PDF, untagged unless `options` of WeasyPrint say so: the sheet of a stamp, which is no text of its own."""
    weasyprint = library()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    return weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf(**options)


def library():
    """WeasyPrint, loaded when it is first needed: a portal without Pango starts and does all else. Raises NoPdf."""
    try:
        import weasyprint
    except (ImportError, OSError) as fault:
        log.error("no PDF can be made: Pango is missing (docs/decisions/dep-weasyprint.md)")
        raise NoPdf("Pango is missing on this server: Debian has it in libpango-1.0-0, libpangoft2-1.0-0 and "
                    "libharfbuzz-subset0.") from fault
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # SECURITY: it lets Pillow take half pictures for whole ones, in the whole process
    for its_own in (weasyprint.LOGGER, weasyprint.PROGRESS_LOGGER):
        its_own.disabled = True  # SECURITY: they quote the page and its addresses
    return weasyprint
