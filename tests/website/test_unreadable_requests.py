"""A request that no view should see is answered in the language of its address."""

import pytest
from django.utils import translation


@pytest.mark.parametrize(("path", "language"), [("/", "nl"), ("/ar/", "ar"), ("/tr/", "tr")])
def test_the_page_for_a_nul_is_in_the_language_of_the_address(client, path, language):
    with translation.override("en"):  # what the request before this one left in the thread
        answer = client.get(f"{path}?q=%00")
    assert answer.status_code == 400
    assert f'lang="{language}"' in answer.content.decode()
