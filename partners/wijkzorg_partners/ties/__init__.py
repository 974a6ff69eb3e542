"""Who works together: the partners say so themselves, and the coordinator sees who might.

| module | what it does |
|---|---|
| `cooperation.py` | what a side may say (yes, no), what the network may record, and what the public sees |
| `mails.py` | what the other side hears of it |
| `own_door.py` | `/mijn/<key>/samen/`: choosing somebody, answering, ending it |
| `matching.py` | which pairs might know each other, best first (pure) |
| `coordinating.py` | who stands alone and which pairs might, for the coordinator; `cms.py` is its page |
| `merged.py` | what becomes of it when two partners are merged |
"""
