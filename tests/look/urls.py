"""Pages that show the parts, under the names that the templates link to."""

from __future__ import annotations

from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone

from accounts.urls import texts
from tests.look import examples, gallery, odd

USER = SimpleNamespace(
    is_authenticated=True, is_staff=True, get_username=lambda: "maria", has_perm=lambda permission: True
)

STORES = ["All items", *(f"Store {number}" for number in range(1, 5000))]
REPORTS = {
    "sizes": examples.BY_SIZE,
    "many": [examples.fan_of_many(3, len(STORES)), examples.bar(8)],
    "gallery": gallery.GALLERY,
    **{f"odd-{kind}-{case}": [one] for kind, cases in odd.BLOCKS.items() for case, one in cases.items()},
}

STRICT = "default-src 'self'; img-src 'self' data:"


class DemoForm(forms.Form):
    name = forms.CharField(help_text="What people will call this data set.")
    file = forms.FileField(label="Choose a CSV or XLSX file")
    days = forms.IntegerField(label="Days ahead", min_value=1)
    column = forms.ChoiceField(choices=[("date", "date"), ("amount", "amount")], required=False)
    gaps = forms.BooleanField(label="Count missing days as zero", help_text="Closed days, for example.")
    effort = forms.ChoiceField(choices=[("fast", "Fast"), ("best", "Best")], widget=forms.RadioSelect)
    remark = forms.CharField(widget=forms.Textarea, required=False)


@login_not_required
def page(request: HttpRequest, which: str = "report") -> HttpResponse:
    if which == "parts":
        messages.success(request, "The data set was uploaded: 372 rows.")
        messages.error(request, "Row 14, column amount: '12,x' is not a number.")
    form = DemoForm({"days": "0", "name": "Sales"} if which == "parts" else None)
    context = {
        "user": USER,
        "which": which,
        "blocks": REPORTS.get(which, examples.REPORT),
        "items_url": "/look/items" if which == "many" else "",
        "rows_url": "/look/rows" if which == "linked" else "",
        "form": form,
        "now": timezone.now(),
        "rows": Paginator(range(95), 20).page(2),
        "statuses": ["queued", "running", "cancelling", "succeeded", "failed", "cancelled"],
        "dependents": [{"type": "training run", "name": "run 12 (sales)"}],
        "call": 'curl -H "Authorization: Bearer $TOKEN" https://example.org/api/v1/models/sales/predict \\\n'
        "  -d '{\"horizon\": 30}'",
        "problems": [
            {"message": "Column amount has 3 empty cells.", "remedy": "Fill them in.", "fatal": False}
        ],
    }
    response = render(request, "look.html", context)
    response["Content-Security-Policy"] = STRICT
    return response


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/login.html", {"form": DemoForm()})


@login_not_required
def items(request: HttpRequest) -> HttpResponse:
    found = [name for name in STORES if request.GET["q"].lower() in name.lower()]
    return JsonResponse({"count": len(found), "items": found[: int(request.GET["limit"])]})


@login_not_required
def item(request: HttpRequest) -> HttpResponse:
    name = request.GET["name"]
    if name not in STORES:
        return JsonResponse({"detail": f"There is no {name}."}, status=404)
    return JsonResponse(examples.stepped(examples.fan_item(name, 372, 90, 1000.0 * int(name.split()[1]))))


pages = "dataset-list ask run-new run-list model-list account logout language api-docs bin"
admin = ([path("", page, name="index")], "admin")
urlpatterns = [
    path("", page, name="home"),
    path("texts.js", texts, name="texts"),
    path("look/items", items),
    path("look/item", item),
    path("look/<slug:which>", page),
    path("login", login, name="login"),
    path("admin/", include(admin)),
    *(path(f"{name}/", page, name=name) for name in pages.split()),
]
