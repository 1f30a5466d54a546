"""`manage.py import_moderngov` where there is nothing to write to."""

import os
import subprocess
import sys

from tests.profiles.test_moderngov import feed_of, ward_of

COUNCILLOR = "<councillor><councillorid>1</councillorid><fullusername>Councillor Ada Fairlight</fullusername></councillor>"


def test_a_database_without_tables_is_one_line_and_exit_2(settings, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_bytes(feed_of(ward_of("Mill Lane", COUNCILLOR)))
    environment = {"DJANGO_SETTINGS_MODULE": "council_portal.settings.test", "PATH": os.environ["PATH"],
                   "TEST_DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}  # fmt: skip

    done = subprocess.run([sys.executable, "manage.py", "import_moderngov", str(feed)], cwd=settings.BASE_DIR, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("import_moderngov: the database is not ready (no such table: ")
