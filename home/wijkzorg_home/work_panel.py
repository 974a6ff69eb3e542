"""What waits for somebody on the start page of the CMS: each app fills a panel of its own with it.

An app subclasses `WorkPanel` and adds it with Wagtail's hook `construct_homepage_panels`, for those who
may do the work only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component


@dataclass(frozen=True)
class Work:
    """One line: what it is, a few facts about it, and where one goes on with it.

    `public_url` is where visitors see it, if they do; `others` are more ways on, each a label and an address.
    """

    title: str
    note: str
    label: str
    url: str
    public_url: str = ""
    others: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class WorkList:
    """Some lines below a heading; `nothing` is the sentence that stands there when there are none.

    `number` is how many there are in all, of which the lines are the first; it stands beside the heading.
    """

    heading: str
    lines: Sequence[Work]
    nothing: str
    more_url: str = ""
    more_label: str = ""
    number: int | None = None


class WorkPanel(Component):
    """A heading, buttons for something new, and lists of what there is to do."""

    template_name = "wijkzorg_home/cms/work_panel.html"
    #: Behind what waits for a moderator (220), before the own recent changes (250).
    order = 230
    #: Whether its heading is that of the whole page: where Wagtail's own is left out.
    heads_the_page = False

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def heading(self) -> str:
        raise NotImplementedError

    def buttons(self) -> Sequence[tuple[str, str]]:
        """Pairs of a label and an address, the most used one first."""
        return ()

    def lists(self) -> Sequence[WorkList]:
        """What there is to do; a fixed number of queries, whatever the size of the network."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "heads_the_page": self.heads_the_page,
            "buttons": self.buttons(),
            "lists": self.lists(),
        }
