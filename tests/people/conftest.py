import pytest

from tests import factories


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a folder of files of its own."""
    settings.PORTAL_VAR = tmp_path
    return tmp_path / "files"


@pytest.fixture
def council(db):
    """The small council of the factories: nobody but its people holds anything."""
    return factories.council()
