"""``python -m core.crispy_kern.demo``: every field in every state on http://127.0.0.1:8000, without the portal.

Arguments are those of Django's ``runserver``, such as another port.
"""

import os
import sys

from django.core.management import execute_from_command_line


def main(arguments: list[str]) -> None:
    """Serve the demo until it is stopped."""
    os.environ["DJANGO_SETTINGS_MODULE"] = f"{__package__}.settings"
    execute_from_command_line(["demo", "runserver", *(arguments or ["127.0.0.1:8000"])])


if __name__ == "__main__":
    main(sys.argv[1:])
