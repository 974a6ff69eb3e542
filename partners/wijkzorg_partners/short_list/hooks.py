"""What the visitor's own list adds to the contracts of home."""

from wagtail import hooks

from wijkzorg_home.contracts import HeadLink

from .views import head_link


@hooks.register("register_head_link")
def the_own_list_stands_in_the_head() -> HeadLink:
    return HeadLink(name="short list", build=head_link)
