from django import forms


class SearchForm(forms.Form):
    q = forms.CharField(label="Tên hoặc mã xã, không cần dấu", max_length=100)
