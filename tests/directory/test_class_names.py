"""The class names of the directory's styles are its own."""

import re

from django.conf import settings

SOURCES = settings.BASE_DIR / "static" / "src"


def defined(name):
    """The classes that a partial gives rules of their own, at the beginning of a line."""
    return set(re.findall(r"^\.(cp-[\w-]+) \{", (SOURCES / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_no_class_of_the_directory_is_another_rooms():
    others = {path.name for path in SOURCES.glob("_*.scss")} - {"_directory.scss"}

    assert {name: defined("_directory.scss") & defined(name) for name in others if defined("_directory.scss") & defined(name)} == {}
