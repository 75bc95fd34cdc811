"""Forms of log-in and passwords, with messages of our own where Django's Vietnamese is poor."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join

PASSWORD_ERRORS = {
    "password_too_short": "Mật khẩu quá ngắn: cần ít nhất %(min_length)d ký tự.",
    "password_too_similar": "Mật khẩu quá giống tên đăng nhập, họ tên hoặc thư điện tử.",
    "password_too_common": "Mật khẩu này quá thông dụng, dễ bị đoán.",
    "password_entirely_numeric": "Mật khẩu không được chỉ gồm chữ số.",
}


def password_rules() -> str:
    """What a password must be, as a list."""
    lengths = [
        validator.min_length
        for validator in get_default_password_validators()
        if isinstance(validator, MinimumLengthValidator)
    ]
    rules = [f"Ít nhất {length} ký tự: một câu ngắn dễ nhớ là tốt nhất." for length in lengths]
    rules += [
        "Không chỉ gồm chữ số, không phải mật khẩu thông dụng.",
        "Không giống tên đăng nhập, họ tên; khác mật khẩu đang dùng.",
    ]
    return format_html_join("", "<p>{}</p>", ((rule,) for rule in rules))


class LogInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Xem lại bộ gõ tiếng Việt, phím Caps Lock.",
        "inactive": "Tài khoản này đã ngừng dùng.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"


class PasswordForm(PasswordChangeForm):
    error_messages = {
        "password_incorrect": "Mật khẩu đang dùng không đúng.",
        "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau.",
        "password_same": "Mật khẩu mới phải khác mật khẩu đang dùng.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        texts = {
            "old_password": ("Mật khẩu đang dùng", ""),
            "new_password1": ("Mật khẩu mới", password_rules()),
            "new_password2": ("Nhập lại mật khẩu mới", ""),
        }
        for name, (label, hint) in texts.items():
            self.fields[name].label, self.fields[name].help_text = label, hint

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if password == self.cleaned_data.get("old_password"):
            raise ValidationError(self.error_messages["password_same"], code="password_same")
        return password

    def validate_password_for_user(self, user, password_field_name="new_password2"):
        password = self.cleaned_data.get(password_field_name)
        if password is None:
            return
        try:
            validate_password(password, user)
        except ValidationError as refused:
            errors = [
                ValidationError(PASSWORD_ERRORS.get(error.code, error.message), error.code, error.params)
                for error in refused.error_list
            ]
            self.add_error("new_password1", errors)


class ResetForm(forms.Form):
    """``state`` stands for the password that is to go, so that a form sent again resets nothing."""

    state = forms.CharField(widget=forms.HiddenInput)


class PeopleSearchForm(forms.Form):
    q = forms.CharField(label="Tìm theo tên, không cần dấu", required=False, max_length=100)
