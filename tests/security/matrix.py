"""Who gets what at every address of the site: the table that the permission matrix is checked against.

An entry is a view name of the URLconf, a pattern of view names (`wagtailsites:*`), or a route where a
view has no name or where one of several routes of a view differs. Every address has exactly one entry;
a route goes before a name, a name before a pattern.
"""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

PUBLIC = frozenset(
    {
        "anonymous",
        "member",
        "editor_a",
        "editor_b",
        "coordinator",
        "moderator",
        "communications",
        "administrator",
    }
)
OUTSIDERS = frozenset({"anonymous", "member"})
EDITORS = frozenset({"editor_a", "editor_b"})
STAFF = frozenset({"moderator", "communications", "administrator"})
COMMUNICATIONS = frozenset({"communications", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})


@dataclass(frozen=True)
class Rule:
    """Whom an address is open to. `own` opens it to the editor of the partner that it is about.

    `refusal` is what anonymous visitors meet otherwise; all others meet an absent page, or the log-in.
    """

    says: str
    open_to: frozenset = field(default_factory=frozenset)
    own: bool = False
    refusal: str = "login"
    any_answer: bool = False

    def expects(self, role, letter):
        """The answers that are right: any of "open", "login", "absent"."""
        if self.any_answer:
            return {"open", "login", "absent"} | ({"broken"} if self is FAILS else set())
        if role in self.open_to or (self.own and letter and role == f"editor_{letter}"):
            return {"open"}
        if role == "anonymous":
            return {self.refusal}
        return {"login", "absent"}


EVERYBODY = Rule("everybody", PUBLIC)
DOOR = Rule("a door: whoever is in already is led on", any_answer=True)
FAILS = Rule("raises an error on purpose, to try out how errors are reported", any_answer=True)
TO_THE_LOGIN = Rule("leads to our log-in")
NOWHERE = Rule("closed for everybody", refusal="absent")
NOWHERE_IN_THE_CMS = Rule("closed for everybody who is in the CMS")
THE_CMS = Rule("everybody in the CMS", PUBLIC - OUTSIDERS)
WITH_MEDIA = Rule("everybody who has images and documents", STAFF | EDITORS)
OWN_PAGE = Rule("the partner's editors, and staff", STAFF, own=True)
OWN_FILE = Rule(
    "the partner's editors, and staff; for others the file is absent",
    STAFF,
    own=True,
    refusal="absent",
)
OWN_DOOR = Rule(
    "everybody who is logged in finds the own page, or hears why there is none",
    PUBLIC - {"anonymous"},
)
OWN_PROFILE = Rule(
    "the partner's members, and staff who may edit it, at the own door", STAFF, own=True
)
STAFF_ONLY = Rule("moderators, communications, administrators", STAFF)
INVITERS = Rule("who brings in editors", STAFF | {"coordinator"})
OWN_PEOPLE = Rule(
    "the partner's members, and who brings in editors", STAFF | {"coordinator"}, own=True
)
OWN_QUESTIONS = Rule("owner and editors of the partner that is asked", own=True)
FOLLOWERS = Rule(
    "who follows questions up: no moderator, and not communications",
    frozenset({"coordinator", "administrator"}),
)
LOGGED_IN = Rule("everybody who is logged in, about themselves", PUBLIC - {"anonymous"})
REVIEW = Rule("who decides on changes", STAFF)
COMMUNICATION = Rule("communications and administrators", COMMUNICATIONS)
ADMINISTRATION = Rule("administrators", ADMINISTRATORS)

ENTRIES = {
    EVERYBODY: """
        security_txt robots_txt sitemap favicon health
        wijkzorg-api-v1:openapi-json wijkzorg-api-v1:search wijkzorg-api-v1:suggestions
        wijkzorg-api-v1:sign_up
        wagtailapi:pages:listing wagtailapi:pages:detail wagtailapi:pages:find
        wijkzorg_search:search wijkzorg_search:suggestions wagtail_serve
        wijkzorg_events:sign_up wijkzorg_events:signed_up
        wagtailadmin_sprite wagtailadmin_javascript_catalog
        mailbox wijkzorg_partners:join wijkzorg_partners:join_sent wijkzorg_partners:mijn_data_gone
        wijkzorg_events:calendar wijkzorg_partners:short_list wijkzorg_partners:short_list_change
        wijkzorg_partners:short_list_shared
        wijkzorg_partners:report_mistake wijkzorg_partners:mistake_reported
        wijkzorg_partners:contact_ask wijkzorg_partners:contact_introduce
        wijkzorg_partners:contact_sent wijkzorg_partners:contact_passed_on
    """,
    DOOR: """
        account_login account_inactive account_signup account_reauthenticate account_email
        account_email_verification_sent account_change_password account_set_password
        account_reset_password account_confirm_login_code account_confirm_email
        account_reset_password_from_key_done account_reset_password_from_key
        account_reset_password_done account_request_login_code account_logout wagtailadmin_logout
        wagtailcore_authenticate_with_password
        mfa_login_webauthn mfa_add_webauthn mfa_remove_webauthn
    """,
    FAILS: "wagtailadmin_error_test",
    TO_THE_LOGIN: "wagtailadmin_login wagtailcore_login",
    NOWHERE: """
        wijkzorg-api-v1:api-root ^api(?:/.*)?$ mailbox_message wijkzorg_partners:invitation
        wijkzorg_partners:one_time_link wijkzorg_events:registration wijkzorg_events:take_over
        wijkzorg_events:personal_feed
        wijkzorg_partners:join_confirm
        wijkzorg_partners:contact_confirm wijkzorg_partners:contact_state
        wijkzorg_partners:contact_answer
        wagtailadmin_password_reset wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm
        wagtailadmin_password_reset_complete wagtaildocs_authenticate_with_password
    """,
    NOWHERE_IN_THE_CMS: """
        cms/^.*/$ wagtailsnippets:index wagtailsettings:preview_on_edit
        wagtailadmin_block_preview wagtailimages:url_generator wagtailimages:url_generator_output
        cms/localize/translate/<int:translation_id>/preview/<str:mode>/
        wagtailadmin_api:images:find wagtailadmin_api:documents:find
    """,
    THE_CMS: """
        wagtailadmin_home wagtailadmin_account wagtailadmin_dismissibles
        wagtailadmin_editing_sessions:release wagtailadmin_pages:revisions_index
        wagtailimages_chooser:choose wagtailimages_chooser:choose_results
        wagtailimages_chooser:chosen_multiple
    """,
    WITH_MEDIA: """
        wagtailimages:index wagtailimages:index_results wagtailimages:add wagtailimages:add_multiple
        wagtailimages_chooser:create wagtailadmin_pages:search wagtailadmin_pages:search_results
        wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:add_multiple
        wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore_results
    """,
    OWN_PAGE: """
        wagtailadmin_pages:edit wagtailadmin_pages:preview_on_edit wagtailadmin_pages:view_draft
        wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_revert
        wagtailadmin_pages:revisions_compare wagtailadmin_pages:workflow_history
        wagtailadmin_pages:workflow_history_detail wagtailadmin_pages:history
        wagtailadmin_pages:history_results wagtailadmin_editing_sessions:ping
        wagtailimages:edit wagtailimages:delete wagtailimages:preview wagtailimages:edit_multiple
        wagtailimages:delete_multiple wagtailimages:create_multiple_from_uploaded_image
        wagtailimages:delete_upload_multiple
        wagtailimages_chooser:chosen wagtailimages_chooser:select_format
        wagtaildocs:edit wagtaildocs:delete wagtaildocs:edit_multiple wagtaildocs:delete_multiple
        wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
        wijkzorg_partners_cms:contact_persons wijkzorg_partners_cms:take_off
        wijkzorg_registrations:*
        wijkzorg_events_cms:repeat
    """,
    OWN_DOOR: """
        wijkzorg_partners:mijn mfa_list_webauthn mfa_index
    """,
    OWN_PROFILE: """
        wijkzorg_partners:mijn_partner wijkzorg_partners:mijn_step wijkzorg_partners:mijn_preview
        wijkzorg_partners:mijn_submit wijkzorg_partners:mijn_take_back wijkzorg_partners:mijn_confirm
        wijkzorg_partners:mijn_today wijkzorg_partners:mijn_things wijkzorg_partners:mijn_thing_new
        wijkzorg_partners:mijn_thing wijkzorg_partners:mijn_thing_remove
        wijkzorg_partners:mijn_thing_step wijkzorg_partners:mijn_ties wijkzorg_partners:mijn_tie
        wijkzorg_partners:mijn_mistakes wijkzorg_partners:mijn_mistake
        wijkzorg_events:mijn_events wijkzorg_events:mijn_event_new wijkzorg_events:mijn_event
        wijkzorg_events:mijn_event_step wijkzorg_events:mijn_event_preview
        wijkzorg_events:mijn_event_submit wijkzorg_events:mijn_event_take_back
        wijkzorg_events:mijn_event_remove
        wijkzorg_events:mijn_registrations_people wijkzorg_events:mijn_registrations_door
        wijkzorg_events:mijn_registrations_walk_in wijkzorg_events:mijn_registrations_needs
        wijkzorg_events:mijn_registrations_log wijkzorg_events:mijn_registrations_rules
        wijkzorg_events:mijn_registrations_message wijkzorg_events:mijn_registrations_export
        wijkzorg_events:mijn_registrations_cancel
    """,
    OWN_FILE: "media wagtaildocs_serve",
    STAFF_ONLY: """
        wagtailadmin_api:pages:* wagtailadmin_api:images:listing wagtailadmin_api:images:detail
        wagtailadmin_api:documents:listing wagtailadmin_api:documents:detail
        wagtail_bulk_action
        wagtailadmin_pages:add wagtailadmin_pages:preview_on_add wagtailadmin_pages:type_use
        wagtailadmin_pages:type_use_results wagtailadmin_pages:choose_parent wagtailadmin_pages:usage
        wagtailadmin_pages:add_subpage wagtailadmin_pages:delete wagtailadmin_pages:unpublish
        wagtailadmin_pages:convert_alias cms/test404/
        wijkzorg_partners_cms:merge wijkzorg_partners_cms:merge_confirm
        wagtailadmin_pages:move wagtailadmin_pages:move_confirm wagtailadmin_pages:set_page_position
        wagtailadmin_pages:copy wagtailadmin_pages:lock wagtailadmin_pages:unlock
        wagtailadmin_pages:revisions_unschedule wagtailadmin_pages:confirm_workflow_cancellation
        wagtailadmin_choose_page* wagtailadmin_tag_*autocomplete
        wagtailadmin_reports:* wagtailadmin_workflows:task_cho* wagtailembeds:*
        wagtail_localize:javascript_catalog wagtail_localize:edit_string_translation
        wagtail_localize:edit_override wagtail_localize:download_pofile wagtail_localize:upload_pofile
        wagtail_localize:machine_translate wagtail_localize:preview_translation
        wagtail_localize:stop_translation wagtail_localize:convert_to_alias
        wagtail_localize:translations_report*
        wagtail_localize:snippets_api_*
        wagtaildocs_chooser:* wagtaildocs:document_usage wagtailimages:image_usage
        wagtailsnippetchoosers_wijkzorg_home_area:cho* wagtailsnippetchoosers_wijkzorg_home_theme:cho*
        wagtailsnippetchoosers_wijkzorg_home_language:cho*
    """,
    REVIEW: """
        wagtailadmin_pages:workflow_action wagtailadmin_pages:collect_workflow_action_data
        wagtailadmin_pages:workflow_preview
        wijkzorg_moderation:list wijkzorg_moderation:approve wijkzorg_moderation:send_back
        wijkzorg_moderation:take_over wijkzorg_moderation:read wijkzorg_moderation:undo
        wijkzorg_moderation:read_urgent wijkzorg_moderation:undo_urgent
    """,
    INVITERS: """
        wijkzorg_partners_cms:* wijkzorg_partners_calls:*
        wijkzorg_coordination:lists wijkzorg_gaps:* wijkzorg_ties:* wijkzorg_mistakes:*
        wijkzorg_partners:mijn_invite wijkzorg_partners:mijn_withdraw_invitation
    """,
    OWN_PEOPLE: "wijkzorg_partners:mijn_people wijkzorg_partners:mijn_person",
    OWN_QUESTIONS: "wijkzorg_partners:mijn_requests wijkzorg_partners:mijn_request",
    FOLLOWERS: "wijkzorg_partners_contact:*",
    LOGGED_IN: """
        wijkzorg_partners:mijn_data wijkzorg_partners:mijn_data_download
        wijkzorg_partners:mijn_data_withdraw wijkzorg_partners:mijn_data_erase
        wijkzorg_partners:mijn_data_log_in_again
    """,
    COMMUNICATION: """
        wagtail_localize:submit_page_translation wagtail_localize:submit_snippet_translation
        wagtail_localize:update_translations wagtailsettings:edit
        wagtailsnippets_wijkzorg_home_theme:* wagtailsnippetchoosers_wijkzorg_home_theme:create
        wagtailsnippets_wijkzorg_home_language:* wagtailsnippetchoosers_wijkzorg_home_language:create
        wagtailsnippets_wijkzorg_home_area:*
        wagtailsnippets_wijkzorg_search_signpost:*
        wijkzorg_moderation:areas wijkzorg_moderation:areas_of wijkzorg_moderation:partner
        wijkzorg_mail:* wijkzorg_search_cms:*
        wagtailsnippets_wijkzorg_search_concept:*
        wijkzorg_partners_cms:import wijkzorg_partners_cms:import_run wijkzorg_partners_cms:import_wrong
        wijkzorg_partners_cms:export
    """,
    ADMINISTRATION: """
        wagtailadmin_pages:set_privacy wijkzorg_partners_cms:exchange_log
        wagtailadmin_collections:* wagtailredirects:* wagtaillocales:* wagtailsites:*
        wagtailusers_users:* wagtailusers_groups:*
        wagtailadmin_workflows:index wagtailadmin_workflows:index_results wagtailadmin_workflows:add
        wagtailadmin_workflows:enable wagtailadmin_workflows:disable wagtailadmin_workflows:edit
        wagtailadmin_workflows:usage wagtailadmin_workflows:usage_results wagtailadmin_workflows:remove
        wagtailadmin_workflows:add_task wagtailadmin_workflows:select_task_type
        wagtailadmin_workflows:task_index wagtailadmin_workflows:task_index_results
        wagtailadmin_workflows:edit_task wagtailadmin_workflows:disable_task
        wagtailadmin_workflows:enable_task
        wagtailsnippets_wijkzorg_home_theme:delete wagtailsnippets_wijkzorg_home_language:delete
        wagtailsnippets_wijkzorg_home_area:delete wagtailsnippets_wijkzorg_home_area:add
        wagtailsnippets_wijkzorg_home_area:copy wagtailsnippetchoosers_wijkzorg_home_area:create
    """,
}

TABLE = [(entry, rule) for rule, entries in ENTRIES.items() for entry in entries.split()]


def entries_for(address):
    """The entries that hold for an address, by the most exact way of naming it."""
    for names in ({address.route}, {address.name}):
        exact = [(entry, rule) for entry, rule in TABLE if entry in names]
        if exact:
            return exact
    return [
        (entry, rule) for entry, rule in TABLE if "*" in entry and fnmatchcase(address.name, entry)
    ]
