"""`/lijst/`: partners that a visitor put together, for oneself or for somebody else.

| module | what it does |
|---|---|
| `kept.py` | the cookie: keys of partners and nothing else, signed |
| `shown.py` | what keys become: profiles in the reader's language, and how many are not on the site |
| `views.py` | the page, a list that somebody shares, and the buttons |

Nothing of it is stored on the site. See site/docs/decisions/0020-short-list.md.
"""
