"""What a page may be built from. Each block draws itself with a template of its own."""

import threading
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

PLAIN_TEXT = ["bold", "italic", "link", "document-link", "ul", "ol"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what was said"))
    source = blocks.CharBlock(label=_("by whom"), required=False)

    class Meta:
        template = "wijkzorg_home/blocks/quote.html"
        icon = "openquote"
        label = _("Quote")


class CallToActionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("sentence"), required=False)
    link_text = blocks.CharBlock(label=_("text on the button"))
    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        template = "wijkzorg_home/blocks/call_to_action.html"
        icon = "link"
        label = _("Button")


class AccordionItemBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"))
    answer = blocks.RichTextBlock(label=_("answer"), features=PLAIN_TEXT)

    class Meta:
        label = _("Question and answer")


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), label=_("questions"))

    class Meta:
        template = "wijkzorg_home/blocks/accordion.html"
        icon = "help"
        label = _("Questions and answers")


class ColumnBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), required=False)
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_TEXT)

    class Meta:
        label = _("Column")


class ColumnsBlock(blocks.StructBlock):
    columns = blocks.ListBlock(ColumnBlock(), min_num=2, max_num=3, label=_("columns"))

    class Meta:
        template = "wijkzorg_home/blocks/columns.html"
        icon = "grip"
        label = _("Columns side by side")


class BodyBlock(blocks.StreamBlock):
    """The body of a page. The same list for every page type, and never dependent on a setting.

    Looked through by one thread at a time: for a draft, Wagtail 8 takes `required` off the blocks themselves,
    which all threads share. Two drafts at once ended in an AttributeError, and could leave it off for good.
    """

    _one_at_a_time = threading.RLock()

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", template="wijkzorg_home/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=PLAIN_TEXT,
        template="wijkzorg_home/blocks/paragraph.html",
    )
    image = ImageBlock(label=_("Picture"), template="wijkzorg_home/blocks/image.html")
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()
    accordion = AccordionBlock()
    columns = ColumnsBlock()

    def clean(self, value: Any, **kwargs: Any) -> Any:
        with self._one_at_a_time:
            return super().clean(value, **kwargs)

    def clean_deferred(self, value: Any) -> Any:
        with self._one_at_a_time:
            return super().clean_deferred(value)
