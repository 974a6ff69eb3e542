"""Sample content for `manage.py load_demo`: a network of made-up organisations and people.

The texts stand in small JSON files, the code that puts them in place beside them. Everything here is
left alone once it exists, so that nobody's changes are lost.
"""
