"""The key of a developer's machine."""

import stat
from concurrent.futures import ThreadPoolExecutor

from council_portal.settings.keys import kept_key


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "secret-key"

    first = kept_key(path)

    assert len(first) >= 64
    assert kept_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["secret-key"]


def test_processes_that_start_at_once_share_one_key(tmp_path):
    path = tmp_path / "secret-key"

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(kept_key, [path] * 8))

    assert len(keys) == 1
