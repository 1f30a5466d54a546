"""docs/protocol-files.md says what the loader takes: a key or word without a line there is not documented."""

from pathlib import Path

from council_portal.protocol import shape
from council_portal.protocol.rules import MATTERS, POINTS, POSTS

PAGE = (Path(__file__).parents[2] / "docs" / "protocol-files.md").read_text(encoding="utf-8")


def section(heading):
    return PAGE.split(heading + "\n", 1)[1].split("\n## ", 1)[0]


def test_every_post_and_matter_is_listed_with_its_meaning():
    for heading, words in (("## The posts", POSTS), ("## The matters", MATTERS), ("## The points", POINTS)):
        listed = [line for line in section(heading).splitlines() if line.startswith("| `")]
        assert listed == [f"| `{word}` | {meaning} |" for word, meaning in words.items()]


def test_every_key_is_described():
    keys = {key for spec in (shape.FILE, shape.ROUTE, shape.STEP, shape.LOCAL, shape.REPLY, shape.SIGNING) for key in spec}

    assert [key for key in sorted(keys) if f"`{key}`" not in PAGE and f"[{key}]" not in PAGE and f"\n{key} = " not in PAGE] == []
