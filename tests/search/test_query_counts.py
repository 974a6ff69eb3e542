"""No listing asks the database more when there is more: the same at 3, at 20 and at 400 partners."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_many_partners

#: Below one page, one full page, twenty pages. The small one shows what each row on a page costs.
SIZES = (3, 20, 400)
PAGES = {
    "directory": "/westkant/partners/",
    "directory with filters": "/westkant/partners/?kind=formal&theme=geld&area=W&language=ar",
    "directory with words": "/westkant/partners/?q=buurthuis",
    "search page": "/zoeken/",
    "search page with words": "/zoeken/?q=buurthuis",
    "API": "/api/v1/search?limit=100",
    "API with words": "/api/v1/search?q=buurthuis",
    "API in another language": "/api/v1/search",
    "search page with filters understood": "/zoeken/?q=buurthuis+plasbuurt+gratis",
    "search page without results": "/zoeken/?q=watishetnou",
    "suggestions": "/zoeken/suggesties/?q=partner",
    "suggestions, API": "/api/v1/suggest?q=partner",
    "partner": "/westkant/partners/partner-2/",
    "district": "/westkant/",
    "home": "/",
    "theme": "/westkant/themas/eenzaamheid/",
    "themes": "/westkant/themas/",
    "Wagtail API": "/api/wagtail/v2/pages/",
    "Wagtail API, partners": "/api/wagtail/v2/pages/?type=wijkzorg_partners.PartnerPage",
    "Wagtail API, all fields": "/api/wagtail/v2/pages/?type=wijkzorg_partners.PartnerPage&fields=*",
    "Wagtail API with words": "/api/wagtail/v2/pages/?search=buurthuis",
}


def queries(client, name):
    headers = {"Accept-Language": "tr"} if name == "API in another language" else {}
    # The first request makes renditions and fills caches, as it does on a site.
    assert client.get(PAGES[name], headers=headers).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGES[name], headers=headers).status_code == 200
    return len(asked)


@pytest.mark.slow
@pytest.mark.both_databases
def test_no_listing_asks_more_of_the_database_when_there_is_more(client, network):
    counts = {name: [] for name in PAGES}
    for size in SIZES:
        make_many_partners(network, size - network.directory.get_children_count())
        for name in PAGES:
            counts[name].append(queries(client, name))
    print("\n".join(f"{name:26} {numbers[0]}" for name, numbers in counts.items()))
    assert {name: numbers for name, numbers in counts.items() if len(set(numbers)) > 1} == {}
