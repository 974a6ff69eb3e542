"""What communications find of the search on the start page of the CMS."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkzorg_home.work_panel import Work, WorkList, WorkPanel

from . import missed

#: Words shown there; the rest stands on their own page.
LINES = 5


class MissedWordsPanel(WorkPanel):
    """How many words wait for a concept, and those that were asked most."""

    name = "missed_words"
    order = 245

    @property
    def heading(self) -> str:
        return _("Searching")

    def buttons(self) -> list[tuple[str, str]]:
        return [(_("Try the search"), reverse("wijkzorg_search_cms:trial"))]

    def lists(self) -> list[WorkList]:
        url = reverse("wijkzorg_search_cms:words")
        waiting = missed.open_words()
        number = len(waiting)
        return [
            WorkList(
                heading=_("Words without an answer"),
                lines=[
                    Work(
                        title=one.word,
                        note=ngettext("asked on %(days)d day", "asked on %(days)d days", one.days)
                        % {"days": one.days},
                        label=_("Do something with it"),
                        url=url,
                    )
                    for one in waiting[:LINES]
                ],
                nothing=_("No words wait for you."),
                more_url=url if waiting else "",
                more_label=ngettext("%(number)d word waits", "%(number)d words wait", number)
                % {"number": number},
            )
        ]
