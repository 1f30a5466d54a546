"""Reading ModernGov feeds: invented ones for every trap, and real ones where they are at hand."""

import re
from dataclasses import asdict
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from profiles import moderngov
from profiles.moderngov import FeedContact, FeedNote, FeedRefused, FeedTerm, FeedWard, figures, read_feed

INVENTED = Path(__file__).with_name("feeds")
REAL = Path(__file__).parents[3] / "shared" / "data" / "moderngov"


def feed_of(*wards, encoding="utf-8"):
    """Return the bytes of a feed of the given wards."""
    text = f'<?xml version="1.0" encoding="{encoding}"?><councillorsbyward><wards>{"".join(wards)}</wards></councillorsbyward>'
    return text.encode(encoding)


def ward_of(title, *councillors):
    return f"<ward><wardtitle>{title}</wardtitle><councillors>{''.join(councillors)}</councillors></ward>"


def councillor(number="1", name="Councillor Ada Fairlight", inside=""):
    return f"<councillor><councillorid>{number}</councillorid><fullusername>{name}</fullusername>{inside}</councillor>"


def only_member(inside):
    """Return the Member read from a feed of one, whose element holds `inside`."""
    (member,) = read_feed(feed_of(ward_of("Mill Lane", councillor(inside=inside)))).members
    return member


def refusal(data, **settings):
    """Return (code, sentence) with which the data are refused."""
    with pytest.raises(FeedRefused) as refused:
        read_feed(data, **settings)
    return refused.value.code, str(refused.value)


def texts(value):
    """Yield every text inside plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from texts(one)


@pytest.fixture(scope="module")
def traps():
    return read_feed((INVENTED / "traps.xml").read_bytes())


def test_wards_come_in_order_without_duplicates_and_without_the_blank_one(traps):
    assert traps.wards == (FeedWard("Mill Lane", vacancies=2), FeedWard("Castle & Quay"))


def test_a_vacant_seat_makes_no_person(traps):
    assert [(member.councillorid, member.honorific, member.name) for member in traps.members] == [
        ("500000050", "Councillor Mrs", "Ada Fairlight MBE"),
        ("12", "Cllr. Dr", "Bram O'Dell"),
        ("19", "Mayor", "Cass Winterbourne"),
    ]


def test_figures_count_terms_as_many_as_stand_there_but_none_of_a_vacancy(traps):
    assert figures(traps) == {"wards": 2, "members": 3, "terms": 5}


def test_the_same_person_in_two_wards_is_one_member_with_two_seats(traps):
    ada = traps.members[0]

    assert [(seat.ward, len(seat.terms)) for seat in ada.seats] == [("Mill Lane", 2), ("Castle & Quay", 1)]
    assert ada.wards == ("Mill Lane", "Castle & Quay")
    assert ada.terms == (FeedTerm(date(2022, 5, 5), None), FeedTerm(date(2018, 5, 3), date(2022, 5, 4)))


def test_the_same_person_twice_in_one_ward_has_that_ward_once():
    feed = read_feed(feed_of(ward_of("Mill Lane", councillor(), councillor(inside="<keyposts>Chair of Audit</keyposts>"))))

    (member,) = feed.members
    assert (member.wards, len(member.seats), member.key_posts) == (("Mill Lane",), 2, ("Chair of Audit",))


def test_gaps_are_filled_from_the_second_place_and_nothing_is_overwritten():
    full = "<politicalpartytitle>Green</politicalpartytitle><workaddress><phone>01632 960001</phone></workaddress>"
    other = "<politicalpartytitle>Labour</politicalpartytitle><workaddress><phone>01632 960002</phone></workaddress>"
    wards = [ward_of("A", councillor()), ward_of("B", councillor(inside=full)), ward_of("C", councillor(inside=other))]

    (member,) = read_feed(feed_of(*wards)).members

    assert (member.party, member.contact.phone, member.wards) == ("Green Party", "01632 960001", ("A", "B", "C"))


def test_text_escaped_twice_is_unescaped_and_lines_stand_in_the_order_of_their_numbers(traps):
    ada, bram, _ = traps.members

    assert ada.contact == FeedContact(
        lines=("Members' Room & Library", "1 Guildhall Street", "ZZ1 1ZZ"),
        phone="01632 960001",
        mobile="01632 960002",
        email="ada.fairlight@council.example",
    )
    assert ada.surgeries == ("First Saturday, 10am – noon", "Not in August", "Ninth and last")
    assert bram.party == "Mill Lane Residents' Association"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("R&amp;D", "R&D"),
        ("Bed &amp;amp; Breakfast", "Bed & Breakfast"),
        ("A &amp;lt;b&amp;gt;", "A <b>"),
        ("x&amp;copy=2", "x&copy=2"),
        ("Caf&#233; &amp;#233;&amp;eacute;&amp;#xe9;", "Café ééé"),
        ("a&#160;&#13;&#10; b", "a b"),
        ("x &amp;#" + "9" * 3000 + ";", "x &#" + "9" * 3000 + ";"),
        ("<![CDATA[Mill & Lane]]>", "Mill & Lane"),
    ],
)
def test_text_is_unescaped_once_more_and_no_further(written, read):
    assert only_member(f"<representing>{written}</representing>").seats[0].representing == read


def test_party_keeps_its_raw_text_beside_its_one_name(traps):
    assert [(member.party_raw, member.party, member.group) for member in traps.members] == [
        ("The Labour Party", "Labour Party", "Labour and Co-operative Group"),
        ("Mill Lane Residents' Association", "Mill Lane Residents' Association", ""),
        ("", "", ""),
    ]


def test_key_posts_are_split_at_semicolons_and_line_ends_only(traps):
    ada, bram, _ = traps.members

    assert ada.key_posts == (
        "Cabinet Member for Children, Schools and Families",
        "Chair of Audit, Risk and Governance",
        "Member Champion for Heritage",
    )
    assert ada.key_posts_raw == (
        "Cabinet Member for Children, Schools and Families; Chair of Audit, Risk and Governance\nMember Champion for Heritage"
    )
    assert (bram.key_posts_raw, bram.key_posts) == ("", ())


@pytest.mark.parametrize(
    ("written", "posts"),
    [
        ("Leader and Chair of Cabinet", ("Leader and Chair of Cabinet",)),
        ("Leader / Chair of Cabinet", ("Leader / Chair of Cabinet",)),
        ("Leader;;Chair; ", ("Leader", "Chair")),
        ("Leader&amp;#59; Chair", ("Leader", "Chair")),
        ("Leader&#13;&#10;Chair", ("Leader", "Chair")),
        ("Bed &amp;amp; Breakfast Champion", ("Bed & Breakfast Champion",)),
        ("Leader; Leader", ("Leader",)),
    ],
)
def test_key_posts(written, posts):
    assert only_member(f"<keyposts>{written}</keyposts>").key_posts == posts


def test_a_term_without_a_start_and_an_impossible_date_are_not_known(traps):
    bram = traps.members[1]

    assert bram.terms == (FeedTerm(None, date(2027, 5, 3)), FeedTerm(None, None))
    assert traps.notes == (FeedNote("bad_date", "12"), FeedNote("bad_email", "19"))


def test_no_term_is_invented(traps):
    assert traps.members[2].terms == ()


@pytest.mark.parametrize(
    ("term", "days"),
    [
        (FeedTerm(date(2022, 5, 5), date(2026, 5, 7)), [False, True, True, True, False]),
        (FeedTerm(date(2022, 5, 5), None), [False, True, True, True, True]),
        (FeedTerm(None, date(2026, 5, 7)), [True, True, True, True, False]),
    ],
)
def test_a_term_covers_both_its_ends(term, days):
    asked = [date(2022, 5, 4), date(2022, 5, 5), date(2024, 1, 1), date(2026, 5, 7), date(2026, 5, 8)]

    assert [term.covers(day) for day in asked] == days


def test_the_larger_photo_is_taken_and_the_picture_of_nobody_is_none(traps):
    assert [member.photo for member in traps.members] == [
        "https://democracy.council.example/UserData/0/5/0/Info500000050/bigpic.jpg",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("small", "big", "photo"),
    [
        ("http://a.example/smallmug.jpg", "http://a.example/mgimages/missingbigmug.gif", "http://a.example/smallmug.jpg"),
        ("javascript:alert(1)", "file:///etc/passwd", ""),
        ("http://a.example/mgimages/MissingSmallMug.gif", "", ""),
    ],
)
def test_a_photo_is_an_address_on_the_web(small, big, photo):
    assert only_member(f"<photosmallurl>{small}</photosmallurl><photobigurl>{big}</photobigurl>").photo == photo


@pytest.mark.parametrize(
    "email", ["not an address", "a@b@council.example", "a@council.example, b@council.example", "@", "a&lt;b@c"]
)
def test_what_is_no_email_address_is_noted_and_left_out(email):
    feed = read_feed(feed_of(ward_of("Mill Lane", councillor(inside=f"<workaddress><email>{email}</email></workaddress>"))))

    assert (feed.members[0].contact.email, feed.notes) == ("", (FeedNote("bad_email", "1"),))


def test_a_councillor_with_only_a_home_address_has_no_contact(traps):
    assert traps.members[1].contact == FeedContact()


def test_home_addresses_are_never_read(traps):
    written = (INVENTED / "traps.xml").read_text(encoding="utf-8")

    assert len(set(re.findall(r"HOME-MARKER-\d", written))) == 8
    assert "HOME-MARKER" not in repr(traps)


def test_home_addresses_are_thrown_away_before_anything_is_read_from_the_file():
    written = (INVENTED / "traps.xml").read_bytes()

    kept = "".join(moderngov._root(written, len(written)).itertext())

    assert "HOME-MARKER" not in kept
    assert "1 Guildhall Street" in kept


def test_a_refused_feed_does_not_tell_what_is_in_it():
    home = "<homeaddress><line1>HOME-MARKER</line1></homeaddress>"
    broken = feed_of(ward_of("Mill Lane", councillor(number="", inside=home)))

    assert "HOME-MARKER" not in " ".join(refusal(broken)) + " ".join(refusal(broken[:-5]))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("billion-laughs.xml", "hostile"),
        ("external-entity.xml", "hostile"),
        ("external-dtd.xml", "hostile"),
        ("login-page.xml", "web_page"),
    ],
)
def test_hostile_files_and_pages_are_refused(name, code):
    assert refusal((INVENTED / name).read_bytes())[0] == code


GOOD = feed_of(ward_of("Mill Lane", councillor()))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n ", "empty_file"),
        (b"Ada Fairlight,Mill Lane\n", "broken"),
        (b"PK\x03\x04 a zip file \x00\x00", "broken"),
        (GOOD[:-1], "broken"),
        (GOOD[: len(GOOD) // 2], "broken"),
        (GOOD + b"<more/>", "broken"),
        (GOOD.replace(b"Ada", b"\x00Ada"), "broken"),
        (GOOD.replace(b"Ada", b"&nobody;"), "broken"),
        (GOOD.replace(b"Ada", b"\xe9lise"), "broken"),
        (GOOD.replace(b"utf-8", b"no-such-code"), "broken"),
        (GOOD.decode().encode("utf-16"), "broken"),
        (b"<html><body>Moved</body></html>", "web_page"),
        (b"<!-- Moved -->\r\n<script>location = 'https://council.example'</script>", "web_page"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "web_page"),
        (b"<html><body>Moved<br></body></html>", "web_page"),
        ("<!DOCTYPE html><html></html>".encode("utf-16"), "web_page"),
        (GOOD.replace(b"councillorsbyward>", b"councillorsbywardid>"), "not_a_feed"),
        (b"<getmeetings><meetingscount>0</meetingscount></getmeetings>", "not_a_feed"),
        (b"<councillorsbyward/>", "no_councillors"),
        (feed_of(), "no_councillors"),
        (feed_of(ward_of("Mill Lane", councillor(name="Vacant seat"))), "no_councillors"),
        (feed_of(ward_of("Mill Lane", councillor(number=" "))), "no_id"),
        (feed_of(ward_of("Mill Lane", councillor(number="1" * 41))), "no_id"),
        (feed_of(ward_of("Mill Lane", councillor(name=" "))), "no_name"),
        (feed_of(ward_of("Mill Lane", councillor(name="A" * 201))), "too_long"),
        (feed_of(ward_of("M" * 201, councillor())), "too_long"),
        (feed_of(ward_of("Mill Lane", councillor(inside=f"<keyposts>{'k' * 4001}</keyposts>"))), "too_long"),
        (b"<a>" * 1000 + b"</a>" * 1000, "hostile"),
        (b"<councillorsbyward>" + b"<a/>" * 300_001 + b"</councillorsbyward>", "hostile"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:30]),
)
def test_what_is_no_feed_is_refused_in_one_sentence(data, code):
    found, sentence = refusal(data)

    assert found == code
    assert re.fullmatch(r"[A-Z][^\n]{10,200}\.", sentence)


def test_a_file_over_the_limit_is_refused_before_it_is_parsed():
    assert read_feed(GOOD, limit=len(GOOD)).members[0].name == "Ada Fairlight"
    assert refusal(GOOD, limit=len(GOOD) - 1)[0] == "too_large"
    assert refusal(b"\x00" * (20 * 1024 * 1024 + 1))[0] == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_feed_in_the_encoding_that_it_declares_is_read(encoding):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = feed_of(ward_of("Mill Lane", councillor(name="Elódie Fairlight")), encoding=declared).decode(declared)

    assert read_feed(text.encode(encoding)).members[0].name == "Elódie Fairlight"


def test_reading_twice_gives_the_same(traps):
    assert read_feed((INVENTED / "traps.xml").read_bytes()) == traps


# Real feeds, when they are at hand. Counted here without the parser that is under test.

real_feeds = pytest.mark.skipif(not REAL.is_dir(), reason="the real feeds are not at hand")
COUNTED = {
    "argyll-bute": {"wards": 11, "members": 35, "terms": 0},
    "fareham": {"wards": 15, "members": 31, "terms": 135},
    "london-fire": {"wards": 3, "members": 17, "terms": 0},
    "southwark": {"wards": 21, "members": 63, "terms": 50},
    "staffordshire": {"wards": 60, "members": 62, "terms": 28},
}


def blocks(tag, text):
    return re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)


def counted(text):
    """Return the figures of a feed by regular expressions."""
    persons = [one for one in blocks("councillor", text) if not re.search(r"<fullusername>[^<]*\bvacan", one, re.IGNORECASE)]
    return {
        "wards": len({" ".join(title.split()) for title in blocks("wardtitle", text)} - {""}),
        "members": len({blocks("councillorid", one)[0].strip() for one in persons}),
        "terms": sum(one.count("<termofoffice>") for one in persons),
    }


@real_feeds
@pytest.mark.parametrize("council", sorted(COUNTED))
def test_a_real_feed_has_the_figures_counted_by_other_means(council):
    data = (REAL / f"{council}.xml").read_bytes()

    found = figures(read_feed(data))

    assert found == counted(data.decode())
    assert found == COUNTED[council]


@real_feeds
@pytest.mark.parametrize("council", sorted(COUNTED))
def test_nothing_of_a_real_feed_s_home_addresses_is_read(council):
    text = (REAL / f"{council}.xml").read_text(encoding="utf-8")
    homes = {unescape(value).strip() for home in blocks("homeaddress", text) for _, value in re.findall(r"<(\w+)>([^<]*)<", home)}
    elsewhere = re.sub(r"<homeaddress>.*?</homeaddress>", "", text, flags=re.DOTALL)
    private = {value for value in homes if value and value not in unescape(elsewhere)}

    read = set(texts(asdict(read_feed(text.encode()))))

    assert private & read == set()


@real_feeds
@pytest.mark.parametrize("council", sorted(COUNTED))
def test_names_of_a_real_feed_are_whole_and_carry_no_title(council):
    text = (REAL / f"{council}.xml").read_text(encoding="utf-8")

    members = read_feed(text.encode()).members

    rejoined = [f"{member.honorific} {member.name}".strip() for member in members]
    assert rejoined == [" ".join(unescape(name).split()) for name in blocks("fullusername", text)]
    assert {member.honorific for member in members} <= {"", "Councillor", "Dr"}
    assert not [member.name for member in members if len(member.name.split()) < 2]


@real_feeds
def test_work_addresses_of_a_real_feed_are_read():
    members = read_feed((REAL / "southwark.xml").read_bytes()).members

    work = [blocks("workaddress", one)[0] for one in blocks("councillor", (REAL / "southwark.xml").read_text(encoding="utf-8"))]
    assert [member.contact.email for member in members] == [(blocks("email", one) or [""])[0].strip() for one in work]
    assert sum(bool(member.contact.email) for member in members) > 50


@real_feeds
@pytest.mark.parametrize(("name", "code"), [("not-a-feed-redirect-page", "web_page"), ("no-councillors", "no_councillors")])
def test_what_two_councils_really_returned_is_refused(name, code):
    assert refusal((REAL / f"{name}.xml").read_bytes())[0] == code
