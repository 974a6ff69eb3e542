"""The door for ASGI servers (with the six folders on the path)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
# Who forgets to say so gets no site with the key of development. (`runserver` has read its settings by now.)
os.environ.setdefault("WIJKZORG_ENVIRONMENT", "production")

application = get_asgi_application()
