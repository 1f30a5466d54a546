"""Files made to take long or to take much memory, within the limits of size. As in corpus.py: what, name, content, outcome."""
from tests.documents import files
from tests.documents.corpus import MB
from tests.documents.files import office, packed_object, pdf, picture

DOCX = files.OFFICE + "wordprocessingml.document"
# Packs badly, so that the file is not refused for its density alone.
PAD = ("word/media/pad.png", picture("PNG", (600, 400)))


def slow():
    png = picture("PNG")
    attributes = "".join(f' b{n:x}=""' for n in range(2 * MB))
    yield "PDF of names of packed objects", "a.pdf", pdf(b"/ObjStm " * MB), "bomb"
    yield "PDF of plain packed objects", "a.pdf", pdf(b"/ObjStm stream\n1 " * (MB // 2)), "bomb"
    yield "PDF of small packed objects", "a.pdf", pdf(*[packed_object(b"<< /Type /Font >>")] * 9_000), "application/pdf"
    yield "PDF of escapes", "a.pdf", pdf(b"#41" * 3 * MB), "application/pdf"
    yield "CSV of blank lines", "a.csv", b"\n" * 9 * MB, "text/csv"
    yield "CSV of beginnings", "a.csv", b",=|" * 3 * MB, "text/csv"
    yield "JPEG of empty segments", "a.jpg", b"\xff\xd8" + b"\xff\xe1\0\x02" * 2 * MB, "damaged"
    yield "JPEG of fillings", "a.jpg", b"\xff\xd8" + b"\xff" * 9 * MB, "damaged"
    yield "PNG of empty chunks", "a.png", png[:33] + files.chunk(b"teXt", b"") * (MB // 2) + png[33:], "damaged"
    yield "Word of short elements", "a.docx", office("docx", [PAD], body=f"<a>{'<b/>' * 7 * MB}</a>"), "bomb"
    yield "Word of as many elements as may be", "a.docx", office("docx", [PAD], body=f"<a>{'<b/>' * 999_000}</a>"), DOCX
    yield "Word of elements inside one another", "a.docx", office("docx", [PAD], body="<b>" * 9 * MB), "bomb"
    yield "Word of many names", "a.docx", office("docx", [PAD], body=f"<a>{''.join(f'<b{n:x}/>' for n in range(2 * MB))}</a>"), "bomb"
    yield "Word of one element", "a.docx", office("docx", [PAD], body=f"<a{attributes}/>"), "bomb"
    long = f'<x:a xmlns:x="{"y" * 9000}">{"<x:b/>" * 4 * MB}</x:a>'
    yield "Word of a long namespace", "a.docx", office("docx", [PAD], body=long), "bomb"
    few_mb_each = f"<a>{'<b/>' * (MB // 2)}</a>"
    yield ("Word of many long parts", "a.docx",
           office("docx", [PAD, *((f"word/part{n}.xml", few_mb_each) for n in range(20))]), "bomb")
