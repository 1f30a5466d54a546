"""`make demo-clean`: take away the demos of other councils and protocols, var/demo-*/, and nothing else. Plain Python, no settings.

A demo holds a lock on its folder while it runs, its processes with it, so that a folder in use is never taken away.
"""
import fcntl
import os
import shutil
import sys
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent.parent / "var"
LOCK = Path("demo") / "running"


def hold(folder, how=fcntl.LOCK_SH):
    """Hold the lock of a demo's folder until this process and those it hands the descriptor to have ended.

    how: LOCK_SH to run there, LOCK_EX to take it away. Returns the descriptor, or None when somebody holds it otherwise.
    """
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def folders(var):
    """The folders var/demo-*/, in order. SECURITY: a link is none, wherever it leads."""
    return [path for path in sorted(var.glob("demo-*")) if path.is_dir() and not path.is_symlink()]


def running(folder):
    """Does a demo run in this folder?"""
    if not (folder / LOCK).is_file():
        return False
    descriptor = hold(folder, fcntl.LOCK_EX)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def clean(var, say):
    """Take away var/demo-*/, or nothing at all while a demo runs in one of them. say: takes a line. Returns the exit status, 0 or 2."""
    found = folders(var)
    if busy := [folder for folder in found if running(folder)]:
        say(f"A demo runs in {', '.join(f'var/{folder.name}/' for folder in busy)}. Stop it with Ctrl-C first. Nothing was removed.")
        return 2
    for folder in found:
        shutil.rmtree(folder)
        say(f"Removed var/{folder.name}/")
    say("The plain demo in var/ is kept." if found else "There is no var/demo-*/ to remove. The plain demo in var/ is kept.")
    return 0


if __name__ == "__main__":
    sys.exit(clean(VAR, lambda line: sys.stdout.write(f"{line}\n")))
