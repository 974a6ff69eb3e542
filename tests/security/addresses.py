"""Every address of the site, read from the URLconf, and how to fill in what it asks for."""

from dataclasses import dataclass

from django.urls import URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One entry of the URLconf. `name` is its view name, or its route where it has no name."""

    name: str
    route: str
    parameters: tuple[str, ...]
    positional: int = 0


def all_addresses():
    return list(_walk(get_resolver(), "", (), ()))


def _walk(resolver, route, namespaces, parameters):
    for entry in resolver.url_patterns:
        pattern = entry.pattern
        here = route + str(pattern)
        regex = getattr(pattern, "regex", None)
        names = parameters + tuple(getattr(pattern, "converters", {}))
        positional = 0
        if type(pattern).__name__ == "RegexPattern":
            names = parameters + tuple(regex.groupindex)
            positional = 0 if regex.groupindex else regex.groups
        if isinstance(entry, URLResolver):
            deeper = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, here, deeper, names)
        else:
            name = ":".join((*namespaces, entry.name)) if entry.name else here
            yield Address(name, here, names, positional)


#: What some addresses want to be asked, to have anything to answer.
QUERIES = {
    "wagtailapi:pages:find": lambda world, letter: "?html_path=/westkant/",
    "wagtailadmin_api:pages:find": lambda world, letter: "?html_path=/westkant/",
    "wagtail_bulk_action": lambda world, letter: f"?id={getattr(world, letter).pk}&next=/cms/",
}
#: Where only one of the two partners is in the state that the address is about.
ONLY = {
    "wagtailadmin_pages:workflow_action": "b",
    "wagtailadmin_pages:collect_workflow_action_data": "b",
    "wagtailadmin_pages:workflow_preview": "b",
    "wagtailadmin_pages:delete": "a",
    "wagtailadmin_pages:unpublish": "a",
    "wagtail_bulk_action": "a",
    "wijkzorg_events:mijn_event_remove": "b",
}


def paths_of(address, world):
    """The address for partner A and for partner B; one path where it names neither."""
    return {
        letter: path + (QUERIES[address.name](world, letter) if address.name in QUERIES else "")
        for letter, path in _bare_paths_of(address, world).items()
        if not letter or letter in ONLY.get(address.name, "ab")
    }


def _bare_paths_of(address, world):
    if address.name == address.route:
        return {"": UNNAMED[address.route]}
    if address.positional:
        return {
            letter: reverse(address.name, args=args) for letter, args in positional(address, world)
        }
    if not address.parameters:
        return {"": reverse(address.name)}
    return {
        letter: reverse(
            address.name,
            kwargs={name: value_of(address, name, world, letter) for name in address.parameters},
        )
        for letter in ("a", "b")
    }


#: Where an entry has no name, a path that it answers to.
UNNAMED = {
    "^api(?:/.*)?$": "/api/v3-preview/pages/",
    "cms/test404/": "/cms/test404/",
    "cms/^.*/$": "/cms/niets/daar/",
}


def positional(address, world):
    if address.name == "wagtaildocs_serve":
        for letter in ("a", "b"):
            document = getattr(world, f"document_{letter}")
            yield letter, (document.pk, document.filename)
    elif address.name == "wagtail_serve":
        for letter in ("a", "b"):
            yield letter, (getattr(world, letter).get_url().lstrip("/"),)
    else:
        raise KeyError(f"tests/security/addresses.py does not know how to fill in {address}")


def value_of(address, name, world, letter):
    """What stands in the place of one parameter, for partner A or B."""
    namespace, _colon, _view = address.name.rpartition(":")
    for key in (f"{address.name}:{name}", f"{namespace}:{name}", name):
        if key in VALUES:
            return VALUES[key](world, letter)
    raise KeyError(f"tests/security/addresses.py does not know {name!r} of {address.name}")


def of(attribute, field="pk"):
    """The key of something that both A and B have: `image` is image_a or image_b, `` the page."""

    def value(world, letter):
        owner = getattr(world, f"{attribute}_{letter}" if attribute else letter)
        return getattr(owner, field)

    return value


def always(value):
    return lambda world, letter: value


def shared(function):
    return lambda world, letter: function(world)


def _site(world):
    return world.network.home.get_site()


def _theme(world):
    return world.network.themes[0]


def _segment(world, letter):
    return getattr(world, f"source_{letter}").stringsegment_set.first().pk


def _overridable(world, letter):
    segment = getattr(world, f"source_{letter}").overridablesegment_set.first()
    return segment.pk if segment else 1


VALUES = {
    # pages
    "page_id": of(""),
    "page_pk": of(""),
    "page_to_move_id": of(""),
    "parent_page_id": shared(lambda world: world.network.directory.pk),
    "destination_id": shared(lambda world: world.network.directory.pk),
    "revision_id": of("revision"),
    "revision_id_a": of("revision"),
    "revision_id_b": always("live"),
    "task_state_id": of("task"),
    "workflow_state_id": of("workflow"),
    "task_id": shared(lambda world: world.task_b.task_id),
    "action_name": always("approve"),
    "content_type_app_name": always("wijkzorg_partners"),
    "content_type_model_name": always("partnerpage"),
    "wagtailadmin_pages:app_label": always("wijkzorg_partners"),
    "wagtailadmin_pages:model_name": always("partnerpage"),
    "wagtailadmin_pages:pk": of(""),
    "wagtailadmin_api:pages:pk": of(""),
    "wagtailadmin_api:pages:action_name": always("copy"),
    "wagtailadmin_api:images:pk": of("image"),
    "wagtailadmin_api:documents:pk": of("document"),
    "wagtailapi:pages:pk": of(""),
    "wagtail_bulk_action:app_label": always("wagtailcore"),
    "wagtail_bulk_action:model_name": always("page"),
    "wagtail_bulk_action:action": always("delete"),
    "app_name": always("taggit"),
    "model_name": always("tag"),
    "wagtailadmin_pages:convert_alias:page_id": shared(lambda world: world.directory_en.pk),
    # images, documents, collections
    "image_id": of("image"),
    "filter_spec": always("width-50"),
    "document_id": of("document"),
    "doc_id": of("document"),
    "uploaded_file_id": of("upload"),
    "collection_id": of("collection"),
    "wagtailadmin_collections:pk": of("collection"),
    "wagtailimages_chooser:pk": of("image"),
    "wagtaildocs_chooser:pk": of("document"),
    "media:path": lambda world, letter: getattr(world, f"image_{letter}").file.name,
    # work on pages
    "wagtailadmin_workflows:pk": shared(lambda world: world.workflow.pk),
    "wagtailadmin_workflows:workflow_pk": shared(lambda world: world.workflow.pk),
    "wagtailadmin_workflows:app_label": always("wagtailcore"),
    "wagtailadmin_workflows:model_name": always("groupapprovaltask"),
    "wagtailadmin_workflows:edit_task:pk": shared(lambda world: world.task_b.task_id),
    "wagtailadmin_workflows:disable_task:pk": shared(lambda world: world.task_b.task_id),
    "wagtailadmin_workflows:enable_task:pk": shared(lambda world: world.task_b.task_id),
    "wagtailadmin_editing_sessions:app_label": always("wijkzorg_partners"),
    "wagtailadmin_editing_sessions:model_name": always("partnerpage"),
    "wagtailadmin_editing_sessions:object_id": of(""),
    "session_id": of("session"),
    # translations
    "translation_source_id": of("source"),
    "translation_id": of("translation"),
    "string_segment_id": _segment,
    "overridable_segment_id": _overridable,
    "wagtail_localize:convert_to_alias:page_id": lambda world, letter: (
        getattr(world, f"{letter}_en").pk
    ),
    "mode": always("default"),
    "wagtail_localize:app_label": always("wijkzorg_home"),
    "wagtail_localize:model_name": always("theme"),
    "wagtail_localize:pk": shared(lambda world: _theme(world).pk),
    # ours
    "partner_id": of(""),
    "invitation_id": of("invitation"),
    "membership_id": of("membership"),
    "wijkzorg_partners_cms:uid": of("person", "uid"),
    "other_id": lambda world, letter: {"a": world.b, "b": world.a}[letter].pk,
    "wijkzorg_partners:ids": lambda world, letter: str(getattr(world, letter).pk),
    "target_id": shared(lambda world: world.never.pk),
    "state_id": of("task"),
    "review_id": of("review"),
    "change_id": of("urgent"),
    "report_id": of("mistake"),
    "wijkzorg_moderation:areas_of:user_id": shared(lambda world: world.moderator.pk),
    "wijkzorg_mail:again:mail_id": shared(lambda world: world.mail.pk),
    "wijkzorg_partners:key": of("", "slug"),
    "wijkzorg_partners:mijn_thing_step:step": always("plek"),
    "wijkzorg_partners:step": always("wat"),
    "wijkzorg_partners:kind": always("aanbod"),
    "wijkzorg_partners:mijn_request:uid": of("request", "uid"),
    "wijkzorg_partners_contact:request_id": of("request"),
    "wijkzorg_partners:uid": of("service", "translation_key"),
    "wijkzorg_events:calendar:path": lambda world, letter: (
        getattr(world, letter).get_url().lstrip("/")
    ),
    "wijkzorg_events:key": of("", "slug"),
    "wijkzorg_events:mijn_event_remove:event_id": shared(lambda world: world.event_never.pk),
    "wijkzorg_events:event_id": of("event"),
    "wijkzorg-api-v1:sign_up:id": of("event"),
    "wijkzorg_events_cms:event_id": of("event"),
    "wijkzorg_events:step": always("waar"),
    "wijkzorg_events:registration_id": of("registration"),
    "wijkzorg_registrations:event_id": of("event"),
    "wijkzorg_registrations:registration_id": of("registration"),
    "mfa_remove_webauthn:pk": always(1),
    # administration
    "redirect_id": shared(lambda world: world.redirect.pk),
    "wagtailsettings:app_name": always("wijkzorg_home"),
    "wagtailsettings:model_name": always("networksettings"),
    "wagtailsettings:pk": shared(lambda world: _site(world).pk),
    "wagtailsnippets_wijkzorg_home_area:pk": shared(lambda world: world.network.wijk.pk),
    "wagtailsnippets_wijkzorg_home_theme:pk": shared(lambda world: _theme(world).pk),
    "wagtailsnippets_wijkzorg_home_language:pk": shared(lambda world: _language().pk),
    "wagtailsnippets_wijkzorg_search_signpost:pk": shared(lambda world: _signpost().pk),
    "wagtailsnippetchoosers_wijkzorg_search_signpost:pk": shared(lambda world: _signpost().pk),
    "wagtailsnippetchoosers_wijkzorg_home_area:pk": shared(lambda world: world.network.wijk.pk),
    "wagtailsnippetchoosers_wijkzorg_home_theme:pk": shared(lambda world: _theme(world).pk),
    "wagtailsnippetchoosers_wijkzorg_home_language:pk": shared(lambda world: _language().pk),
    "wijkzorg_partners_cms:import_run:uid": shared(lambda world: world.run.uid),
    "wijkzorg_partners_cms:import_wrong:uid": shared(lambda world: world.run.uid),
    "wagtailsnippets_wijkzorg_search_concept:pk": shared(lambda world: world.concept.pk),
    "wagtaillocales:pk": shared(lambda world: world.b_en.locale_id),
    "wagtailsites:pk": shared(lambda world: _site(world).pk),
    "wagtailusers_users:pk": of("editor"),
    "wagtailusers_groups:pk": shared(lambda world: world.moderator.groups.get().pk),
    # doors
    "restriction_id": always(1),
    "page_view_restriction_id": shared(lambda world: world.restriction.pk),
    "mail_id": always("1234567890-abcdef12"),
    "key": always("abc-def"),
    "uidb36": always("1"),
    "uidb64": always("MQ"),
    "token": always("niet-van-ons"),
}


def _signpost():
    from wijkzorg_search.models import Signpost

    fields = {"title": "Bel 112", "text": "Bij gevaar."}
    return Signpost.objects.get_or_create(code="112", defaults=fields)[0]


def _language():
    from wijkzorg_home.models import Language

    return Language.objects.first()
