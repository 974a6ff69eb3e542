"""The index: made from pages by `indexing.py`, and at any time made anew. Nothing here is a source."""

from django.db import models
from django.db.models import F


class SearchDocument(models.Model):
    """One public page, analysed: what `corpus.Document` is made of."""

    source = models.CharField(max_length=30)
    #: Primary key of the page.
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=10)
    translation_key = models.UUIDField()
    title = models.CharField(max_length=255)
    #: Field > its folded words, parted by spaces.
    words = models.JSONField()
    #: Term > its worth, between 0 and 1.
    weights = models.JSONField()
    #: What can be filtered by, and lifts: see `indexing.facts_of`.
    facts = models.JSONField()
    #: Of all that the document was made from. Another hash is another text.
    source_hash = models.CharField(max_length=64)
    analyser_version = models.PositiveIntegerField()
    #: The state of the index in which it was written last (`SearchState.number`).
    written_in = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "object_id"], name="wijkzorg_search_one_document_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id} ({self.language})"


class SearchPosting(models.Model):
    """That a document holds a term, and its worth there. Filled on PostgreSQL only: see `candidates.py`."""

    pk = models.CompositePrimaryKey("document", "term")
    #: Primary key of the SearchDocument. Of one that is gone nobody reads what is left here.
    document = models.PositiveBigIntegerField()
    term = models.TextField()
    #: In ten-thousandths, so that it is exact.
    worth = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.term} in {self.document}"


class SearchVector(models.Model):
    """A page in numbers, by which likeness in meaning is measured. Only where the extra is installed."""

    source = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()
    #: The hash of the document for which it was made, and what made it.
    source_hash = models.CharField(max_length=64)
    maker = models.CharField(max_length=60)
    #: Rows of floats, little-endian, 32 bits: first that of the whole text, then those of its parts.
    numbers = models.BinaryField()
    #: How like it is to what people ask in general: some texts are like every question.
    usual = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "object_id"], name="wijkzorg_search_one_vector_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"


class SearchStatistics(models.Model):
    """How often words and terms occur in all documents of one language: `weighing.Counts`."""

    language = models.CharField(max_length=10, primary_key=True)
    documents = models.PositiveIntegerField(default=0)
    lengths = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    terms = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.language}: {self.documents}"


class SearchState(models.Model):
    """One row. Its number rises with every change, so that each process knows when to read anew.

    Locking the row is also how writers of the index wait for one another.
    """

    ONLY = 1

    number = models.PositiveBigIntegerField(default=1)
    #: Of the concepts, themes and areas with which all was written last. With others, all is written anew.
    known_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The present number; 0 before anything was written."""
        found = cls.objects.filter(pk=cls.ONLY).values_list("number", flat=True).first()
        return found or 0

    @classmethod
    def advance(cls) -> int:
        """The next number. Inside a transaction: until its end no other process gets one."""
        cls.objects.get_or_create(pk=cls.ONLY)
        cls.objects.filter(pk=cls.ONLY).update(number=F("number") + 1)
        return cls.objects.get(pk=cls.ONLY).number
