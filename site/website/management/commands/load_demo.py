"""`manage.py load_demo`: a network with made-up organisations, to look at and to try things on.

Safe to run twice: what is there stays as it is, also when somebody changed it.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Site

from website.demo import (
    confirming,
    events,
    mistakes,
    moderation,
    network,
    news,
    pages,
    partners,
    people,
    questions,
    registrations,
    ties,
    translating,
)
from website.demo.content import Tally
from website.settings import environment


class Command(BaseCommand):
    help = "Loads sample content: areas, themes, pages, organisations, pictures, log-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        if environment.is_production:
            raise CommandError(
                "This is a production site, and the demo has accounts that everybody knows."
            )
        call_command("setup_network", stdout=self.stdout, stderr=self.stderr)
        tally = Tally()
        with transaction.atomic():
            load(tally)
        # Last: the concepts belong to themes, and each page would be weighed with all of them one by one.
        call_command("load_search_starter", stdout=self.stdout, stderr=self.stderr)
        for line in tally.lines():
            self.stdout.write(line)
        self._print_log_ins()

    def _print_log_ins(self) -> None:
        address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        self.stdout.write("")
        self.stdout.write(f"The site:        {address}/")
        self.stdout.write(f"The CMS:         {address}/cms/")
        if settings.WIJKZORG_DEMO:
            self.stdout.write(
                f"Outgoing mail:   {address}/postbus/ (the codes to log in with are there)"
            )
            self.stdout.write(f"Log in with a mailed code, or with the password {people.PASSWORD}:")
        else:
            self.stdout.write("Log in with a mailed code:")
        for role, email in people.LOG_INS:
            self.stdout.write(f"  {email:<28} {role}")


def load(tally: Tally) -> None:
    """Put everything in place that is missing, in the order in which one thing needs another."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise CommandError("There is no default site. Make one in the CMS under Settings > Sites.")
    stand_at_base_url(site)
    people.add_people(tally)
    areas = network.add_areas(tally)
    themes = network.add_themes(tally)
    network.add_settings(tally, site, areas)
    standing = pages.add_pages(tally, site, areas)
    directory = standing.pages["partners"]
    added = partners.add_partners(tally, directory, areas, themes)
    people.add_memberships(tally, added)
    held = events.add_events(tally, standing.pages["agenda"], directory, areas, themes)
    registrations.add_registrations(tally, standing.pages["agenda"], directory)
    news.add_news(tally, standing.pages["news"], areas, themes, standing.pages)
    children = directory.get_children()
    profiles = [
        profile.specific
        for slug in translating.PROFILES
        if (profile := children.filter(slug=slug).first())
    ]
    told = events.with_reports(standing.pages["agenda"], translating.EVENTS)
    new = [*(standing.pages[key] for key in standing.added), *added.values(), *held.values()]
    fresh = {page.pk for page in new}
    fresh |= {page.pk for page in told if page.get_parent().pk in fresh}
    translating.add_translations(tally, [*standing.pages.values(), *profiles, *told], fresh=fresh)
    moderation.add_what_moderators_do(tally, added, areas)
    confirming.let_time_pass(tally, added)
    ties.add_ties(tally, directory)
    mistakes.add_what_visitors_reported(tally, added)
    questions.add_questions(tally, directory)


def stand_at_base_url(site: Site) -> None:
    """Wagtail's first site says port 80; the demo runs where WIJKZORG_BASE_URL says."""
    url = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host, port = url.hostname or "localhost", url.port or (443 if url.scheme == "https" else 80)
    if site.hostname == "localhost" and (site.hostname, site.port) != (host, port):
        site.hostname, site.port = host, port
        site.save()
