from django.apps import apps
from django.core.checks import Error

from council_portal.documents.kinds import KINDS
from council_portal.documents.models import Document


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
