"""The volunteer's own door, `/mijn/`: one profile, one question a screen, in plain words.

It changes the same drafts as the CMS, by the same permissions, locks and workflow.

| To see | Read |
|---|---|
| the questions, their examples and their order | `steps.py` |
| what one is asked about a service, a place, a contact person | `kinds.py` |
| what may be typed, and what it becomes | the `forms_*.py`: questions, things, services, photo |
| what all forms share | `forms.py`, `fields.py` |
| how an answer gets into the newest draft | `draft.py`, `answers.py` |
| two people at once | `conflicts.py` |
| what was typed when the session had ended | `typed.py` |
| who gets which page | `access.py` |
| the screens | `views.py`, `things.py`, `sending.py` |
"""
