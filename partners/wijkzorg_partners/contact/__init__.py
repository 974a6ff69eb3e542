"""A question to a partner, or the wish to be introduced, that somebody answers: `/vraag/<partner>/`.

Nothing is lost in silence: what is not over has a moment at which something happens (`states.py`, which is
pure, and a constraint in the database).

| To see | Read |
|---|---|
| where a request stands, who may do what, and when what happens by itself | `states.py` |
| what looks like data about a client | `client_data.py` |
| what people do | `requesting.py` (asking, the sender), `answering.py` (the partner, the coordinator) |
| what time does | `work.py` |
| who gets a mail, and what it says | `receivers.py`, `mails.py`, `mail_words.py` |
| the links in them | `links.py` |
| the log in words | `words.py` |
| "usually answers within so many days" | `answer_time.py` |
| the screens | `views.py` (sender), `views_partner.py`, `views_cms.py`; `forms.py` |
| who sees it | `access.py` |
| what is held about a person | `personal_data.py` |
"""
