"""Whether an uploaded image or document is public: as long as something public shows it."""

from django.db.models import Model
from wagtail.models import Page, ReferenceIndex


def is_public(owner: Model) -> bool:
    """Whether some page that anybody may see shows the image or document."""
    references = ReferenceIndex.get_references_to(owner).filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page)
    )
    keys = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    return bool(keys) and Page.objects.live().public().filter(pk__in=keys).exists()
