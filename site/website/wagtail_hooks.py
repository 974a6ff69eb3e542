"""What the site itself adds to Wagtail: the lock on documents."""

from wagtail import hooks

from website.media import document_is_allowed

hooks.register("before_serve_document", document_is_allowed)
