"""Finds Chromium for the browser tests. Playwright's own download is never used."""

import os
import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome"]

# Headless and silent: no background traffic, no update, no shared memory that containers keep small.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
]


def executable():
    """Return the path of Chromium: that of CHROMIUM in the environment, else the first on the PATH, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright):
    """Start headless Chromium and return Playwright's browser. Its sandbox is left out for root only, who cannot have one."""
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    return playwright.chromium.launch(executable_path=executable(), headless=True, args=arguments)
