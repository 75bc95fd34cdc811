"""A page in Debian's Chromium, on Playwright. Every test in this folder carries the mark ``browser``.

A test takes ``page`` (and ``login`` and ``live_server``); it fails on any error the browser reports, and
leaves a screenshot in var/screenshots or $NTM_SCREENSHOTS when it fails.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

HERE = Path(__file__).parent
SCREENSHOTS = Path(os.environ.get("NTM_SCREENSHOTS", settings.BASE_DIR / "var" / "screenshots"))
LAPTOP = {"width": 1366, "height": 768}
QUIET = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
outcome = pytest.StashKey[pytest.TestReport]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.when == "call":
        item.stash[outcome] = report
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory) -> None:
    """SQLite in a file, as when serving: in memory all threads of the server would share one connection."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    message = "no Chromium on this machine; script/bootstrap --dev installs it"
    if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
        pytest.exit(message, returncode=1)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser(chromium: str):
    from playwright.sync_api import sync_playwright  # only here: other tests need no driver

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=QUIET, chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser, live_server):
    """A fresh visitor with a laptop's screen; paths given to ``goto`` are the live server's."""
    context = browser.new_context(base_url=live_server.url, locale="vi-VN", viewport=LAPTOP)
    yield context
    context.close()


@pytest.fixture
def page(context, request: pytest.FixtureRequest) -> Iterator:
    page, problems = context.new_page(), []
    _listen(page, problems)
    yield page
    report = request.node.stash.get(outcome, None)
    if problems or report is None or report.failed:
        name = re.sub(r"[^\w-]+", "-", request.node.name)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
    assert not problems, "\n".join(problems)


def _listen(page, problems: list[str]) -> None:
    """Scripts that fail, broken rules of the content security policy, parts that cannot be loaded, 5xx.

    That the page itself came with a 4xx is no error: a form sent back for mending answers 422.
    """

    def console(message) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"console: {message.text}")

    def response(answer) -> None:
        allowed = 500 if answer.request.is_navigation_request() else 400
        if answer.status >= allowed:
            problems.append(f"{answer.status}: {answer.url}")

    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("console", console)
    page.on("response", response)


@pytest.fixture
def login(context, live_server) -> Callable:
    """``login(user)``: the browser is logged in as that user, without the form."""

    def log_in(user) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return log_in
