"""What the search of the demo knows: the starter set of concepts, and an index of all that was added."""

from website.demo.content import Tally
from wijkzorg_search.indexing import rebuild_if_needed
from wijkzorg_search.models import Concept
from wijkzorg_search.starter import load_concepts


def teach_search(tally: Tally) -> None:
    """Add the concepts that are missing, then make the index anew with them.

    After the transaction of the pages: each page would be weighed with all concepts otherwise, one by one.
    """
    known = Concept.objects.count()
    if added := load_concepts():
        tally.added["concepts of the search"] += added
    tally.left["concepts of the search"] += known
    rebuild_if_needed()
