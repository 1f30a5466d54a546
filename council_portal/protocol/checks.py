"""System check: every preset that ships with the portal can be loaded."""

from django.core.checks import Error

from council_portal.protocol.load import ProtocolError, load, preset_names


def check_presets(app_configs=None, **kwargs):
    """Return one ``protocol.E001`` for each fault of each preset, and of the portal's own defaults."""
    lines = []
    for name in preset_names():
        try:
            load(name)
        except ProtocolError as refusal:
            lines += refusal.lines()
    return [Error(line, id="protocol.E001") for line in dict.fromkeys(lines)]  # a fault of the defaults meets every preset
