"""What `manage.py tick` keeps about its own work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicRun(models.Model):
    """One piece of periodic work: whether a tick is at it now, and what it did last.

    The row is the lock: of two ticks at once, the second leaves the work to the first. See `periodic.py`.
    """

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("periodic work")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
