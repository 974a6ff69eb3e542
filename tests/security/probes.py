"""What an editor of A tries to find out about, or to do with, what belongs to B.

`closed` requests are refused; `filtered` ones are answered, but without anything of B. The same list
is sent by somebody who may, and is answered: a list of wrong addresses would be refused as well.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Probe:
    path: str
    data: dict | None = field(default=None, hash=False)
    filtered: bool = False
    privileged: str = "moderator"

    @property
    def label(self):
        return f"{'GET' if self.data is None else 'POST'} {self.path}"

    def send(self, browser):
        if self.data is None:
            return browser.get(self.path)
        return browser.post(self.path, self.data)


def get(*paths, **more):
    return [Probe(path, **more) for path in paths]


def post(path, data=None, **more):
    return [Probe(path, data=data or {"sent": "1"}, **more)]


def all_probes(world):
    return [
        *pages(world),
        *decisions(world),
        *happenings(world),
        *listings(world),
        *choosers(world),
        *bulk(world),
        *media(world),
        *translations(world),
        *people(world),
        *moderation(world),
        *own_door(world),
        *administration(world),
    ]


def pages(world):
    b, never, revision, gone = world.b.pk, world.never.pk, world.revision_b.pk, world.gone.pk
    live = world.b.live_revision_id
    return [
        *(
            probe
            for page in (b, never, gone)
            for probe in get(
                f"/cms/pages/{page}/edit/",
                f"/cms/pages/{page}/view_draft/",
                f"/cms/pages/{page}/history/",
                f"/cms/pages/{page}/history/results/",
                f"/cms/pages/{page}/edit/preview/",
                f"/cms/pages/{page}/usage/",
                f"/cms/pages/{page}/workflow_history/",
                f"/cms/pages/{page}/copy/",
                f"/cms/pages/{page}/move/",
            )
        ),
        *get(
            f"/cms/pages/{b}/revisions/{revision}/view/",
            f"/cms/pages/{b}/revisions/{revision}/revert/",
            f"/cms/pages/{b}/revisions/compare/live...{revision}/",
            f"/cms/pages/{b}/revisions/compare/{live}...{revision}/",
            f"/cms/pages/{b}/revisions/compare/earliest...latest/",
            f"/cms/pages/{b}/workflow_history/detail/{world.workflow_b.pk}/",
            f"/cms/pages/{b}/unpublish/",
            f"/cms/pages/{never}/delete/",
            f"/cms/pages/{gone}/delete/",
            f"/cms/pages/{b}/move/{world.network.directory.pk}/confirm/",
            f"/cms/pages/{b}/revisions/{revision}/unschedule/",
            f"/cms/pages/workflow/confirm_cancellation/{b}/",
            f"/cms/pages/add/wijkzorg_partners/partnerpage/{world.network.directory.pk}/",
            f"/cms/pages/{world.network.directory.pk}/edit/",
            f"/cms/pages/{world.network.home.pk}/history/",
        ),
        *get(
            f"/cms/pages/{b}/privacy/", f"/cms/pages/{never}/privacy/", privileged="administrator"
        ),
        *post(f"/cms/pages/{b}/edit/preview/", {"title": "x", "slug": "x"}),
        *post(
            f"/cms/editing-sessions/ping/wijkzorg_partners/partnerpage/{b}/{world.session_b.pk}/"
        ),
    ]


def decisions(world):
    """What changes B, or what the public sees of it."""
    b, never = world.b.pk, world.never.pk
    directory = world.network.directory.pk
    task = world.task_b.pk
    return [
        *post(
            f"/cms/pages/{b}/edit/", {"title": "Gekaapt", "slug": "gekaapt", "action-publish": "1"}
        ),
        *post(f"/cms/pages/{b}/unpublish/"),
        *post(f"/cms/pages/{never}/delete/"),
        *post(f"/cms/pages/{b}/move/{directory}/confirm/"),
        *post(
            f"/cms/pages/{b}/copy/",
            {"new_title": "K", "new_slug": "k", "new_parent_page": directory},
        ),
        *post(f"/cms/pages/{never}/lock/"),
        *post(f"/cms/pages/{never}/unlock/"),
        *post(f"/cms/pages/{b}/set_position/"),
        *post(
            f"/cms/pages/{b}/privacy/", {"restriction_type": "login"}, privileged="administrator"
        ),
        *post(f"/cms/pages/workflow/action/{b}/approve/{task}/"),
        *post(f"/cms/pages/workflow/action/{b}/reject/{task}/", {"comment": "nee"}),
        *post(f"/cms/pages/workflow/collect_action_data/{b}/reject/{task}/", {"comment": "nee"}),
        *get(f"/cms/pages/workflow/preview/{b}/{world.task_b.task_id}/"),
        *post(f"/cms/api/main/pages/{b}/action/unpublish/"),
        *post(f"/cms/api/main/pages/{never}/action/publish/"),
        *post(f"/cms/api/main/pages/{never}/action/delete/"),
        *post(
            f"/cms/api/main/pages/{b}/action/copy/", {"destination_page_id": directory, "slug": "k"}
        ),
        *post(
            f"/cms/api/main/pages/{b}/action/move/",
            {"destination_page_id": world.other_directory.pk, "position": "last-child"},
            privileged="administrator",
        ),
        *post(
            f"/cms/api/main/pages/{b}/action/revert_to_page_revision/",
            {"revision_id": world.revision_b.pk},
        ),
        *post(
            f"/cms/api/main/pages/{b}/action/copy_for_translation/",
            {"locale": "tr", "copy_parents": "true"},
            privileged="administrator",
        ),
    ]


def happenings(world):
    """Events, reports and news: those of B, and those that are no partner's to write."""
    draft, live, report = world.event_never.pk, world.event_b.pk, world.report.pk
    return [
        *(
            probe
            for page in (draft, live, report)
            for probe in get(
                f"/cms/pages/{page}/edit/",
                f"/cms/pages/{page}/view_draft/",
                f"/cms/pages/{page}/history/",
                f"/cms/pages/{page}/copy/",
                f"/cms/pages/{page}/move/",
            )
        ),
        *get(
            f"/cms/pages/{draft}/delete/",
            f"/cms/pages/{report}/delete/",
            f"/cms/pages/add/wijkzorg_events/eventpage/{world.b.pk}/",
            f"/cms/pages/add/wijkzorg_events/eventpage/{world.agenda.pk}/",
            f"/cms/pages/{live}/unpublish/",
        ),
        # A report is nobody's but those who publish, not even below the own event.
        *get(f"/cms/pages/add/wijkzorg_events/eventreportpage/{world.event_a.pk}/"),
        *get(
            f"/cms/pages/{world.item.pk}/edit/",
            f"/cms/pages/{world.item.pk}/delete/",
            f"/cms/pages/add/wijkzorg_news/newspage/{world.news.pk}/",
            privileged="communications",
        ),
        *post(f"/cms/pages/{live}/edit/", {"title": "Gekaapt", "action-publish": "1"}),
        *post(f"/cms/pages/{live}/unpublish/"),
        *post(f"/cms/pages/{draft}/delete/"),
        *post(f"/cms/api/main/pages/{draft}/action/publish/"),
        *post(f"/cms/api/main/pages/{report}/action/publish/"),
        *post(f"/cms/api/main/pages/{world.item.pk}/action/publish/", privileged="communications"),
    ]


def listings(world):
    word = world.b.draft_title.split()[0]
    names = (
        "locked/",
        "locked/results/",
        "workflow/",
        "workflow/results/",
        "workflow_tasks/",
        "workflow_tasks/results/",
        "site-history/",
        "site-history/results/",
        "aging-pages/",
        "aging-pages/results/",
        "page-types-usage/",
        "page-types-usage/results/",
    )
    return [
        *get(*(f"/cms/reports/{name}" for name in names)),
        *get("/cms/reports/site-history/?export=csv", "/cms/reports/workflow/?export=xlsx"),
        *get(
            "/cms/pages/usage/wijkzorg_partners/partnerpage/",
            "/cms/pages/usage/wijkzorg_partners/partnerpage/results/",
            "/cms/tag-autocomplete/?term=zq",
            "/cms/tag-autocomplete/taggit/tag/?term=zq",
            "/cms/api/main/pages/?fields=*",
            f"/cms/api/main/pages/{world.b.pk}/?fields=*",
            f"/cms/api/main/pages/{world.never.pk}/",
            f"/cms/api/main/pages/?search={word}",
            f"/cms/api/main/pages/?child_of={world.network.directory.pk}&for_explorer=1",
            "/cms/api/main/pages/?type=wijkzorg_partners.PartnerPage&fields=*",
            "/cms/api/main/images/?fields=*",
            f"/cms/api/main/images/{world.image_b.pk}/",
            "/cms/api/main/documents/?fields=*",
            f"/cms/api/main/documents/{world.document_b.pk}/",
        ),
        *get(
            f"/cms/pages/{world.network.directory.pk}/",
            f"/cms/pages/{world.network.directory.pk}/results/",
            f"/cms/pages/{world.network.directory.pk}/results/?q=zq",
            "/cms/pages/search/?q=klus",
            "/cms/pages/search/results/?q=klus",
            filtered=True,
        ),
    ]


def choosers(world):
    b, image, document = world.b.pk, world.image_b, world.document_b
    directory = world.network.directory.pk
    return [
        *get(
            "/cms/choose-page/",
            f"/cms/choose-page/{directory}/",
            "/cms/choose-page/search/?q=zq",
            f"/cms/choose-page/chosen-multiple/?id={b}",
            "/cms/choose-external-link/",
            "/cms/choose-email-link/",
            "/cms/choose-phone-link/",
            "/cms/choose-anchor-link/",
            "/cms/documents/chooser/",
            "/cms/documents/chooser/results/?q=zq",
            f"/cms/documents/chooser/chosen/{document.pk}/",
            f"/cms/documents/chooser/chosen-multiple/?id={document.pk}",
            "/cms/documents/chooser/create/",
            f"/cms/images/chooser/chosen/{image.pk}/",
            f"/cms/images/chooser/{image.pk}/select_format/",
            "/cms/embeds/chooser/",
            "/cms/snippets/choose/wijkzorg_home/area/",
            "/cms/snippets/choose/wijkzorg_home/theme/results/",
            "/cms/workflows/task_chooser/",
        ),
        *get(
            "/cms/images/chooser/",
            "/cms/images/chooser/results/?q=zq",
            f"/cms/images/chooser/?collection_id={world.collection_b.pk}",
            f"/cms/images/chooser/chosen-multiple/?id={image.pk}",
            filtered=True,
        ),
    ]


def bulk(world):
    b, never, image, document = world.b.pk, world.never.pk, world.image_b.pk, world.document_b.pk
    user = world.editor_b.pk
    pages = [f"wagtailcore/page/{action}/?id={never}" for action in ("delete", "move", "publish")]
    pages += [f"wagtailcore/page/unpublish/?id={b}"]
    files = [
        f"wagtailimages/image/{action}/?id={image}"
        for action in ("delete", "add_tags", "add_to_collection")
    ]
    files += [
        f"wagtaildocs/document/{action}/?id={document}"
        for action in ("delete", "add_tags", "add_to_collection")
    ]
    people = [
        f"auth/user/{action}/?id={user}" for action in ("delete", "assign_role", "set_active_state")
    ]
    return [
        *get(*(f"/cms/bulk/{one}" for one in (*pages, *files))),
        *get(*(f"/cms/bulk/{one}" for one in people), privileged="administrator"),
        *post(f"/cms/bulk/wagtailcore/page/publish/?id={never}&next=/cms/pages/"),
        *post(f"/cms/bulk/wagtailcore/page/delete/?id={never}&next=/cms/pages/"),
        *post(f"/cms/bulk/wagtailcore/page/unpublish/?id={b}&next=/cms/pages/"),
        *post(f"/cms/bulk/wagtailimages/image/delete/?id={image}&next=/cms/images/"),
        *post(f"/cms/bulk/wagtaildocs/document/delete/?id={document}&next=/cms/documents/"),
    ]


def media(world):
    image, document = world.image_b, world.document_b
    return [
        *get(
            f"/cms/images/{image.pk}/",
            f"/cms/images/{image.pk}/delete/",
            f"/cms/images/usage/{image.pk}/",
            f"/cms/images/{image.pk}/preview/width-50/",
            image.file.url,
            document.url,
            f"/cms/documents/edit/{document.pk}/",
            f"/cms/documents/delete/{document.pk}/",
            f"/cms/documents/usage/{document.pk}/",
        ),
        *get(
            "/cms/images/?q=zq",
            f"/cms/images/results/?collection_id={world.collection_b.pk}",
            "/cms/documents/?q=zq",
            f"/cms/documents/results/?collection_id={world.collection_b.pk}",
            filtered=True,
        ),
        *post(
            f"/cms/images/{image.pk}/", {"title": "Gekaapt", "collection": world.collection_a.pk}
        ),
        *post(f"/cms/images/{image.pk}/delete/"),
        *post(
            f"/cms/documents/edit/{document.pk}/",
            {"title": "Gekaapt", "collection": world.collection_a.pk},
        ),
        *post(f"/cms/documents/delete/{document.pk}/"),
        *post(f"/cms/images/multiple/{image.pk}/", {f"image-{image.pk}-title": "x"}),
        *post(f"/cms/images/multiple/{image.pk}/delete/"),
        *post(f"/cms/documents/multiple/{document.pk}/delete/"),
    ]


def translations(world):
    translation, source, b = world.translation_b.pk, world.source_b.pk, world.b.pk
    return [
        *get(
            f"/cms/localize/translate/{translation}/pofile/download/",
            f"/cms/localize/translate/{translation}/preview/",
            "/cms/localize/reports/translations/",
            "/cms/localize/reports/translations/results/",
        ),
        *get(
            f"/cms/localize/submit/page/{b}/",
            f"/cms/localize/update/{source}/",
            f"/cms/localize/page/{world.b_en.pk}/convert_to_alias/",
            privileged="communications",
        ),
        *post(
            f"/cms/localize/update/{source}/",
            {"publish_translations": "on"},
            privileged="communications",
        ),
        *post(f"/cms/localize/translate/{translation}/disable/", {"next": "/cms/pages/"}),
        *get(f"/cms/pages/{world.b_en.pk}/edit/", f"/cms/pages/{world.b_en.pk}/view_draft/"),
    ]


def people(world):
    b = world.b.pk
    return [
        *get(
            "/cms/partners/", f"/cms/partners/{b}/members/", f"/cms/partners/{world.a.pk}/members/"
        ),
        *post(f"/cms/partners/{b}/members/", {"email": "indringer@example.org"}),
        *post(f"/cms/partners/{world.a.pk}/members/", {"email": "vriend@example.org"}),
        *post(f"/cms/partners/invitations/{world.invitation_b.pk}/withdraw/"),
        *post(f"/cms/partners/memberships/{world.membership_b.pk}/end/"),
        *get(f"/cms/partners/{b}/contact-persons/"),
        *post(f"/cms/partners/{b}/contact-persons/{world.person_b.uid}/take-off/"),
    ]


def moderation(world):
    task, newest = world.task_b.pk, world.revision_b.pk
    return [
        *get("/cms/moderation/", f"/cms/moderation/send-back/{task}/"),
        *post(f"/cms/moderation/approve/{task}/", {"revision": newest}),
        *post(f"/cms/moderation/send-back/{task}/", {"comment": "nee"}),
        *post(f"/cms/moderation/take-over/{task}/"),
        *post(f"/cms/moderation/read/{world.review_b.pk}/"),
        *post(f"/cms/moderation/undo/{world.review_b.pk}/"),
        *post(f"/cms/moderation/read-urgent/{world.urgent_b.pk}/"),
        *post(f"/cms/moderation/undo-urgent/{world.urgent_b.pk}/"),
        *get(
            f"/cms/moderation/partners/{world.b.pk}/",
            "/cms/moderation/areas/",
            f"/cms/moderation/areas/{world.moderator.pk}/",
            "/cms/mail/",
            privileged="communications",
        ),
        *post(
            f"/cms/moderation/partners/{world.b.pk}/",
            {"moderation_mode": "open"},
            privileged="communications",
        ),
        *post(
            f"/cms/moderation/areas/{world.moderator.pk}/",
            {"areas": []},
            privileged="communications",
        ),
        *post(f"/cms/mail/{world.mail.pk}/again/", privileged="communications"),
    ]


def own_door(world):
    """The volunteer's door of B."""
    here = f"/mijn/{world.b.slug}/"
    thing = f"{here}meer/aanbod/{world.service_b.translation_key}/"
    return [
        *get(
            here,
            *(f"{here}vraag/{step}/" for step in ("wie", "wat", "bereik", "foto")),
            f"{here}voorbeeld/",
            f"{here}insturen/",
            f"{here}klopt/",
            f"{here}vandaag/",
            f"{here}meer/contact/",
            thing,
            f"{thing}weg/",
            f"/mijn/{world.never.slug}/",
        ),
        *get(f"{here}vragen/", f"{here}vragen/{world.request_b.uid}/", privileged="editor_b"),
        *post(
            f"{here}vragen/{world.request_b.uid}/",
            {"how": "answer", "text": "Gekaapt"},
            privileged="editor_b",
        ),
        *get("/cms/requests/", f"/cms/requests/{world.request_b.pk}/", privileged="coordinator"),
        *post(f"{here}vraag/wie/", {"title": "Gekaapt", "kind": "formal", "began": "{}"}),
        *post(thing, {"name": "Gekaapt", "access": "walk_in"}),
        *post(f"{thing}weg/"),
        *post(f"{here}insturen/", {"revision": world.revision_b.pk, "go": "all_right"}),
        *post(f"{here}terughalen/"),
        *post(f"{here}klopt/"),
        *post(f"{here}vandaag/", {"what": "phone", "phone": "020 666 66 66"}),
    ]


def administration(world):
    user, moderators = world.editor_b.pk, world.moderator.groups.get().pk
    return get(
        "/cms/users/",
        f"/cms/users/edit/{user}/",
        "/cms/users/new/",
        f"/cms/users/history/{user}/",
        "/cms/groups/",
        f"/cms/groups/edit/{moderators}/",
        "/cms/sites/",
        "/cms/collections/",
        f"/cms/collections/{world.collection_b.pk}/",
        f"/cms/collections/{world.collection_b.pk}/privacy/",
        "/cms/redirects/",
        "/cms/locales/",
        "/cms/workflows/list/",
        "/cms/workflows/tasks/index/",
        "/cms/snippets/wijkzorg_home/area/",
        "/cms/snippets/wijkzorg_home/theme/",
        "/cms/settings/wijkzorg_home/networksettings/",
        privileged="administrator",
    )
