"""What a visitor says is not right on a profile ("klopt er iets niet?"), and what becomes of it.

| To see | Read |
|---|---|
| reporting, handling, and who may | `reports.py` |
| the public form, `/melden/<page>/` | `views.py`, `forms.py` |
| for the partner's editors, `/mijn/<key>/meldingen/` | `own_door.py` |
| for the network, `/cms/coordination/mistakes/`, and the coordinator's list | `cms.py` |
| the mails | `mails.py` |
| what time ends, and what a person holds here | `keeping.py` |
"""
