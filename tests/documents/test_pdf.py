"""HTML of our own becomes a tagged PDF, and nothing is fetched for it."""
import http.server
import io
import logging
import sys
import threading

import pypdf
import pytest

from council_portal.documents.pdf import NoPdf, write_pdf

PAGE = """<!doctype html><html lang="en-GB"><head><title>Letter to Llŷn</title>
<style>@import url({base}/a.css); @import url(file:///etc/hostname); body {{ background: url("{base}/b.png") }}
@font-face {{ font-family: x; src: url({base}/x.woff) }} p {{ font-family: x }} li {{ list-style-image: url({base}/l.png) }}</style>
<link rel="stylesheet" href="{base}/c.css"><link rel="attachment" href="file:///etc/hostname"></head>
<body><h1>Ŵyl y Môr</h1><p>Good morning</p><ul><li>one</li></ul><img src="{base}/d.png" alt="A picture">
<img src="file:///etc/hostname" alt="x"><object data="{base}/e.svg"></object><embed src="{base}/f.svg">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{base}/g.png"/></svg></body></html>"""


@pytest.fixture
def asked():
    """A web server of this test: (its address, the paths that it was asked for)."""
    paths = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()


def test_a_page_becomes_a_tagged_pdf_with_title_language_and_welsh_letters():
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(PAGE.format(base="http://127.0.0.1:9"))))

    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en-GB"
    assert "pdfuaid" in reader.root_object["/Metadata"].get_data().decode()
    assert reader.metadata.title == "Letter to Llŷn"
    assert "Ŵyl y Môr" in reader.pages[0].extract_text()


def test_nothing_is_fetched_and_no_address_is_logged(asked, caplog):
    base, paths = asked

    with caplog.at_level(logging.DEBUG):
        reader = pypdf.PdfReader(io.BytesIO(write_pdf(PAGE.format(base=base))))

    assert paths == []
    assert dict(reader.attachments) == {}
    assert base not in caplog.text


def test_without_pango_it_says_what_is_missing(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(NoPdf, match="Pango is missing"):
        write_pdf("<p>Private words</p>")

    assert caplog.messages == ["no PDF can be made: Pango is missing (docs/decisions/dep-weasyprint.md)"]
