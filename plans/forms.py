"""What people send to the plans pages."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from .services.output import COMPUTED, PRINTED
from .services.plan_output import ALL, ANNEXES, TEXT


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel",
        error_messages={"required": "Chọn tệp Excel trước khi tải lên.", "empty": "Tệp không có nội dung."},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 5 MB. Hãy chỉ giữ lại trang có biểu rồi tải lên.")
        return file


class AnswersForm(forms.Form):
    """One choice for each question of a file; a blank one stays open, a given one may be changed."""

    def __init__(self, questions, answers, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number, finding in enumerate(questions):
            options = [("", "— chọn —"), *((option.value, option.label) for option in finding.options)]
            self.fields[f"answer_{number}"] = forms.ChoiceField(
                label=f"Ô {finding.cell}: {finding.message}",
                choices=[*options, ("skip", "Bỏ dòng này")],
                initial=answers.get(finding.question, ""),
                required=False,
            )
        self.questions = [finding.question for finding in questions]

    @property
    def answers(self) -> dict[str, str]:
        """Question → chosen value, for those that were answered."""
        given = (self.cleaned_data[f"answer_{number}"] for number in range(len(self.questions)))
        return {question: value for question, value in zip(self.questions, given, strict=True) if value}


class ConfirmForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput)
    all_or_nothing = forms.BooleanField(label="Chỉ lưu khi mọi dòng đều đọc được", required=False)


class VersionForm(forms.Form):
    """Which version of an annex; the current one where none is asked for."""

    ban = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class OutputForm(VersionForm):
    """Which figures an annex is printed with, and of which district (all where none is chosen)."""

    district = forms.ModelChoiceField(None, to_field_name="code", required=False, label="Huyện")

    figures = forms.ChoiceField(
        choices=[(PRINTED, "như đã ghi"), (COMPUTED, "tính lại từ các ô")], required=False
    )

    def __init__(self, districts, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts

    def clean_figures(self) -> str:
        return self.cleaned_data["figures"] or PRINTED


class PlanOutputForm(forms.Form):
    """What of a plan is printed, and with which figures."""

    part = forms.ChoiceField(
        choices=[(ALL, "văn bản và các biểu"), (TEXT, "chỉ văn bản"), (ANNEXES, "chỉ các biểu")],
        required=False,
    )
    figures = forms.ChoiceField(
        choices=[(PRINTED, "như đã ghi"), (COMPUTED, "tính lại từ các ô")], required=False
    )

    def clean_part(self) -> str:
        return self.cleaned_data["part"] or ALL

    def clean_figures(self) -> str:
        return self.cleaned_data["figures"] or PRINTED
