"""Settings: base for everyone, then dev, test or production."""
