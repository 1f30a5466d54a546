from django.urls import path

from complaints.letters.views import LetterFile, LettersPage

app_name = "letters"
urlpatterns = [
    path("<uuid:uid>/letters/", LettersPage.as_view(), name="letters"),
    path("<uuid:uid>/letters/<slug:kind>.docx", LetterFile.as_view(), {"form": "docx"}, name="docx"),
    path("<uuid:uid>/letters/<slug:kind>.pdf", LetterFile.as_view(), {"form": "pdf"}, name="pdf"),
]
