"""The deeds in the CMS with images and documents, of A and of B."""

from dataclasses import replace

from wagtail.images import get_image_model

from tests.factories import picture_file
from tests.security.deeds_cms import editing
from tests.security.deeds_world import newest, public
from tests.security.doing import door, post

files = door("CMS files")


def images(**values):
    return get_image_model().objects.filter(**values)


@files
def upload_an_image_to_A(world):
    def sent(role):
        return {
            "title": "Zqbeeld",
            "file": picture_file("zq.png"),
            "collection": world.collection_a.pk,
        }

    return post(
        "/cms/images/add/",
        sent,
        happened=images(title="Zqbeeld", collection=world.collection_a).exists,
    )


@files
def upload_an_image_to_B(world):
    def sent(role):
        return {
            "title": "Zqbeeld",
            "file": picture_file("zq.png"),
            "collection": world.collection_b.pk,
        }

    return post(
        "/cms/images/add/",
        sent,
        happened=images(title="Zqbeeld", collection=world.collection_b).exists,
    )


def change_image(world, image, collection):
    return post(
        f"/cms/images/{image.pk}/",
        {"title": "Zqbeeld", "collection": collection.pk},
        happened=images(title="Zqbeeld", collection=collection).exists,
    )


@files
def change_an_image_of_A(world):
    return change_image(world, world.image_a, world.collection_a)


@files
def change_an_image_of_A_that_one_uploaded(world):
    def before(role, _browser):
        if role != "anonymous":
            images(pk=world.image_a.pk).update(uploaded_by_user=getattr(world, role))

    return replace(change_image(world, world.image_a, world.collection_a), before=before)


@files
def change_an_image_of_B(world):
    return change_image(world, world.image_b, world.collection_b)


@files
def change_an_image_of_A_that_is_live(world):
    live = public(world.a)
    live.photo = world.image_a
    live.save_revision().publish()
    return change_image(world, world.image_a, world.collection_a)


@files
def put_an_image_of_A_with_B(world):
    return change_image(world, world.image_a, world.collection_b)


@files
def delete_an_image_of_A(world):
    return post(
        f"/cms/images/{world.image_a.pk}/delete/",
        happened=lambda: not images(pk=world.image_a.pk).exists(),
    )


@files
def use_an_image_of_A_on_A(world):
    return editing(
        world,
        lambda: newest(world.a).photo_id == world.image_a.pk,
        photo=world.image_a.pk,
    )


@files
def use_an_image_of_B_on_A(world):
    return editing(
        world,
        lambda: newest(world.a).photo_id == world.image_b.pk,
        photo=world.image_b.pk,
    )


def change_document(document, collection):
    documents = type(document).objects.filter(title="Zqstuk", pk=document.pk)
    return post(
        f"/cms/documents/edit/{document.pk}/",
        {"title": "Zqstuk", "collection": collection.pk},
        happened=documents.exists,
    )


@files
def change_a_document_of_A(world):
    return change_document(world.document_a, world.collection_a)


@files
def change_a_document_of_B(world):
    return change_document(world.document_b, world.collection_b)


@files
def delete_a_document_of_A(world):
    found = type(world.document_a).objects.filter(pk=world.document_a.pk)
    return post(
        f"/cms/documents/delete/{world.document_a.pk}/", happened=lambda: not found.exists()
    )
