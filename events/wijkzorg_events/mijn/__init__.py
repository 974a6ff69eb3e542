"""What a partner keeps of its own activities at `/mijn/`, the door of who has no way into the CMS.

`steps.py` and `forms.py` hold the questions, `views.py` the screens, built on those of the profile
(`wijkzorg_partners.mijn.screens`): the same permissions, drafts and moderation as in the CMS.
"""
