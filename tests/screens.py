"""The one list of screens: photographed by ``make screenshots``, checked by test_screens.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin

EMPTY, FULL = "empty", "full"
MODEL_TABS = ("why", "good", "data", "versions", "use", "about")
STEPS = ("data", "question", "columns", "settings", "checks", "effort")


@dataclass(frozen=True)
class Screen:
    """``path`` names what tests/world.py made. ``who`` is one of its people, "" is nobody.
    ``state``: of a product just installed, or of one in use.

    ``act`` is done to the playwright page once it is open, where a screen has no address of its own.
    """

    name: str
    path: str
    who: str = "superuser"
    state: str = FULL
    status: int = 200
    act: Callable[[Any], None] | None = None
    broken_by_library: tuple[str, ...] = ()
    """Rules of axe-core that the markup of a library breaks, which nobody here can mend."""


def _open_menu(page: Any) -> None:
    """Only narrow pages have the button."""
    button = page.locator("[data-menu-button]")
    if button.is_visible():
        button.click()


def _choose_cancel(page: Any) -> None:
    page.evaluate("document.querySelector('input.action-select').click()")
    page.evaluate("document.querySelector('select[name=action]').value = 'cancel_chosen'")
    with page.expect_navigation():
        page.evaluate("document.querySelector('#changelist-form').submit()")


def _show_effect(page: Any) -> None:
    """What the first step would change."""
    page.locator("[hx-target^='#effect-']").first.click()
    page.wait_for_selector("[id^='effect-'] p")


def _send(page: Any) -> None:
    """The form as it stands, whatever the browser thinks of it."""
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form').submit()")


def _send_nonsense(page: Any) -> None:
    page.fill("#id_username", "nobody")
    page.fill("#id_password", "nothing")
    _send(page)


def _show_plan(page: Any) -> None:
    """What adding three rows would change."""
    rows = b"day;shop;amount\n28.01.2025;South;28,5\n01.02.2025;West;1,5\n02.02.2025;West;2,5\n"
    page.set_input_files("input[type=file]", {"name": "more.csv", "mimeType": "text/csv", "buffer": rows})
    page.check("[name=mode][value=append]")
    page.click("main form button.primary[type=submit]")
    page.wait_for_selector("[name=add], [name=confirm]")


def _open_options(page: Any) -> None:
    """Every reading option, and what they make of the sheet."""
    page.click("text=Reading options")
    if page.locator(".reading-question").count():  # Nothing is previewed before a choice.
        page.select_option("select[name=date_order]", "dmy")
    page.wait_for_selector("#reading-preview > *")


def _show_question(page: Any) -> None:
    rows = b"day,amount\n03/04/2025,5\n05/06/2025,6\n"
    page.set_input_files("input[type=file]", {"name": "april.csv", "mimeType": "text/csv", "buffer": rows})
    _send(page)
    page.wait_for_selector(".reading-question")
    page.click("text=Reading options")


def _show_preview(page: Any) -> None:
    rows = b"day;amount\n28.01.2025;28,5\n29.01.2025;1,5\n"
    page.set_input_files("input[type=file]", {"name": "new.csv", "mimeType": "text/csv", "buffer": rows})
    page.wait_for_selector("#reading-preview table")


def _open_cell(page: Any) -> None:
    """The form that corrects the third cell of numbers."""
    page.locator("[data-cells] td.number").nth(2).click()
    page.wait_for_selector("#cell-form form")


IMPORTS = [
    Screen("import-version-cell", "/datasets/{till}/", act=_open_cell),
    Screen("bin", "/bin/"),
    Screen("bin-empty", "/bin/", state=EMPTY),
    Screen("bin-gone", "/models/thrown-away/", status=410),
    Screen("import-version", "/datasets/{till}/1"),
    Screen("import-version-changed", "/datasets/{till}/2"),
    Screen("import-read-again", "/datasets/{till}/1/read"),
    Screen("import-corrections", "/datasets/{till}/1/corrections"),
    Screen("import-corrections-refused", "/datasets/{till}/1/corrections", act=_send),
    Screen("import-upload-version", "/datasets/upload?dataset={till}"),
    Screen("import-upload-preview", "/datasets/upload", act=_show_preview),
    Screen("import-append-plan", "/datasets/upload?dataset={till}", act=_show_plan),
    Screen("import-waiting", "/imports/{import_waiting}"),
    Screen("import-question", "/imports/{import_question}"),
    Screen("import-question-options", "/imports/{import_question}", act=_open_options),
    Screen("import-plan", "/imports/{import_plan}"),
    Screen("import-plan-apart", "/imports/{import_plan_apart}", act=_open_options),
    Screen("import-upload-question", "/datasets/upload", act=_show_question),
    Screen("import-refused", "/imports/{import_refused}"),
    Screen("import-done", "/imports/{import_done}"),
]
PRODUCT = [
    *IMPORTS,
    Screen("home", "/"),
    Screen("home-viewer", "/", "viewer"),
    Screen("menu", "/", act=_open_menu),
    Screen("data-sets", "/datasets"),
    Screen("data-sets-found-nothing", "/datasets?q=nothing-of-this-name"),
    Screen("data-set", "/datasets/{sales}/"),
    Screen("data-set-version", "/datasets/{retailers}/1"),
    Screen("data-set-check", "/datasets/{stock}/1/check?target=amount", act=_show_effect),
    Screen("data-set-expectations", "/datasets/{stock}/expectations"),
    Screen("data-set-expectation", "/datasets/{stock}/expectations/{expectation}"),
    Screen("data-set-expectation-refused", "/datasets/{stock}/expectations/add?kind=rows", act=_send),
    Screen("data-set-not-as-expected", "/datasets/{stock}/1"),
    Screen("upload", "/datasets/upload"),
    Screen("data-set-read-again", "/datasets/{retailers}/1/read"),
    Screen("upload-refused", "/datasets/upload", status=200, act=_send),
    Screen("ask", "/ask"),
    *(Screen(f"ask-{step}", f"/ask/{{draft}}/{step}") for step in STEPS),
    Screen("ask-named", "/runs/new?family=forecasting&dataset={sales}"),
    Screen("runs", "/runs"),
    Screen("runs-found-nothing", "/runs?q=nothing-of-this-name"),
    Screen("run", "/runs/{run}"),
    Screen("run-failed", "/runs/{failed_run}"),
    Screen("run-running", "/runs/{running_run}"),
    Screen("run-queued", "/runs/{queued_run}"),
    Screen("run-cancelled", "/runs/{cancelled_run}"),
    Screen("run-other-version", "/runs/{other_run}"),
    Screen("compare-versions", "/runs/compare?model={forecast}"),
    Screen("compare-failed", "/runs/compare?only=differences&run={run}&run={other_run}&run={failed_run}"),
    Screen("compare-other-questions", "/runs/compare?run={run}&run={other_run}&run={segments_run}"),
    Screen("compare", "/runs/compare?run={run}&run={other_run}"),
    Screen("compare-differences", "/runs/compare?run={run}&run={other_run}&only=differences"),
    Screen("compare-nothing", "/runs/compare"),
    Screen("models", "/models"),
    Screen("forecast", "/models/{forecast}/"),
    Screen("forecast-old-version", "/models/{forecast}/1"),
    Screen("segments", "/models/{segments}/"),
    Screen("scores", "/models/{scores}/"),
    Screen("scores-try-answered", "/models/{scores}/1/try", act=_send),
    Screen("model-without-versions", "/models/{emptied}/"),
    Screen("rows", "/models/{segments}/1/rows"),
    Screen("model-fields", "/models/{scores}/1/schema"),
    Screen("try", "/models/{forecast}/1/try"),
    Screen("try-answered", "/models/{forecast}/1/try", act=_send),
    Screen("sheets", "/models/{segments}/1/jobs"),
    Screen("sheet-answered", "/jobs/{job}"),
    *(Screen(f"model-{tab}", f"/models/{{forecast}}/1/{tab}") for tab in MODEL_TABS),
    Screen("model-viewer", "/models/{segments}/", "viewer"),
    Screen("account", "/account"),
    Screen("password", "/account/password"),
    Screen("token-revoke", "/account/tokens/{token}/revoke"),
    # Swagger UI puts buttons into buttons.
    Screen("api-docs", "/api/v1/docs", broken_by_library=("nested-interactive",)),
    Screen("not-found", "/models/nothing-of-this-name/", status=404),
    Screen("forbidden", "/ask", "viewer", status=403),
    Screen("no-role", "/", "stranger", status=403),
    Screen("login", "/login", who=""),
    Screen("login-refused", "/login", who="", act=_send_nonsense),
    # The longest words of the product.
    Screen("french-home", "/", "french"),
    Screen("french-data-set", "/datasets/{sales}/1", "french"),
    Screen("french-settings", "/runs/new?family=forecasting&dataset={sales}", "french"),
    Screen("french-runs", "/runs", "french"),
    Screen("french-run-failed", "/runs/{failed_run}", "french"),
    Screen("french-models", "/models", "french"),
    Screen("french-forecast", "/models/{forecast}/", "french"),
    Screen("french-segments", "/models/{segments}/", "french"),
    Screen("french-scores", "/models/{scores}/", "french"),
    Screen("french-account", "/account", "french"),
]
NOTHING_YET = [
    Screen("empty-home", "/", state=EMPTY),
    Screen("empty-data-sets", "/datasets", state=EMPTY),
    Screen("empty-ask", "/ask", state=EMPTY),
    Screen("empty-runs", "/runs", state=EMPTY),
    Screen("empty-models", "/models", state=EMPTY),
]


def _admin_pages() -> list[Screen]:
    """The list of everything registered, and the page of its newest record."""
    pages = []
    for model in admin.site._registry:
        app, name = model._meta.app_label, model._meta.model_name
        pages.append(Screen(f"admin-{app}-{name}", f"/admin/{app}/{name}/"))
        pages.append(Screen(f"admin-{app}-{name}-record", f"/admin/{app}/{name}/{{{app}_{name}}}/change/"))
    return pages


ADMIN = [
    Screen("empty-admin", "/admin/", state=EMPTY),
    Screen("empty-admin-runs", "/admin/training/trainingrun/", state=EMPTY),
    Screen("admin", "/admin/"),
    Screen("admin-user-add", "/admin/auth/user/add/"),
    Screen("admin-token-add", "/admin/accounts/apitoken/add/"),
    Screen("admin-history", "/admin/datasets/dataset/{datasets_dataset}/history/"),
    Screen("admin-delete", "/admin/training/trainedmodel/{training_trainedmodel}/delete/"),
    Screen("admin-cancel", "/admin/training/trainingrun/", act=_choose_cancel),
    Screen("admin-french", "/admin/", "french"),
    Screen("admin-french-runs", "/admin/training/trainingrun/", "french"),
    Screen("admin-as-administrator", "/admin/", "administrator"),
    *_admin_pages(),
]
SCREENS = [*NOTHING_YET, *PRODUCT, *ADMIN]
