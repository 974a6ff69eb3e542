"""Networks of any size with made-up organisations and events, for measuring (`manage.py make_network`)."""
