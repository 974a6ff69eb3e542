from typing import Any

from django.core.checks import CheckMessage, Error, register


@register()
def every_page_type_is_found_or_says_why_not(**_kwargs: Any) -> list[CheckMessage]:
    """A page type that nobody thought of is a page that nobody finds."""
    from wagtail.models import get_page_models

    from wijkzorg_home.contracts import search_sources
    from wijkzorg_home.models import NetworkPage

    registered = {source.model for source in search_sources().values()}
    return [
        Error(
            f"{model.__name__} is not registered as a search source and does not opt out.",
            hint="Register a SearchSource with the hook register_search_source, or say in "
            "search_opt_out why it need not be found.",
            obj=model,
            id="wijkzorg_search.E001",
        )
        for model in get_page_models()
        if issubclass(model, NetworkPage) and model not in registered and not model.search_opt_out
    ]
