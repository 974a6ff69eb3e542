"""The tree of areas: town, district, gebied, wijk, buurt."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


class AreaQuerySet(MP_NodeQuerySet):
    def with_all_below(self, area: "Area") -> "QuerySet[Area]":
        """The area itself and everything below it."""
        return self.filter(path__startswith=area.path)

    def around(self, area: "Area") -> "QuerySet[Area]":
        """The area itself, everything below it, and all that it lies in."""
        ends = range(area.steplen, len(area.path), area.steplen)
        above = Q(path__in=[area.path[:end] for end in ends])
        return self.filter(Q(path__startswith=area.path) | above)


class AreaManager(MP_NodeManager.from_queryset(AreaQuerySet)):  # type: ignore[misc]
    """Areas stand in the order of the tree."""

    def get_queryset(self) -> AreaQuerySet:
        return AreaQuerySet(self.model, using=self._db).order_by("path")


def validate_postcodes(value: Any) -> None:
    """A list of four-digit numbers as text, such as ["1068", "1069"]."""
    if not isinstance(value, list) or not all(
        isinstance(code, str) and len(code) == 4 and code.isdigit() for code in value
    ):
        raise ValidationError(_("Give the postcodes as four digits each, such as 1068."))


class Area(MP_Node):
    """One area. Levels follow Dutch practice: town > district (stadsdeel) > gebied > wijk > buurt."""

    class Level(models.TextChoices):
        TOWN = "town", _("Town")
        DISTRICT = "district", _("District")
        GEBIED = "gebied", _("Area")
        WIJK = "wijk", _("Neighbourhood")
        BUURT = "buurt", _("Small neighbourhood")

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    code = models.CharField(
        _("official code"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$")],
        help_text=_("The code that the town or Statistics Netherlands gives to the area."),
    )
    other_names = models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "What people call it, one name on each line. The search knows it by these too."
        ),
    )
    postcodes = models.JSONField(
        _("postcodes"), default=list, blank=True, validators=[validate_postcodes]
    )
    latitude = models.FloatField(
        _("latitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("WGS 84, in degrees."),
    )
    longitude = models.FloatField(
        _("longitude of the centre"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("WGS 84, in degrees."),
    )
    outline = models.JSONField(
        _("outline"),
        null=True,
        blank=True,
        help_text=_(
            "A GeoJSON Polygon or MultiPolygon. Without one, the area is a tile at its centre."
        ),
    )

    objects = AreaManager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.slug:
            self.slug = slugify(self.name)[:100]
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(_("Give both the latitude and the longitude, or neither."))

    @property
    def indented_name(self) -> str:
        """For lists of choices: the deeper the area, the further it stands in."""
        return "\u2003" * max(self.depth - 2, 0) + self.name
