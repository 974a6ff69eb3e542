"""The forms of a photo: of the place, and of a contact person."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

from ..actions import own_collection
from ..models import ContactPerson
from ..moderation import partner_of
from .forms import AnswerForm


class UploadForm(AnswerForm):
    """A new photo goes into the partner's own collection; the old one stays there."""

    names: ClassVar[list[str]] = ["photo"]

    picture = WagtailImageField(
        label=gettext_lazy("A photo from your phone or computer"), required=False
    )
    away = forms.BooleanField(label=gettext_lazy("Show no photo any more"), required=False)

    def shown(self, thing: Any) -> dict[str, Any]:
        return {}

    def prepare(self) -> None:
        self.fields["picture"].help_text = ""  # Wagtail's names formats that nobody knows
        if self.thing.photo_id is None:
            del self.fields["away"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("away") or "picture" in self.errors:
            return cleaned
        if not cleaned.get("picture"):
            self.add_error("picture", _("Choose a photo first."))
        else:
            self.check_photo(cleaned)
        return cleaned

    def check_photo(self, cleaned: dict[str, Any]) -> None:
        """What must be said with a new photo."""

    def caption(self) -> str:
        """What one sees in the photo, in words."""
        raise NotImplementedError

    def answers(self) -> dict[str, Any]:
        """Every upload is a new photo, which no other can be the same as."""
        return {"photo": None if self.cleaned_data.get("away") else -1}

    def in_words(self, name: str) -> list[str]:
        return [] if self.cleaned_data.get("away") else [self.caption()]

    def before_writing(self, page: Any, by: Any) -> dict[str, Any]:
        if self.cleaned_data.get("away"):
            return {"photo": None}
        words = self.caption()
        partner = partner_of(page)
        assert partner is not None, "a page of a partner, or below one"
        photo = get_image_model()(
            title=words,
            description=words,
            file=self.cleaned_data["picture"],
            collection=own_collection(partner),
            uploaded_by_user=by,
        )
        photo.save()
        return {"photo": photo.pk}


class PhotoForm(UploadForm):
    description = forms.CharField(
        label=gettext_lazy("What does one see in the photo?"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("For people who can't see it. One sentence."),
    )

    field_order = ["picture", "description", "away"]

    def check_photo(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("description"):
            self.add_error("description", _("Write in one sentence what one sees."))

    def caption(self) -> str:
        return str(self.cleaned_data["description"])


class PortraitForm(UploadForm):
    """Of a contact person whom everybody may see, and who agreed to the photo too."""

    model = ContactPerson

    agrees = forms.BooleanField(
        label=gettext_lazy("I asked this person, and the photo is fine"), required=False
    )

    field_order = ["picture", "agrees", "away"]

    def check_photo(self, cleaned: dict[str, Any]) -> None:
        if not self.thing.is_public:
            self.add_error(
                "picture",
                _("Everybody sees a photo. Choose first that everybody may see this person."),
            )
        elif not cleaned.get("agrees"):
            self.add_error("agrees", _("Ask the person first."))

    def caption(self) -> str:
        """Without the name, which stands beside it and must be gone when the person wants that."""
        return _("Photo of a contact person")
