"""What production refuses to start with, in words for the person at the console."""

# As printed in docs/guides/production.env.example.
EXAMPLE_KEY = "example-key-replace-me-with-the-output-of-the-command-above"


def refusals(*, secret_key, debug, installed_apps):
    """Return one line for each reason not to start; an empty list means go."""
    found = []
    if debug:
        found.append("DEBUG is on: it shows source and settings to everybody. Take DEBUG out of the environment.")
    if secret_key == EXAMPLE_KEY:
        found.append("SECRET_KEY is the example key, which everybody knows. Make one of your own.")
    elif len(secret_key) < 50 or len(set(secret_key)) < 5:
        found.append("SECRET_KEY is too short or too plain: at least 50 characters, made by a machine.")
    if "council_portal.demo" in installed_apps:
        found.append("council_portal.demo is installed: it signs anybody in with one click. Only dev settings install it.")
    return found
