"""A network in which everything that is not public carries a marker of its own.

A marker is a word that stands nowhere else, so whoever finds it in an answer knows where it came from.
"""

import json
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, UploadedFile, Workflow
from wagtail_localize.models import Translation, TranslationSource

from tests.factories import make_document, make_image, make_partner, make_user
from wijkzorg_events.models import (
    AgendaPage,
    EventPage,
    EventReportPage,
    Registration,
    RegistrationNeeds,
    SeatBook,
)
from wijkzorg_home.models import OutgoingMail, StandardPage
from wijkzorg_news.models import NewsIndexPage, NewsPage
from wijkzorg_partners import actions
from wijkzorg_partners.models import (
    CallAttempt,
    ContactMessage,
    ContactPerson,
    ContactRequest,
    Invitation,
    JoinRequest,
    Location,
    MapPage,
    MistakeReport,
    PartnerImport,
    PartnerImportRow,
    PartnerIndexPage,
    PartnerPage,
    PartnerRecord,
    Review,
    Service,
    UrgentChange,
)
from wijkzorg_partners.records import record_of
from wijkzorg_search.models import Concept, MissedWord

ROLES = [
    "anonymous",
    "member",
    "editor_a",
    "editor_b",
    "coordinator",
    "moderator",
    "communications",
    "administrator",
]
#: Who may read what, besides what is public.
STAFF = {"moderator", "communications", "administrator"}
EDITORS_OF_B = STAFF | {"editor_b"}
INVITERS = STAFF | {"coordinator"}

TEXT_FIELDS = (models.CharField, models.TextField)


class Markers:
    """Every marker of the world, and the roles that may meet it."""

    def __init__(self):
        self.readers = {}

    def new(self, name, readers, *, before="", after="", limit=None):
        marker = f"zq{name.replace('_', '')}{len(self.readers)}x"
        if limit and len(before + marker + after) > limit:
            marker = f"zq{len(self.readers)}x"
        assert marker not in self.readers
        self.readers[marker] = frozenset(readers)
        return before + marker + after

    def hidden_from(self, role):
        return [marker for marker, readers in self.readers.items() if role not in readers]

    def shown_to(self, role):
        return [marker for marker, readers in self.readers.items() if role in readers]


def shown_to_the_network(role, world):
    """What members of the network see besides the public: on the profile, the person who agreed to that."""
    if role in {"anonymous", "member"}:
        return set()
    names = [one for one in world.markers.readers if one.startswith("zqcontactnetwork")]
    assert len(names) == 4
    return {f"{name} at {world.b.get_url()}" for name in names}


def found_in(response, markers):
    """The markers that stand in the body or the headers of an answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace") + str(dict(response.headers))
    lower = text.lower()
    return [marker for marker in markers if marker in lower]


def text_fields_of(model):
    """The names of the fields into which an editor writes words."""
    inherited = {field.name for field in Page._meta.get_fields()}
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXT_FIELDS)
        and not field.choices
        and field.editable
        and (field.name not in inherited or field.name == "title")
        and field.name != "translation_key"
    ]


def mark_everything(instance, prefix, markers, readers):
    """Write a marker into every text field; returns the names of the fields."""
    names = []
    for field in text_fields_of(type(instance)):
        before, after = "", ""
        if isinstance(field, models.EmailField):
            after = "@example.org"
        elif isinstance(field, models.URLField):
            before, after = "https://", ".example.org/"
        text = markers.new(
            prefix + field.name, readers, before=before, after=after, limit=field.max_length
        )
        setattr(instance, field.name, text)
        names.append(field.name)
    return names


def write_draft(page, markers, prefix, readers):
    """A draft with a marker in all its texts, on top of whatever is live."""
    names = mark_everything(page, prefix, markers, readers)
    for model, relation in (
        (Service, "services"),
        (Location, "locations"),
        (ContactPerson, "contact_persons"),
    ):
        child = model()
        names += mark_everything(child, prefix + relation, markers, readers)
        if model is ContactPerson:
            child.visibility, child.consent_on = "public", date(2026, 1, 1)
            child.photo = page.photo
        getattr(page, relation).add(child)
    assert len(names) > 15
    return page.save_revision()


def build_world(network, cast):
    """The cast, and everything that must stay out of sight of some of them."""
    markers = Markers()
    a, b = cast.partner_a, cast.partner_b
    world = SimpleNamespace(
        **vars(cast), anonymous=AnonymousUser(), network=network, markers=markers, a=a, b=b
    )
    world.second_editor = make_user(
        markers.new("colleague", INVITERS | {"editor_b"}, after="@example.org"), partner=b
    )
    world.person_b = _contacts(b, markers)
    _media(world)
    world.draft_photo = make_image(
        markers.new("photo", EDITORS_OF_B),
        collection=world.collection_b,
        user=world.editor_b,
        name=markers.new("photofile", EDITORS_OF_B, after=".png"),
    )
    b.photo = world.draft_photo
    world.revision_b = write_draft(b, markers, "draft", EDITORS_OF_B)
    world.service_b = b.services.all()[0]
    world.service_a = Service(name="Koffie")
    a.services.add(world.service_a)
    world.person_a = ContactPerson(name="Ans")
    a.contact_persons.add(world.person_a)
    world.revision_a = a.save_revision()
    world.revision_a.publish()
    workflow = Workflow.objects.get(name="Moderatie")
    world.workflow = workflow
    world.workflow_b = workflow.start(b, world.editor_b)
    world.task_b = world.workflow_b.current_task_state
    world.workflow_a = workflow.start(a, world.editor_a)
    world.task_a = world.workflow_a.current_task_state
    world.workflow_a.cancel(user=world.editor_a)
    _hidden_pages(world)
    _happenings(world)
    _translations(world)
    _small_things(world)
    for page in (world.a, world.b):
        page.refresh_from_db()
    return world


def _contacts(partner, markers):
    for visibility, consent in (
        ("network", date(2026, 1, 1)),
        ("moderators", date(2026, 1, 1)),
        ("public", None),
    ):
        person = ContactPerson(visibility=visibility, consent_on=consent)
        mark_everything(person, f"contact{visibility}", markers, EDITORS_OF_B)
        partner.contact_persons.add(person)
    partner.contact_persons.add(
        ContactPerson(name="Samira Openbaar", visibility="public", consent_on=date(2026, 1, 1))
    )
    partner.save_revision().publish()
    return partner.contact_persons.last()


def _media(world):
    markers = world.markers
    for letter, partner, user in (("a", world.a, world.editor_a), ("b", world.b, world.editor_b)):
        readers = STAFF | {f"editor_{letter}"}
        collection = actions.own_collection(partner)
        image = make_image(
            markers.new(f"imagetitle{letter}", readers),
            collection=collection,
            user=user,
            name=markers.new(f"imagefile{letter}", readers, after=".png"),
        )
        image.description = markers.new(f"imagealt{letter}", readers)
        image.save()
        image.tags.add(markers.new(f"imagetag{letter}", readers))
        document = make_document(
            markers.new(f"documenttitle{letter}", readers),
            collection=collection,
            user=user,
            name=markers.new(f"documentfile{letter}", readers, after=".txt"),
            content=markers.new(f"documenttext{letter}", readers).encode(),
        )
        upload = UploadedFile.objects.create(
            file=ContentFile(b"x", name=f"upload-{letter}.png"),
            uploaded_by_user=user,
            for_content_type=_content_type(type(image)),
        )
        session = EditingSession.objects.create(
            user=user,
            content_type=_content_type(PartnerPage),
            object_id=str(partner.pk),
            last_seen_at=timezone.now(),
        )
        setattr(world, f"image_{letter}", image)
        setattr(world, f"document_{letter}", document)
        setattr(world, f"collection_{letter}", collection)
        setattr(world, f"upload_{letter}", upload)
        setattr(world, f"session_{letter}", session)


def _content_type(model):
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(model)


def _hidden_pages(world):
    markers, network = world.markers, world.network
    world.never = make_partner(network.directory, markers.new("nevertitle", INVITERS), live=False)
    write_draft(world.never, markers, "never", STAFF)
    gone = make_partner(
        network.directory,
        markers.new("gonetitle", INVITERS),
        slug="vertrokken",
        areas=[network.wijk],
    )
    gone.summary = markers.new("gonesummary", STAFF)
    gone.save_revision().publish()
    gone.unpublish()
    world.gone = PartnerPage.objects.get(pk=gone.pk)
    private = StandardPage(
        title=markers.new("privatetitle", STAFF),
        slug="besloten",
        summary=markers.new("privatesummary", STAFF),
    )
    network.district.add_child(instance=private)
    private.save_revision().publish()
    world.restriction = PageViewRestriction.objects.create(page=private, restriction_type="groups")
    world.private = private


def _happenings(world):
    """Events below the profiles of A and B, and a report and news that are not yet public."""
    world.network.district.add_child(instance=MapPage(title="Op de kaart", slug="kaart"))
    agenda = world.network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    news = world.network.district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))
    world.agenda, world.news = agenda, news
    when = {
        "start_at": timezone.now() + timedelta(days=9),
        "end_at": timezone.now() + timedelta(days=9, hours=2),
    }
    for letter, partner in (("a", world.a), ("b", world.b)):
        event = EventPage(title=f"Open tafel van {letter}", kind="open_table", **when)
        partner.add_child(instance=event)
        event.save_revision().publish()
        setattr(world, f"event_{letter}", event)
        setattr(world, f"registration_{letter}", _registration(world, letter, event))
    _write(world, world.event_b, "eventdraft", EDITORS_OF_B)
    world.event_never = EventPage(title="x", kind="open_table", live=False, **when)
    _add(world, world.b, world.event_never, "neverevent", EDITORS_OF_B)
    world.report = EventReportPage(title="x", live=False)
    _add(world, world.event_b, world.report, "report", STAFF)
    world.item = NewsPage(title="x", live=False)
    _add(world, news, world.item, "item", STAFF)


def _registration(world, letter, event):
    """Somebody who comes, with a marker in all that they filled in."""
    markers, readers = world.markers, STAFF | {f"editor_{letter}"}
    registration = Registration(
        book=SeatBook.objects.create(event=event, is_open=True),
        status="seated",
        confirmed_at=timezone.now(),
    )
    registration.guests = [markers.new(f"guest{letter}", readers)]
    for name in ("name", "organisation", "role"):
        setattr(registration, name, markers.new(f"registered{name}{letter}", readers))
    registration.email = markers.new(f"registeredmail{letter}", readers, after="@example.org")
    registration.email_key = registration.email
    registration.save()
    RegistrationNeeds.objects.create(
        registration=registration,
        diet=markers.new(f"diet{letter}", readers),
        access=markers.new(f"access{letter}", readers),
    )
    return registration


def _add(world, parent, page, prefix, readers):
    """A page that was never public, with a marker in all its texts."""
    mark_everything(page, prefix, world.markers, readers)
    parent.add_child(instance=page)
    page.save_revision()


def _write(world, page, prefix, readers):
    """A draft on top of what is live, with a marker in all its texts."""
    mark_everything(page, prefix, world.markers, readers)
    page.save_revision()


def _translations(world):
    """A draft in English of B, made the way wagtail-localize makes one."""
    english = Locale.objects.get(language_code="en")
    world.directory_en = world.network.directory.copy_for_translation(
        english, copy_parents=True, alias=True
    )
    for letter, partner in (("a", world.a), ("b", world.b)):
        source, _made = TranslationSource.update_or_create_from_instance(
            PartnerPage.objects.get(pk=partner.pk)
        )
        translation = Translation.objects.create(source=source, target_locale=english)
        translation.save_target(publish=False)
        page = PartnerPage.objects.get(translation_key=partner.translation_key, locale=english)
        setattr(world, f"source_{letter}", source)
        setattr(world, f"translation_{letter}", translation)
        setattr(world, f"{letter}_en", page)
    page = world.b_en
    page.title = world.markers.new("translatedtitle", EDITORS_OF_B)
    page.summary = world.markers.new("translatedsummary", EDITORS_OF_B)
    page.save_revision()


def _small_things(world):
    markers = world.markers
    world.other_directory = world.network.home.add_child(
        instance=PartnerIndexPage(title="Elders", slug="elders")
    )
    address = markers.new("invited", INVITERS, after="@example.org")
    world.invitation_b = actions.invite_editor(world.b, address, by=world.moderator)
    for letter in ("a", "b"):
        setattr(world, f"request_{letter}", _request(world, letter))
    world.invitation_a = actions.invite_editor(world.a, "nieuw@example.org", by=world.moderator)
    JoinRequest.objects.create(
        name=markers.new("joinname", set()),
        summary=markers.new("joinsummary", set()),
        email=markers.new("joinmail", set(), after="@example.org"),
        area=world.network.wijk,
        token_hash="x",
        expires_at=timezone.now() + timedelta(days=7),
    )
    world.redirect = Redirect.objects.create(
        old_path="/oud", redirect_page=world.gone, site=None, is_permanent=True
    )
    world.membership_a = world.a.memberships.get(user=world.editor_a)
    world.membership_b = world.b.memberships.get(user=world.editor_b)
    _moderation(world)
    assert Invitation.objects.count() == 2
    CallAttempt.objects.create(
        partner=world.a, outcome="not_reached", note=markers.new("callnote", INVITERS)
    )
    PartnerRecord.objects.filter(partner=record_of(world.a).partner).update(stage="call")


def _request(world, letter):
    """A question to A or B, with a marker in all that its sender and others wrote."""
    markers = world.markers
    partner = PartnerPage.objects.get(pk=getattr(world, letter).pk)  # without what is a draft
    readers = {f"editor_{letter}", "coordinator", "administrator"}
    request = ContactRequest(
        partner=partner, asked_of=partner, partner_name=partner.title, state="delivered"
    )
    for name in ("name", "organisation", "text"):
        setattr(request, name, markers.new(f"asked{name}{letter}", readers))
    request.phone = markers.new(f"askedphone{letter}", readers, limit=30)
    request.email = markers.new(f"askedmail{letter}", readers, after="@example.org")
    request.due_at = timezone.now() + timedelta(days=3)
    request.save()
    ContactMessage.objects.create(
        request=request, author="sender", text=markers.new(f"said{letter}", readers)
    )
    return request


def _moderation(world):
    """What went live unread, urgent facts (what was taken back is hidden), and a mail that was sent."""
    for letter, partner in (("a", world.a), ("b", world.b)):
        editor = getattr(world, f"editor_{letter}")
        review = Review.objects.create(
            page=partner,
            after=PartnerPage.objects.get(pk=partner.pk).live_revision,
            submitted_by=editor,
            remark=world.markers.new(f"review{letter}", STAFF | {f"editor_{letter}"}),
        )
        setattr(world, f"review_{letter}", review)
        UrgentChange.objects.create(
            partner=partner,
            kind="closed",
            made_by=editor,
            withdrawn_at=timezone.now(),
            note=world.markers.new(f"urgent{letter}", STAFF | {f"editor_{letter}"}),
        )
        change = UrgentChange.objects.create(partner=partner, kind="closed", made_by=editor)
        setattr(world, f"urgent_{letter}", change)
        report = MistakeReport.objects.create(
            partner=partner,
            topic="hours",
            text=world.markers.new(f"mistake{letter}", STAFF | {f"editor_{letter}", "coordinator"}),
            email=world.markers.new(f"mistakemail{letter}", (), after="@example.org"),
        )
        setattr(world, f"mistake_{letter}", report)
    world.mail = OutgoingMail.objects.create(
        key="sent",
        kind="digest",
        to=world.markers.new("mailed", {"communications", "administrator"}, after="@example.org"),
        subject=world.markers.new("mailsubject", ()),
        text=world.markers.new("mailtext", ()),
        state="sent",
    )
    keepers = {"communications", "administrator"}
    world.concept = Concept.objects.create(
        code="zq-begrip", name=world.markers.new("concept", keepers)
    )
    world.imported = world.markers.new("imported", keepers)
    world.run = PartnerImport.objects.create(
        directory=world.network.directory,
        file_name=world.markers.new("importfile", keepers),
        heads=["name"],
        mapping=["name"],
        state="checked",
        rows_total=1,
        counts={"new": 1},
    )
    PartnerImportRow.objects.create(
        run=world.run,
        number=2,
        state="new",
        title=world.imported,
        content=json.dumps({"cells": [world.imported], "faults": {}}),
    )
    world.missed = world.markers.new("missed", keepers, limit=24)
    MissedWord.objects.bulk_create(
        MissedWord(word=world.missed, language="nl", day=timezone.localdate() - timedelta(days))
        for days in range(5)
    )


def everything_stored():
    """All rows of all tables, to tell whether anything changed.

    Logging in does not count, nor do the small pictures that a list makes when it is first shown.
    """
    from django.apps import apps

    return {
        model._meta.label: sorted(
            str(row)
            for row in model._default_manager.values_list(
                *(
                    field.attname
                    for field in model._meta.concrete_fields
                    if field.name != "last_login"
                )
            )
        )
        for model in apps.get_models()
        if model._meta.label not in {"sessions.Session", "wagtailimages.Rendition"}
        and model._meta.managed
        and not model._meta.proxy
    }


@contextmanager
def nothing_changes(what):
    before = everything_stored()
    yield
    after = everything_stored()
    changed = {label for label in before if before[label] != after[label]}
    assert not changed, f"{what} changed {sorted(changed)}"
