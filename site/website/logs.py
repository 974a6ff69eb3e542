"""What the logs leave out: a link that lets somebody in is a secret for as long as it is valid."""

import logging
import re

#: Addresses that carry a token: invitations, one-time links, requests to join, registrations, and the links
#: that confirm an address or a password.
TOKENS = re.compile(
    r"(/(?:uitnodiging|aanmelding|overnemen|agenda/mijn|klopt|meedoen/bevestigen|confirm-email"
    r"|password/reset/key)/)[^/\s\"'?]+"
)


class WithoutTokens(logging.Filter):
    """Replaces the tokens in a record's message by three dots."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = TOKENS.sub(r"\1...", message)
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True
