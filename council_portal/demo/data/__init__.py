"""What the demo council is made of, as TOML: its places and people, its services, and what Members raise."""
import tomllib
from functools import cache
from pathlib import Path


@cache
def data(name):
    """The content of data/NAME.toml, read once a process. Not to be changed by whoever reads it."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
