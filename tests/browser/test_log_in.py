from django.urls import reverse


def test_log_in_page_opens(page):
    page.goto(reverse("accounts:login"))
    assert page.inner_text("h1") == "Đăng nhập"


def test_log_in_refused_keeps_user_name(page):
    page.goto(reverse("accounts:login"))
    page.fill("[name=username]", "cán bộ")
    page.fill("[name=password]", "không phải mật khẩu")
    page.click("main button")
    page.wait_for_selector(".errorlist")
    assert page.input_value("[name=username]") == "cán bộ"


def test_cookie_logs_in(page, login, cast):
    login(cast.officer)
    page.goto(reverse("accounts:password_change"))
    assert page.url.endswith(reverse("accounts:password_change"))
