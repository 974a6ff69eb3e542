"""Imports and exports of partners: what is going on, and who took what along."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .directory import PartnerIndexPage


class PartnerImport(models.Model):
    """One file on its way into a directory. The row stays as a record; what stood in the file goes."""

    class State(models.TextChoices):
        MATCHING = "matching", _("columns to match")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, not imported")
        GOING = "going", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("stopped by a fault")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    directory = models.ForeignKey(PartnerIndexPage, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("on"), default=timezone.now)
    file_name = models.CharField(_("file"), max_length=120)
    #: What was found out about the file: its format, encoding or sheet, in words.
    read_as = models.CharField(max_length=200, blank=True)
    #: The language in which faults are told.
    language = models.CharField(max_length=10, default="nl")
    publish = models.BooleanField(default=False)
    create_themes = models.BooleanField(default=False)
    heads = models.JSONField(default=list)
    #: For each head the key of our column, or "".
    mapping = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MATCHING)
    state_since = models.DateTimeField(default=timezone.now)
    #: Since when a worker is at it; None when it is free.
    taken_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    #: Number of rows by their state.
    counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    notice = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of partners")
        verbose_name_plural = _("imports of partners")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.made_at:%Y-%m-%d}"

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.GOING}


class PartnerImportRow(models.Model):
    """A row of the file, as it stands there and with what would happen. Deleted after the import."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("same")
        WAITING = "waiting", _("put aside")
        WRONG = "wrong", _("wrong")

    run = models.ForeignKey(PartnerImport, on_delete=models.CASCADE, related_name="rows")
    #: As a spreadsheet counts: the heads are row 1. In JSON the first partner is 1.
    number = models.PositiveIntegerField()
    #: `{"cells": [...], "faults": {column: reason}}` or `{"raw": ...}`, as JSON in ASCII, so that any
    #: character of a bad file can be kept in any database.
    content = models.TextField()
    state = models.CharField(max_length=8, choices=State, blank=True)
    title = models.CharField(max_length=255, blank=True)
    page_id = models.PositiveIntegerField(null=True)
    #: `[[column, old, new], ...]`
    changes = models.JSONField(default=list)
    #: `[[column, reason], ...]`
    faults = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of an import")
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="wijkzorg_import_row_once")
        ]
        indexes = [models.Index(fields=["run", "state", "number"], name="wijkzorg_import_rows")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"


class PartnerExport(models.Model):
    """Somebody took a list of partners along. Rows are added, never changed."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("on"), default=timezone.now, db_index=True)
    file_format = models.CharField(_("format"), max_length=4)
    columns = models.JSONField(_("columns"), default=list)
    filters = models.JSONField(_("filters"), default=dict)
    rows = models.PositiveIntegerField(_("rows"))
    #: Whether it held contact persons whom not everybody may see.
    is_personal = models.BooleanField(_("with personal data"), default=False)

    class Meta:
        verbose_name = _("export of partners")
        verbose_name_plural = _("exports of partners")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_format}, {self.made_at:%Y-%m-%d}"
