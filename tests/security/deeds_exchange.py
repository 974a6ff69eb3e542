"""The deeds of import and export in the CMS."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.security.doing import door, post, see
from wijkzorg_partners.models import PartnerExport, PartnerImport

lists = door("CMS lists")


def at(world, rest=""):
    return f"/cms/partners/import/{world.run.uid}/{rest}"


@lists
def see_what_was_imported(world):
    return see("/cms/partners/import/", world.run.file_name)


@lists
def send_in_a_list(world):
    def sent(_role):
        file = SimpleUploadedFile("zqnieuw.csv", b"name;kind\nZqnieuw;formal\n")
        return {"file": file, "directory": world.network.directory.pk}

    return post(
        "/cms/partners/import/",
        sent,
        happened=PartnerImport.objects.filter(file_name="zqnieuw.csv").exists,
    )


@lists
def see_what_would_be_imported(world):
    return see(at(world), world.imported)


@lists
def import_what_was_checked(world):
    going = PartnerImport.objects.filter(pk=world.run.pk, state="going")
    return post(at(world), {"do": "go"}, happened=going.exists)


@lists
def throw_an_import_away(world):
    return post(
        at(world),
        {"do": "throw-away"},
        happened=lambda: not PartnerImport.objects.filter(pk=world.run.pk).exists(),
    )


@lists
def download_the_wrong_rows(world):
    world.run.rows.update(state="wrong")
    return see(at(world, "wrong/"), world.imported)


def exporting(world, columns, **more):
    return post(
        "/cms/partners/export/",
        {
            "file_format": "json",
            "columns": columns,
            "directory": world.network.directory.pk,
        },
        happened=PartnerExport.objects.filter(**more).exists,
    )


@lists
def take_a_list_along(world):
    return exporting(world, ["name"], is_personal=False)


@lists
def take_all_contact_persons_along(world):
    return exporting(world, ["name", "contacts_all"], is_personal=True)


@lists
def see_who_took_which_list_along(world):
    PartnerExport.objects.create(made_by=world.second_editor, file_format="csv", rows=1)
    return see("/cms/partners/export/log/", world.second_editor.email)
