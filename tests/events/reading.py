"""Reading what an event tells: its page, its calendar file, its data for search engines."""

import json
import re

from icalendar import Calendar


def page_of(client, event):
    answer = client.get(event.url)
    assert answer.status_code == 200
    return answer.content.decode()


def calendar_file(client, event):
    answer = client.get(f"{event.url}ics/")
    assert answer.status_code == 200
    return answer


def entry_of(client, event):
    [entry] = Calendar.from_ical(calendar_file(client, event).content).events
    return entry


def json_ld(html):
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return json.loads(text)
