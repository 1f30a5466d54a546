from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Warning

from council_portal.documents.kinds import KINDS
from council_portal.documents.models import Document
from council_portal.documents.uploads.viruses import NotAnAddress, place_of


def kinds_are_whole(app_configs=None, **kwargs):
    """Every concrete Document is registered in documents.kinds and says which matter guards it."""
    found = []
    for model in apps.get_models():
        if not issubclass(model, Document):
            continue
        if model not in KINDS:
            found.append(Error(f"{model._meta.label} holds files and nobody sweeps them.", obj=model, id="documents.E001",
                               hint="Call council_portal.documents.kinds.register(model) in its AppConfig.ready()."))
        if not model.guarded_by:
            found.append(Error(f"{model._meta.label} does not say which matter guards it.", obj=model, id="documents.E002",
                               hint='Set guarded_by to the name of the foreign key to its matter: guarded_by = "case".'))
    return found


def scanner_address(app_configs=None, **kwargs):
    """CLAMD can be read as an address, or is empty. With one that cannot, every upload would be refused."""
    try:
        if settings.CLAMD:
            place_of(settings.CLAMD)
    except NotAnAddress:
        return [Error("CLAMD is no address of a virus scanner.", id="documents.E003",
                      hint="Write tcp://host:3310 or unix:/path, or leave it out.")]
    return []


def scanner_named(app_configs=None, **kwargs):
    """A council's installation shows its uploads to a virus scanner (manage.py check --deploy)."""
    if settings.CLAMD:
        return []
    return [Warning("No virus scanner is named: uploads are checked by their content alone.", id="documents.W001",
                    hint="Set CLAMD to the address of the council's ClamAV (docs/decisions/virus-check.md).")]
