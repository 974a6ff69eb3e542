"""What communications find of the news on the start page of the CMS."""

from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Locale

from wijkzorg_events.work_panel import LINES, those_to_change
from wijkzorg_home.work_panel import Work, WorkList, WorkPanel

from .models import NewsIndexPage, NewsPage
from .permissions import may_publish_news


class NewsPanel(WorkPanel):
    """The newest items, the drafts, and a button to write one."""

    name = "news_work"
    order = 240

    @cached_property
    def news_lists(self) -> list[NewsIndexPage]:
        """The lists of news, in the language that pages are written in, to which the user may add."""
        user = self.request.user
        if not may_publish_news(user):
            return []
        found = NewsIndexPage.objects.filter(locale=Locale.get_default()).order_by("path")
        return [page for page in found if page.permissions_for_user(user).can_add_subpage()]

    @property
    def heading(self) -> str:
        return _("News")

    def buttons(self) -> list[tuple[str, str]]:
        several = len(self.news_lists) > 1
        return [
            (
                _("New item in %(list)s") % {"list": page.title} if several else _("New item"),
                reverse("wagtailadmin_pages:add", args=("wijkzorg_news", "newspage", page.pk)),
            )
            for page in self.news_lists
        ]

    def lists(self) -> list[WorkList]:
        items = those_to_change(NewsPage.objects.all(), self.request.user)
        newest = items.filter(live=True).order_by("-date", "-pk")[:LINES]
        drafts = items.filter(has_unpublished_changes=True).order_by("-latest_revision_created_at")
        return [
            WorkList(
                heading=_("The newest items"),
                lines=[_line(item) for item in newest],
                nothing=_("There is no news yet."),
                more_url=reverse("wagtailadmin_explore", args=[self.news_lists[0].pk]),
                more_label=_("All news"),
            ),
            WorkList(
                heading=_("Drafts of news"),
                lines=[_line(item) for item in drafts[:LINES]],
                nothing=_("No drafts."),
            ),
        ]


def _line(item: NewsPage) -> Work:
    return Work(
        title=item.draft_title or item.title,
        note=date_format(item.date, "j F Y"),
        label=_("Change it"),
        url=reverse("wagtailadmin_pages:edit", args=[item.pk]),
        public_url=(item.get_url() or "") if item.live else "",
    )
