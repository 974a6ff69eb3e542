"""What one editor saves as a draft changes nothing for another who saves at the same moment."""

import threading

import pytest
from wagtail.blocks import StreamBlockValidationError

from wijkzorg_home.blocks import QuoteBlock
from wijkzorg_home.models import StandardPage

EMPTY = [{"type": "quote", "value": {"text": "", "source": ""}}]


@pytest.fixture
def block():
    return StandardPage._meta.get_field("body").stream_block


@pytest.fixture
def while_a_draft_is_saved(block, monkeypatch):
    """Save an unfinished draft, and do something else in the midst of it; gives what came of both."""

    def save(other):
        came, real = {}, QuoteBlock.clean

        def do_other():
            came["other"] = result_of(other)

        thread = threading.Thread(target=do_other)

        def clean(self, value):
            if not thread.ident:
                thread.start()
                thread.join(timeout=0.2)  # it may have to wait for us
            return real(self, value)

        monkeypatch.setattr(QuoteBlock, "clean", clean)
        came["draft"] = result_of(lambda: block.clean_deferred(block.to_python(EMPTY)))
        thread.join()
        return came["draft"], came["other"]

    return save


def result_of(call):
    try:
        return type(call()).__name__
    except (StreamBlockValidationError, AttributeError) as error:
        return type(error).__name__


def test_two_drafts_at_once_are_kept_and_what_is_required_stays_so(block, while_a_draft_is_saved):
    other = block.to_python(EMPTY)
    came = while_a_draft_is_saved(lambda: block.clean_deferred(other))
    assert came == ("StreamValue", "StreamValue")
    assert block.child_blocks["quote"].child_blocks["text"].required


def test_nobody_publishes_meanwhile_what_is_not_filled_in(block, while_a_draft_is_saved):
    other = block.to_python(EMPTY)
    came = while_a_draft_is_saved(lambda: block.clean(other))
    assert came == ("StreamValue", "StreamBlockValidationError")
