"""What the browser tests of annexes do alike: people log in, bring a file, press a button."""

from django.urls import reverse

from accounts.domain.demo import DEMO_PASSWORD


def log_in(page, username: str) -> None:
    page.goto(reverse("accounts:login"))
    page.fill("[name=username]", username)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def log_out(page) -> None:
    page.click("[data-menu] summary")
    press(page, "Đăng xuất")
    page.wait_for_url("**/dang-nhap/")


def press(page, button: str) -> None:
    page.get_by_role("button", name=button).click()


def bring(page, plan: str, code: str, data: bytes, name: str) -> None:
    page.goto(reverse("plans:upload_new", args=[plan, code]))
    page.set_input_files("[name=file]", {"name": name, "mimeType": "", "buffer": data})
    press(page, "Xem trước")
    page.wait_for_url("**/tai-len/*/")


def tiles(page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".tiles li").all_inner_texts()]
