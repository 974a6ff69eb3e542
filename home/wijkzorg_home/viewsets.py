"""The editors' side of areas, themes and spoken languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Area, Language, Theme


class AreaForm(WagtailAdminModelForm):
    """An area with the area that it lies in, since a tree has no plain field for that."""

    parent = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("lies in"),
        required=False,
        empty_label=_("nothing: it is a town"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.all()
        if self.instance.pk:
            areas = areas.exclude(path__startswith=self.instance.path)
            self.fields["parent"].initial = self.instance.get_parent()
        self.fields["parent"].queryset = areas
        self.fields["parent"].label_from_instance = lambda area: area.indented_name

    def save(self, commit: bool = True) -> Area:
        area: Area = super().save(commit=False)
        parent = self.cleaned_data["parent"]
        if not commit:
            return area
        if not area.pk:
            if parent:
                parent.add_child(instance=area)
            else:
                Area.add_root(instance=area)
            return area
        area.save()
        if parent != area.get_parent():
            if parent:
                area.move(parent, pos="last-child")
            else:
                area.move(Area.get_last_root_node(), pos="last-sibling")
            area.refresh_from_db()
        return area


Area.base_form_class = AreaForm


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "site"
    menu_label = _("Areas")
    list_display = ["indented_name", "level", "code"]
    list_filter = ["level"]
    search_fields = ["name", "code"]
    ordering = ["path"]
    panels = [
        FieldPanel("name"),
        FieldPanel("parent"),
        FieldPanel("level"),
        FieldPanel("code"),
        FieldPanel("slug"),
        FieldPanel("other_names"),
        FieldPanel("postcodes"),
        FieldPanel("latitude"),
        FieldPanel("longitude"),
        FieldPanel("outline"),
    ]


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    list_display = ["name", "everyday_name", "slug"]
    search_fields = ["name", "everyday_name"]
    ordering = ["sort_order", "name"]


class LanguageViewSet(SnippetViewSet):
    model = Language
    icon = "globe"
    menu_label = _("Spoken languages")
    list_display = ["name", "code"]
    ordering = ["name"]


class NetworkViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Areas and themes")
    menu_icon = "globe"
    menu_order = 350
    items = [AreaViewSet, ThemeViewSet, LanguageViewSet]
