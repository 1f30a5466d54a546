"""A feed of Members is the same after it was kept as JSON: invented ones always, real ones where they are at hand."""

import json

import pytest

from profiles.feed_json import pack, unpack
from profiles.moderngov import FeedRefused, read_feed
from tests.profiles.test_moderngov import INVENTED, REAL

FEEDS = sorted([*INVENTED.glob("*.xml"), *REAL.glob("*.xml")])


def readable():
    for path in FEEDS:
        try:
            yield path.name, read_feed(path.read_bytes())
        except FeedRefused:
            continue


@pytest.mark.parametrize(("name", "feed"), list(readable()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_feed_survives_being_kept_as_json(name, feed):
    assert unpack(json.loads(json.dumps(pack(feed)))) == feed


def test_the_invented_feed_is_among_them():
    assert "traps.xml" in [name for name, _feed in readable()]
