"""`manage.py demo` with a protocol that cannot be read: one line, and nothing is written."""

import os
import subprocess
import sys

import pytest

from tests.protocol.files import file
from tests.services.browser import free_port


