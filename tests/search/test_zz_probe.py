import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import make_many_partners
def test_probe(network, client):
    for size in (3, 20, 400, 2000):
        t=time.time(); make_many_partners(network, size - network.directory.get_children().count()); print("make", size, time.time()-t)
        network.directory.refresh_from_db()
        p = network.directory.get_children().first()
        for name, url in {
            "dir": "/westkant/partners/", "dirw": "/westkant/partners/?q=buurthuis", "search": "/zoeken/", "searchw": "/zoeken/?q=buurthuis", "api": "/api/v1/search", "apiw": "/api/v1/search?q=buurthuis",
            "sugg": "/zoeken/suggesties/?q=part", "partner": p.url, "district": "/westkant/", "home": "/", "theme": "/westkant/themas/eenzaamheid/", "themes": "/westkant/themas/",
            "v2": "/api/wagtail/v2/pages/", "v2p": "/api/wagtail/v2/pages/?type=wijkzorg_partners.PartnerPage", "v2p*": "/api/wagtail/v2/pages/?type=wijkzorg_partners.PartnerPage&fields=*",
            "v2s": "/api/wagtail/v2/pages/?search=buurthuis",
        }.items():
            try:
                client.get(url); client.get(url)
                with CaptureQueriesContext(connection, ) as c:
                    t=time.time()
                    r = client.get(url)
                    dt=time.time()-t
                print(f"{size:5} {name:10} {r.status_code} {len(c):4} queries {dt*1000:7.1f} ms {len(r.content)//1024} KB")
            except Exception as e:
                print(size, name, "FAILED", repr(e)[:300])
