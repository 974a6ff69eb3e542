"""Filling in a form of the CMS the way a browser does: with what it shows."""

from django.db.models import Model


def shown_in(response):
    """Everything that the edit form of an answer would send when nothing is changed."""
    form = response.context["form"]
    sent = _fields_of(form)
    for formset in getattr(form, "formsets", {}).values():
        sent |= _fields_of(formset.management_form)
        for row in formset.forms:
            sent |= _fields_of(row)
    return sent


def _fields_of(form):
    sent = {}
    for bound in form:
        value = bound.value()
        if (
            value is None
            or value is False
            or (value == "" and bound.field.__class__.__name__ == "FileField")
        ):
            continue
        if isinstance(value, Model):
            value = value.pk
        elif isinstance(value, (list, tuple)) or hasattr(value, "all"):
            items = value.all() if hasattr(value, "all") else value
            value = [one.pk if isinstance(one, Model) else one for one in items]
        elif value is True:
            value = "on"
        sent[bound.html_name] = value
    return sent


def edit(browser, page, **changes):
    """Open the page's form, change some fields, send it; a dotted name is an input of another name."""
    path = f"/cms/pages/{page.pk}/edit/"
    opened = browser.get(path)
    assert opened.status_code == 200, opened
    return browser.post(path, {**shown_in(opened), **changes})
