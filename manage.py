#!/usr/bin/env python
"""Django's command line for the Wijkzorg site."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOLDERS = ("site", "home", "partners", "events", "news", "search")
# The import packages stand inside their folders: `site` is a module of Python's own (see
# site/docs/decisions/0001-folders.md), so the folders themselves go on the path.
sys.path[:0] = [str(ROOT / folder) for folder in FOLDERS]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A fault in the environment deserves one clear line, not a traceback.
        sys.exit(f"manage.py: {error}")


if __name__ == "__main__":
    main()
