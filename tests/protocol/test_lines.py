"""Lines are found by walking the text; whatever looks like a header and is none must not be counted."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council_portal.protocol.lines import lines_of
from council_portal.protocol.load import PRESETS, preset_names

AWKWARD = '''\
# [[route]] in a comment
name = "a" # [[route]] after a value
says = """
[[route]]
matter = "in a string" \\"""
"""
quiet = \'\'\'
[[route]]\'\'\'
[[route]]
matter = "one"
[[route]] # the second
matter = 'tw"o # '
steps = [
  # a comment between
  { stage = "first", to = ["x", "]"] },

  { stage = "then",
    to = [
      "y",
      "z",
    ] },
]
[posts]
"quoted key" = "}"
dotted.key = 1
[[route]]
matter = "three"
  [[route.inner]]
  deep = true
  [[route.inner]]
  deep = false
'''.replace('{ stage = "then",\n    to = [', '{ stage = "then", to = [')


def numbered(text):
    """The text's lines by number, for reading a test's expectation off the text itself."""
    return dict(enumerate(text.splitlines(), 1))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 'name = "a" # [[route]] after a value'),
        (("route", 0), "[[route]]"),
        (("route", 0, "matter"), 'matter = "one"'),
        (("route", 1), "[[route]] # the second"),
        (("route", 1, "matter"), "matter = 'tw\"o # '"),
        (("route", 1, "steps", 0, "to", 1), '  { stage = "first", to = ["x", "]"] },'),
        (("route", 1, "steps", 1, "stage"), '  { stage = "then", to = ['),
        (("route", 1, "steps", 1, "to", 1), '      "z",'),
        (("posts", "quoted key"), '"quoted key" = "}"'),
        (("posts", "dotted", "key"), "dotted.key = 1"),
        (("route", 2, "matter"), 'matter = "three"'),
        (("route", 2, "inner", 1, "deep"), "  deep = false"),
    ],
)
def test_each_key_is_found_on_its_own_line(path, line):
    tomllib.loads(AWKWARD)

    found = lines_of(AWKWARD)[path]

    assert numbered(AWKWARD)[found] == line


def paths_of(value, path=()):
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from paths_of(member, (*path, key))


@pytest.mark.parametrize("name", preset_names())
def test_every_key_of_every_preset_has_a_line_that_names_it(name):
    text = (PRESETS / f"{name}.toml").read_text(encoding="utf-8")
    lines = numbered(text)

    found = lines_of(text)

    keys = [path for path in paths_of(tomllib.loads(text)) if isinstance(path[-1], str)]
    assert [path for path in keys if path[-1] not in lines[found[path]]] == []


TEXT = st.text(alphabet="ab[]{}#=\"'\\\n, ", max_size=12)
QUOTE = {
    "basic": lambda t: '"' + t.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"',
    "literal": lambda t: "'" + t.replace("'", "").replace("\n", "") + "'",
    "long": lambda t: '"""' + t.replace("\\", "\\\\").replace('"', '\\"') + '"""',
    "long literal": lambda t: "'''" + t.replace("'", "") + "'''",
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, st.sampled_from(sorted(QUOTE)), TEXT), min_size=1, max_size=5))
def test_no_string_or_comment_moves_the_lines_after_it(values):
    text = ""
    expected = []
    for position, (value, kind, comment) in enumerate(values):
        text += f"[[route]] # {comment.replace(chr(10), ' ')}\nsays = [\n{QUOTE[kind](value)},\n"
        expected.append(text.count("\n") + 1)
        text += f"{position}]\n"
    tomllib.loads(text)

    found = lines_of(text)

    assert [found["route", position, "says", 1] for position in range(len(values))] == expected
