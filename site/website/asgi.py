"""The door for ASGI servers (with the six folders on the path)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")

application = get_asgi_application()
