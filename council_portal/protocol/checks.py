"""System check: every preset that ships with the portal can be loaded."""

from django.core.checks import Error
from django.db import DatabaseError

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


def check_text_in_force(app_configs=None, databases=None, **kwargs):
    """Return one ``protocol.E002`` for each fault of the text in force: an adopted text that the portal can no longer read."""
    from council_portal.protocol import services

    if not databases:
        return []
    try:
        services.rules_of(services.in_force())
    except ProtocolError as refusal:
        return [Error(line, id="protocol.E002") for line in refusal.lines()]
    except (services.NothingInForce, DatabaseError):  # nothing adopted yet, or no table yet
        return []
    return []
