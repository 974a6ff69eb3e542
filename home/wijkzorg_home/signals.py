"""What happens to pages without being a change of the page itself."""

from django.dispatch import Signal

#: Sent with `pages`, a list: what stands around them changed, and with it the words by which they are found.
read_otherwise = Signal()
