"""Several people, workers or ticks at the same moment."""

import threading

from django.db import connections


def at_once(*calls, refusals=()):
    """Runs the calls in threads that begin together; what each gave, or which of the refusals it raised."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        start.wait()
        try:
            results[number] = call()
        except refusals as refusal:
            results[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
