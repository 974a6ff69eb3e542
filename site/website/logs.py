"""What the logs leave out: links that let somebody in, and what people search for."""

import logging
import re

#: Addresses that carry a token: invitations, one-time links, requests to join, registrations, and the links
#: that confirm an address or a password.
TOKENS = re.compile(
    r"(/(?:uitnodiging|aanmelding|overnemen|agenda/mijn|klopt|vraag/(?:bevestigen|stand|antwoord)|meedoen/bevestigen|confirm-email"
    r"|password/reset/key)/)[^/\s\"'?]+"
)

#: What somebody searched for may tell of an illness or a debt; nobody needs it in a log.
QUESTIONS = re.compile(
    r"((?:/zoeken/|/zoeken/suggesties/|/api/v1/search|/api/v1/suggest)\?)[^\s\"']+"
)


class WithoutTokens(logging.Filter):
    """Replaces the tokens and questions in a record's message by three dots."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = QUESTIONS.sub(r"\1...", TOKENS.sub(r"\1...", message))
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True
