"""A registry: which models hold files. Filled by the apps above, asked by the sweep (docs/decisions/registries.md)."""

KINDS = []


def register(model):
    """model: a concrete Document. Called from AppConfig.ready(). Twice is once. Returns the model."""
    if model not in KINDS:
        KINDS.append(model)
    return model
