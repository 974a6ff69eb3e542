"""A mail server of which the test says what it does, and mails to give it."""

from wijkzorg_home import outbox


class Transport:
    """A mail server of which the test says what it does."""

    down = False
    sent: list = []
    before_sending = None

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        if Transport.before_sending:
            Transport.before_sending()
        if Transport.down:
            raise ConnectionRefusedError("down")
        Transport.sent += [message.to[0] for message in messages]
        return len(messages)


def put(key="a", to="iemand@example.org", **more):
    return outbox.put(
        key=key,
        kind="test",
        to=to,
        template="wijkzorg_partners/mail/confirm_offline",
        context={"links": {"online": "https://example.org/klopt/geheim/"}},
        language="nl",
        **more,
    )


def letter(key, **more):
    return outbox.Letter(
        key=key,
        kind="test",
        to=f"{key}@example.org",
        template="wijkzorg_partners/mail/confirm_offline",
        context={},
        language="nl",
        **more,
    )
