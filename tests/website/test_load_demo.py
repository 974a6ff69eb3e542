"""`manage.py load_demo`: a whole network, in a database of its own."""

import json
import re
import shutil
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Collection, Page, Revision, Site, WorkflowState
from wagtail_localize.models import Translation

from website.demo import people, scenes, translating
from website.management.commands import load_demo
from wijkzorg_events.models import EventPage
from wijkzorg_events.seats import company_at, seats_of
from wijkzorg_home.models import (
    Area,
    HomePage,
    NetworkSettings,
    OutgoingMail,
    StandardPage,
    Theme,
)
from wijkzorg_home.permissions import COMMUNICATIONS, COORDINATORS, MODERATORS
from wijkzorg_news.models import NewsPage
from wijkzorg_partners.models import (
    Membership,
    ModeratorArea,
    PartnerPage,
    PartnerRecord,
    Review,
    UrgentChange,
)
from wijkzorg_search.models import Concept

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "tr", "ar")
COUNTED = (
    Page,
    Revision,
    get_user_model(),
    Image,
    Collection,
    Theme,
    Area,
    Membership,
    Translation,
    Concept,
)


@pytest.fixture(scope="module")
def demo(demo_folder, django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo as `make run` makes it: this module's connection leads to a copy of its database."""
    folder = tmp_path_factory.mktemp("demo-of-this-module")
    shutil.copytree(demo_folder, folder, dirs_exist_ok=True)
    usual = connection.copy()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(folder / "media")):
        point_at({**usual.settings_dict, "NAME": str(folder / "db.sqlite3")})
        with transaction.atomic():
            yield SimpleNamespace(
                media=folder / "media", output=(folder / "load_demo.txt").read_text("utf-8")
            )
            transaction.set_rollback(True)
        point_at(usual.settings_dict)


def point_at(database):
    """Lead the default connection to another database of the same kind; keys differ, so forget them."""
    connection.close()
    connections["default"].settings_dict = database
    ContentType.objects.clear_cache()


@pytest.fixture
def undone(demo):
    """For a test that changes the demo: what it did is taken back."""
    test = transaction.atomic()
    test._from_testcase = (
        True  # as Django's TestCase does: a durable transaction may begin within it
    )
    with test:
        yield demo
        transaction.set_rollback(True)


def sources():
    return PartnerPage.objects.filter(locale__language_code="nl")


def test_the_network_is_complete(demo):
    assert Area.objects.filter(level=Area.Level.GEBIED).count() == 5
    assert Area.objects.filter(level=Area.Level.WIJK).count() == 15
    assert Area.objects.filter(level=Area.Level.BUURT).count() == 73
    assert Theme.objects.filter(locale__language_code="nl").count() >= 18
    for code in LANGUAGES:
        assert Theme.objects.filter(locale__language_code=code).count() >= 18
    kinds = list(sources().values_list("kind", flat=True))
    assert len(kinds) >= 24
    assert abs(kinds.count("informal") - kinds.count("formal")) <= 2
    # Each scene once for a partner and once for the network.
    assert Image.objects.count() == 2 * len(scenes.SCENES)


def test_the_site_begins_at_our_home_page_and_wagtails_welcome_is_gone(demo):
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    assert (site.hostname, site.port, site.site_name) == ("localhost", 8000, "Wijkzorg")
    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()
    network = NetworkSettings.for_site(site)
    assert str(network) == "Wijkzorg Amsterdam Nieuw-West"
    assert network.navigators.count() == 5


def test_every_live_profile_answers_the_reader(demo):
    assert {partner.slug: partner.missing for partner in sources().live() if partner.missing} == {}
    for partner in sources():
        assert partner.source_id == f"demo-{partner.slug}"
        assert partner.services.exists()


def test_every_wijk_but_the_polder_has_a_partner(demo):
    empty = [
        wijk.name
        for wijk in Area.objects.filter(level=Area.Level.WIJK)
        if not sources().in_area(wijk).exists()
    ]
    assert empty == ["Lutkemeer/Ookmeer"]


def test_hours_are_times_and_what_is_no_time_stayed_words(demo):
    populier = sources().get(slug="buurtkamer-de-populier")
    assert len(populier.hours["weekly"]) == 5
    assert populier.opening_hours == ""
    words = {partner.opening_hours for partner in sources().filter(hours={})}
    assert words
    assert "" not in words
    with_times = [partner for partner in sources() if partner.hours]
    assert len(with_times) > 20


def test_every_thing_that_a_profile_can_say_is_shown_by_somebody(demo):
    services = [service for partner in sources() for service in partner.services.all()]
    places = [place for partner in sources() for place in partner.locations.all()]
    assert [service.name for service in services if service.closed_in_words] == ["Fietsles"]
    assert [place.postcode for place in places if place.address_hidden] == ["1064 ZZ"]
    assert any(service.theme_slugs for service in services)
    assert any(service.language_codes for service in services)
    assert any(place.accessibility_facts for place in places)
    assert any(partner.exceptions_ahead for partner in sources())
    assert sum(bool(partner.what_we_share) for partner in sources()) >= 8


def test_no_picture_lacks_a_description_or_stands_outside_its_partners_collection(demo):
    for partner in sources().filter(photo__isnull=False):
        assert partner.photo.description
        assert partner.photo.collection == partner.own_collection.collection


def test_contact_persons_of_every_visibility_are_there_and_public_ones_agreed(demo):
    persons = [person for partner in sources() for person in partner.contact_persons.all()]
    assert {person.visibility for person in persons} == {"public", "network", "moderators"}
    assert all(person.consent_on for person in persons if person.visibility == "public")


def test_a_draft_and_a_change_in_moderation_wait(demo):
    assert [partner.slug for partner in sources().filter(live=False)] == [
        "repaircafe-de-losse-schroef"
    ]
    state = WorkflowState.objects.get(status=WorkflowState.STATUS_IN_PROGRESS)
    assert state.requested_by.email == "granaatappel@example.org"
    waiting = state.content_object
    assert "zondag" not in waiting.specific.summary
    draft = waiting.get_latest_revision_as_object()
    assert "zondag" in draft.summary
    public = waiting.specific.hours
    assert public["exceptions"]
    assert draft.hours == {**public, "weekly": draft.hours["weekly"]} != public


def test_moderators_have_something_to_read_before_and_after(demo):
    review = Review.objects.get()
    assert review.page.slug == "klusclub-de-hamer"
    assert review.page.live_revision == review.after
    change = UrgentChange.objects.get()
    assert change.partner.slug == "eettafel-de-granaatappel"
    assert change.ends_on is not None
    areas = ModeratorArea.objects.values_list("user__email", "area__code")
    assert set(areas) == {("moderator2@example.org", "GF08"), ("moderator2@example.org", "FE")}


@pytest.mark.parametrize(("role", "email"), people.LOG_INS)
def test_everybody_can_log_in_with_a_code_and_in_dutch(demo, role, email):
    user = get_user_model().objects.get(username=email)
    assert user.check_password(people.PASSWORD), role
    assert EmailAddress.objects.filter(user=user, email=email, verified=True, primary=True).exists()
    assert user.wagtail_userprofile.preferred_language == "nl"
    assert email in demo.output


def test_every_role_has_its_rights(demo):
    groups = {
        user.email: {group.name for group in user.groups.all()}
        for user in get_user_model().objects.all()
    }
    assert groups["moderator@example.org"] == {MODERATORS}
    assert groups["moderator2@example.org"] == {MODERATORS}
    assert groups["communicatie@example.org"] == {COMMUNICATIONS}
    assert groups["coordinator@example.org"] == {COORDINATORS}
    assert get_user_model().objects.get(is_superuser=True).email == "beheer@example.org"
    assert dict(Membership.objects.values_list("user__email", "partner__slug")) == {
        "populier@example.org": "buurtkamer-de-populier",
        "granaatappel@example.org": "eettafel-de-granaatappel",
        "linde@example.org": "wijkteam-de-linde",
        "klusclub@example.org": "klusclub-de-hamer",
    }
    # A partner's own page is kept at /mijn/; one of the editors has the CMS too.
    assert {
        user.email
        for user in get_user_model().objects.all()
        if not user.has_perm("wagtailadmin.access_admin")
    } == {"populier@example.org", "granaatappel@example.org", "klusclub@example.org"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_main_pages_two_profiles_and_two_events_are_there_in_every_language(demo, code):
    addresses = {page.url for page in Page.objects.live().filter(locale__language_code=code)}
    below = f"/{code}/nieuw-west/"
    wanted = {f"/{code}/", below}
    wanted |= {
        f"{below}{slug}/"
        for slug in ("partners", "agenda", "nieuws", "themas", "kaart", "matrix", "cijfers")
    }
    wanted |= {f"{below}partners/{slug}/" for slug in translating.PROFILES}
    wanted |= {f"{below}agenda/{slug}/" for slug in translating.EVENTS}
    wanted.add(f"{below}agenda/{translating.EVENTS[0]}/verslag/")
    wanted |= {
        f"/{code}/{slug}/" for slug in ("over-ons", "meedoen", "privacy", "toegankelijkheid")
    }
    assert addresses == wanted


def test_every_string_is_translated_and_the_translation_editor_knows_it(demo):
    assert "has no translation" not in demo.output
    assert Translation.objects.count() == 54
    for translation in Translation.objects.all():
        total, done = translation.get_progress()
        assert total == done


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("slug", translating.PROFILES)
def test_a_translated_profile_has_the_facts_and_no_dutch(demo, code, slug):
    source = sources().get(slug=slug)
    partner = PartnerPage.objects.get(slug=slug, locale__language_code=code)
    for name in ("area_codes", "theme_slugs", "language_codes", "phone", "email", "kind", "photo"):
        assert getattr(partner, name) == getattr(source, name)
    words = translating.read_dictionaries()[code]
    for relation, fields in {
        "services": ("name", "description", "schedule", "cost"),
        "locations": ("address", "accessibility"),
    }.items():
        pairs = zip(getattr(source, relation).all(), getattr(partner, relation).all(), strict=True)
        for dutch, translated in pairs:
            for field in fields:
                if text := getattr(dutch, field):
                    assert getattr(translated, field) == words[text]


def event_of(slug):
    return EventPage.objects.get(slug=slug, locale__language_code="nl")


def test_the_wijktafel_of_2019_has_its_whole_report_and_the_next_one(demo):
    event = event_of("met-elkaar-of-naast-elkaar")
    assert (event.starts.date().isoformat(), event.area_names) == ("2019-04-09", ["Osdorp"])
    report = event.report
    assert report.number_present == 38
    assert [one.organisation for one in report.presentations.all()] == ["Hogeschool van Amsterdam", "VU"]  # fmt: skip
    research = report.presentations.first().text
    for word in ("Onbekendheid", "Onenigheid", "Onbestemdheid", "Wat kan helpen", "navigatie-assistent"):  # fmt: skip
        assert word in research, word
    assert report.table_talks.count() == 4
    assert len(report.feedback.splitlines()) == 8
    assert "Voor de volgende Wijktafel waren er wensen" in report.introduction
    following = event_of("een-stap-verder")
    assert (following.starts.date().isoformat(), following.place["name"]) == ("2019-05-21", "Vrouw en Vaart")  # fmt: skip
    assert event.public_next == report.public_next == following
    assert following.public_previous == event


def test_the_launch_of_the_site_and_the_research_in_three_towns_are_news(demo):
    launch = NewsPage.objects.get(slug="de-website-van-wijkzorg-gaat-open")
    research = NewsPage.objects.get(slug="drie-steden-drie-manieren")
    for item in (launch, research):
        assert item.date.isoformat() == "2019-04-09"
        assert item.public_events == [event_of("met-elkaar-of-naast-elkaar")]
    [columns] = [block.value["columns"] for block in research.body if block.block_type == "columns"]
    assert [one["heading"] for one in columns] == ["Amsterdam", "Hoorn", "Purmerend"]


def test_wijktafels_are_coming_in_small_areas_and_one_is_about_loneliness(demo):
    coming = EventPage.objects.filter(locale__language_code="nl", kind="wijktafel").upcoming()
    assert len(coming) >= 5
    assert any("eenzaamheid" in event.theme_slugs for event in coming)
    for event in coming:
        levels = sorted(set(event.areas.values_list("level", flat=True)))
        assert levels in (["buurt"], ["wijk"], ["buurt", "wijk"]), event


def test_one_can_sign_up_for_the_wijktafels_that_are_coming(demo):
    coming = EventPage.objects.filter(locale__language_code="nl", kind="wijktafel").upcoming()
    open_ones = [event for event in coming if not event.is_cancelled]
    seats = [seats_of(event) for event in open_ones if event.own_partner_id is None]
    assert all(table.is_open for table in seats)
    first, second, third = seats[:3]
    assert (first.taken, first.held, first.free) == (24, 3, 13)
    assert (second.free, second.waiting) == (0, 4)
    assert (third.taken, third.free) == (0, 30)
    assert company_at(first).partners


def test_every_gebied_has_its_own_person_to_turn_to(demo):
    network = NetworkSettings.objects.get()
    assert set(network.navigators.values_list("area__level", flat=True)) == {Area.Level.GEBIED}
    assert len(set(network.navigators.values_list("area", flat=True))) == 5


def test_the_footer_has_its_pages(demo):
    pages = StandardPage.objects.live().filter(locale__language_code="nl", show_in_menus=True)
    assert {page.slug for page in pages} == {"over-ons", "meedoen", "privacy", "toegankelijkheid"}


def test_no_number_address_or_mail_belongs_to_anybody(demo):
    text = "\n".join(json.dumps(page.to_json(), ensure_ascii=False) for page in everything())
    # Keys are random, and may hold what looks like a number.
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", text)
    # Ten digits in a row, or fewer with a space or hyphen between: not the paths of the page tree.
    numbers = set(re.findall(r"\b0\d{1,3}[ -]\d[\d ]+\d|\b0\d{9}\b", text))
    assert len(numbers) > 30
    assert {number for number in numbers if not re.fullmatch(r"020 000 00 \d\d", number)} == set()
    mails = set(re.findall(r"[\w.-]+@[\w.-]+\w", text))
    assert len(mails) > 30
    assert {mail for mail in mails if not mail.endswith("@example.org")} == set()
    assert set(re.findall(r"https?://([^/\"\\]+)", text)) == {"example.org"}
    assert all(code.endswith(" ZZ") for code in re.findall(r"\b\d{4} [A-Z]{2}\b", text))


def everything():
    return [*Page.objects.all().specific(), *NetworkSettings.objects.all()]


def test_every_public_page_opens(demo, client):
    themes = Theme.objects.filter(locale__language_code="nl").values_list("slug", flat=True)
    addresses = [page.url for page in Page.objects.live().filter(depth__gt=1).specific()]
    addresses += [f"/nieuw-west/themas/{slug}/" for slug in themes]
    addresses += [f"/{code}/nieuw-west/themas/eenzaamheid/" for code in LANGUAGES]
    # The pictures are elsewhere in this test, so no time goes into making them smaller.
    failed = {url: status for url in addresses if (status := client.get(url).status_code) != 200}
    assert failed == {}
    assert len(addresses) >= 90


def test_a_profile_shows_its_picture(demo, client, settings):
    settings.MEDIA_ROOT = str(demo.media)
    page = client.get("/nieuw-west/partners/wijkteam-de-linde/").content.decode()
    assert scenes.DESCRIPTIONS["linden"] in page


def test_the_search_knows_subjects_in_their_themes_and_finds_by_them(demo, client):
    assert "concepts added" in demo.output
    assert Concept.objects.filter(themes__slug="eenzaamheid").exists()
    [first, *_others] = client.get("/zoeken/?q=blauwe+envelop").context["results"]
    assert first.title == "Brievenhulp De Stempel"


def test_a_second_run_changes_nothing_and_says_so(undone):
    before = [model.objects.count() for model in COUNTED]
    output = StringIO()
    call_command("load_demo", stdout=output)
    assert [model.objects.count() for model in COUNTED] == before
    assert "Nothing was added" in output.getvalue()


def test_a_tick_writes_one_digest_to_the_moderator_for_whom_something_waits(undone):
    """As `make run` does it behind load_demo, here at an hour at which digests go out, and twice."""
    with time_machine.travel(timezone.localtime().replace(hour=12, minute=0), tick=False):
        for _run in range(2):
            call_command("tick", stdout=StringIO())
    digests = OutgoingMail.objects.filter(kind="digest").values_list("to", "state")
    assert list(digests) == [("moderator2@example.org", "sent")]


def test_what_somebody_changed_is_left_alone(undone):
    partner = sources().get(slug="maatjes-aan-de-plas")
    partner.summary = "Wij heten nu anders."
    partner.slug = "maatjes"
    partner.save()
    Theme.objects.filter(slug="wonen").update(name="Huis en haard")
    call_command("load_demo", stdout=StringIO())
    partner.refresh_from_db()
    assert (partner.summary, partner.slug) == ("Wij heten nu anders.", "maatjes")
    assert not sources().filter(slug="maatjes-aan-de-plas").exists()
    assert set(Theme.objects.filter(slug="wonen").values_list("name", flat=True)) == {
        "Huis en haard"
    }


def test_the_profiles_to_search_in_name_only_themes_of_the_demo(demo, shared_data):
    rows = json.loads((shared_data / "search" / "profiles.json").read_text())
    used = {slug for row in rows for slug in row["themes"]}
    assert used <= set(Theme.objects.values_list("slug", flat=True))


def test_a_production_site_refuses_the_demo(db, monkeypatch, settings):
    settings.WIJKZORG_DEMO = False
    monkeypatch.setattr(load_demo, "environment", SimpleNamespace(is_production=True))
    with pytest.raises(CommandError, match="production site"):
        call_command("load_demo", stdout=StringIO())
    assert not PartnerPage.objects.exists()


def test_a_home_page_of_another_kind_is_not_replaced(db):
    Page.objects.filter(depth=2).update(title="Mijn eigen pagina")
    with pytest.raises(CommandError, match="Mijn eigen pagina"):
        call_command("load_demo", stdout=StringIO())
    assert Site.objects.get().root_page.title == "Mijn eigen pagina"


def test_most_profiles_are_confirmed_and_some_are_silent(demo):
    stages = dict(
        PartnerRecord.objects.exclude(stage="fresh").values_list("partner__slug", "stage")
    )
    assert set(stages.values()) == {"asked", "call", "marked", "unlisted"}
    assert PartnerRecord.objects.filter(stage="fresh").count() > 20
    [mail] = OutgoingMail.objects.filter(kind="confirm_ask")
    assert (mail.to, mail.state, mail.text) == ("linde@example.org", "sent", "")
