"""Filling in the form of a new page in the CMS the way a browser does."""

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.models import Page

from tests.security.forms import shown_in


def add_path(model, parent):
    return f"/cms/pages/add/{model._meta.app_label}/{model._meta.model_name}/{parent.pk}/"


def sent_by(response):
    """What the form of an answer would send unchanged, with its rich texts as the editor writes them."""
    form = response.context["form"]
    sent = shown_in(response)
    rows = [row for formset in form.formsets.values() for row in formset.forms]
    for one in (form, *rows):
        for bound in one:
            if bound.name == "id":
                sent.setdefault(bound.html_name, "")
            elif isinstance(bound.field.widget, DraftailRichTextArea):
                sent[bound.html_name] = bound.field.widget.format_value(bound.value())
            elif bound.name == "body":
                sent.pop("body", None)
                sent["body-count"] = "0"
    return sent


def add(browser, model, parent, **changes):
    """Open the form of a new page, change some fields, send it. Returns the answer."""
    path = add_path(model, parent)
    opened = browser.get(path)
    assert opened.status_code == 200, opened
    return browser.post(path, {**sent_by(opened), **changes})


def change(browser, page, **changes):
    path = f"/cms/pages/{page.pk}/edit/"
    opened = browser.get(path)
    assert opened.status_code == 200, opened
    return browser.post(path, {**sent_by(opened), **changes})


def approve(browser, page):
    """As a moderator: press Approve on the edit page."""
    return change(
        browser,
        page,
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )


def rows(name, *values):
    """The rows of an inline panel as a form sends them."""
    sent = {
        f"{name}-TOTAL_FORMS": len(values),
        f"{name}-INITIAL_FORMS": 0,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, one in enumerate(values):
        sent |= {f"{name}-{number}-{field}": value for field, value in one.items()}
        sent |= {f"{name}-{number}-id": "", f"{name}-{number}-ORDER": number + 1}
    return sent


def newest_below(parent):
    return Page.objects.child_of(parent).order_by("-pk").first()
