"""What a moderator opens and approves as it stands is published, and not taken for a change of theirs."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from tests.events.forms import approve, change
from wijkzorg_partners.models import PartnerPage, Service

HOURS = {"weekly": [{"byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}], "exceptions": []}
PAGE_TYPES = [
    model
    for model in apps.get_models()
    if issubclass(model, Page) and model.__module__.startswith("wijkzorg_")
]


def test_a_profile_with_a_service_is_published_by_one_approval(cast, as_user):
    partner = cast.partner_a
    partner.hours = HOURS
    partner.services = [Service(name="Koffie", hours=HOURS, sort_order=0)]
    partner.save_revision().publish()
    answer = change(as_user(cast.editor_a), partner, what_we_do="Breien", **{"action-submit": "1"})
    assert answer.status_code == 302
    sent_in = PartnerPage.objects.get(pk=partner.pk).latest_revision_id
    assert approve(as_user(cast.moderator), partner).status_code == 302
    partner = PartnerPage.objects.get(pk=partner.pk)
    assert partner.what_we_do == "Breien"
    assert partner.live_revision_id == sent_in


@pytest.mark.django_db
@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda one: one.__name__)
def test_no_field_is_compared_with_an_input_that_the_cms_does_not_draw(page_type):
    """Django asks this of fields whose default is a function; Wagtail's panels leave the input out."""
    form_class = page_type.get_edit_handler().get_form_class()
    form = form_class(instance=page_type(), parent_page=Page(), for_user=AnonymousUser())
    forms = {"": form, **{name: one.empty_form for name, one in form.formsets.items()}}
    hidden = [
        f"{place} {name}"
        for place, one in forms.items()
        for name, field in one.fields.items()
        if field.show_hidden_initial
    ]
    assert hidden == []
