"""How the tests read the list of news and its feed."""

import feedparser

URL = "/westkant/nieuws/"
FEED = f"{URL}feed/"


def ask(client, query=""):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return answer


def names(answer):
    return [item.title for item in answer.context["results"]]


def feed(client, query=""):
    answer = client.get(f"{FEED}?{query}")
    assert answer.status_code == 200
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.get("bozo_exception")
    return read


def titles(read):
    return [entry.title for entry in read.entries]


#: A query, and the titles that the list then shows.
FILTERS = [
    ("", ["Drie steden", "Verslag mei", "De site is er", "Verslag maart", "Oud nieuws"]),
    ("theme=geld", ["Verslag mei", "De site is er"]),
    ("area=W1", ["Drie steden", "Verslag mei"]),
    ("area=GW1", ["Drie steden", "Verslag mei", "Verslag maart", "Oud nieuws"]),
    ("year=2025", ["Verslag maart", "Oud nieuws"]),
    ("theme=eenzaamheid&area=W&year=2025", ["Verslag maart", "Oud nieuws"]),
    ("theme=geld&year=2025", []),
]
