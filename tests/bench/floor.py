from django.shortcuts import render

from casework.models import Case


def bare(request):
    """The least that a page can be: session, account, one indexed statement, 25 rows of six cells in one plain Django template.

    No base template, no form, no access: whoever is signed in sees the latest rows by key. What a page of ours costs beside this
    is what we added.
    """
    return render(request, "bare.html", {"rows": Case.objects.order_by("-pk").defer("route", "text", "due_working")[:25]})
