"""The deeds in the CMS on A's profile: reading it, changing it, sending it in, and deciding on it."""

from tests.security.deeds_world import (
    drafted,
    is_public,
    locked,
    mode,
    newest,
    public,
    waiting,
    waits,
)
from tests.security.doing import Act, door, post, see
from tests.security.forms import shown_in

cms, preview = door("CMS"), door("preview")


def edit_path(page):
    return f"/cms/pages/{page.pk}/edit/"


def editing(world, happened, *, page=None, commits=False, **changes):
    """Somebody who sends the whole form as an administrator sees it, with some fields changed."""
    path = edit_path(page or world.a)
    return post(path, {**shown_at(world, path), **changes}, happened=happened, commits=commits)


def shown_at(world, path):
    """What the form of an address holds for an administrator; of A it is read once."""
    if path not in world.forms:
        shown = shown_in(world.browsers["administrator"].get(path))
        # An empty text with formatting is sent by a script, in JSON, or not at all.
        world.forms[path] = {name: value for name, value in shown.items() if value != ""}
    return world.forms[path]


NEW = "Een zqnieuw zinnetje."
SEND_IN, PUBLISH = {"action-submit": "1"}, {"action-publish": "1"}


# --- reading ----------------------------------------------------------------------------------------


@cms
def see_A_in_the_list_of_pages(world):
    return see(f"/cms/pages/{world.network.directory.pk}/", world.a.title)


@cms
def see_B_in_the_list_of_pages(world):
    return see(f"/cms/pages/{world.network.directory.pk}/", world.b.draft_title)


@cms
def find_A_by_searching(world):
    return see("/cms/pages/search/?q=kade", world.a.title)


@cms
def find_B_by_searching(world):
    return see("/cms/pages/search/?q=hamer", world.b.draft_title)


@cms
def open_the_form(world):
    drafted(world)
    return see(edit_path(world.a), "zqnieuw")


@cms
def see_the_history(world):
    drafted(world)
    return see(f"/cms/pages/{world.a.pk}/history/", world.a.title)


@cms
def compare_the_draft_with_what_is_live(world):
    drafted(world)
    return see(f"/cms/pages/{world.a.pk}/revisions/compare/live...latest/", "zqnieuw")


@preview
def see_the_draft_in_the_CMS(world):
    drafted(world)
    return see(f"/cms/pages/{world.a.pk}/view_draft/", "zqnieuw")


@preview
def see_an_older_version(world):
    drafted(world)
    revision = public(world.a).latest_revision_id
    return see(f"/cms/pages/{world.a.pk}/revisions/{revision}/view/", "zqnieuw")


@preview
def see_what_waits_as_a_moderator(world):
    task = waiting(world)
    return see(f"/cms/pages/workflow/preview/{world.a.pk}/{task.task_id}/", "zqnieuw")


@preview
def see_the_draft_of_a_translation(world):
    return see(f"/cms/pages/{world.a_en.pk}/view_draft/")


@preview
def see_what_is_typed(world):
    shown = shown_at(world, edit_path(world.a))
    path = f"/cms/pages/{world.a.pk}/edit/preview/"

    def send(browser):
        browser.post(path, {**shown, "summary": "Zqgetypt."})
        return browser.get(path)

    return see(path, "zqgetypt", send=send)


# --- changing, and sending in -----------------------------------------------------------------------


@cms
def save_a_draft(world):
    return editing(world, lambda: "zqnieuw" in newest(world.a).summary, summary=NEW)


@cms
def save_a_draft_while_a_change_waits(world):
    waiting(world, summary="Iets.")
    return editing(world, lambda: "zqnieuw" in newest(world.a).summary, summary=NEW)


@cms
def save_a_draft_on_a_locked_page(world):
    act = editing(world, lambda: "zqnieuw" in newest(world.a).summary, summary=NEW)
    locked(world)
    return act


@cms
def change_the_address(world):
    return editing(world, lambda: newest(world.a).slug == "zq-adres", slug="zq-adres")


@cms
def open_the_form_of_a_translation(world):
    return see(edit_path(world.a_en))


def sending_in(world, happened):
    changed = {"summary": NEW, "for_whom": "Iedereen", "what_we_do": "Koffie"}
    return editing(world, happened, commits=True, **changed, **SEND_IN)


@cms
def send_in_and_wait__strict(world):
    mode("strict", trusted=True, world=world)
    return sending_in(world, lambda: waits(world) and not is_public(world))


@cms
def send_in_and_go_live__light_and_trusted(world):
    mode("light", trusted=True, world=world)
    return sending_in(world, lambda: is_public(world))


@cms
def publish(world):
    return editing(world, lambda: is_public(world), summary=NEW, **PUBLISH)


@cms
def publish_what_waits(world):
    waiting(world)
    return editing(world, lambda: is_public(world), summary=NEW, **PUBLISH)


def sent_in_by(world, state):
    """Before each cell: whoever tries it, sent it in."""

    def before(role, _browser):
        if role != "anonymous":
            state.workflow_state.requested_by = getattr(world, role)
            state.workflow_state.save()

    return before


@cms
def publish_what_one_sent_in_oneself(world):
    state = waiting(world)
    act = editing(world, lambda: is_public(world), summary=NEW, **PUBLISH)
    return Act(act.path, act.data, act.happened, before=sent_in_by(world, state))


@cms
def approve(world):
    task = waiting(world)
    return post(
        f"/cms/pages/workflow/action/{world.a.pk}/approve/{task.pk}/",
        happened=lambda: is_public(world),
    )


@cms
def approve_what_one_sent_in_oneself(world):
    task = waiting(world)
    return post(
        f"/cms/pages/workflow/action/{world.a.pk}/approve/{task.pk}/",
        happened=lambda: is_public(world),
        before=sent_in_by(world, task),
    )


@cms
def send_back(world):
    task = waiting(world)
    return post(
        f"/cms/pages/workflow/action/{world.a.pk}/reject/{task.pk}/",
        {"comment": "Schrijf het korter."},
        happened=lambda: public(world.a).current_workflow_state.status == "needs_changes",
    )


@cms
def take_back_what_editor_A_sent_in(world):
    waiting(world)
    return editing(world, lambda: not waits(world), **{"action-cancel-workflow": "1"})
