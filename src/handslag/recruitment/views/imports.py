"""Applications from a sheet, in four steps: the file, its columns, the check, done."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.refusals import refusals_told
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.days import day_of
from handslag.programmes.roles import Role

from ..actions import uploading
from ..checking import together
from ..columns_page import NAMELESS, lacking, lines_of, meanings, open_count, questions_of, shared_of
from ..hints import call_days
from ..importing import Reader
from ..mending import as_csv, as_xlsx, bad_rows
from ..models import ImportDraft
from ..rows import Layout
from ..sheets import MOST_ROWS, Table
from ..upload_forms import ColumnsForm, SheetForm, UploadForm, most_megabytes

PAGE = 25
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("application.decide")
def start(request, programme_id):
    """Step 1: choose the file, and whose applications it holds."""
    programme = _programme(request, programme_id)
    too_large = int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None, too_large=too_large)
    if posted and form.is_valid():
        draft = uploading.hand_over(
            programme=programme, role=form.cleaned_data["role"], name=form.cleaned_data["file"].name,
            tables=form.tables, by=acting_person(request.user, programme), at=timezone.now(),
        )  # fmt: skip
        return _after_upload(request, draft, form.tables)
    context = {"programme": programme, "form": form, "megabytes": most_megabytes(),
               "most_rows": number_format(MOST_ROWS, force_grouping=True)}  # fmt: skip
    return render(request, "recruitment/imports/start.html", context, status=422 if form.errors else 200)


def _after_upload(request, draft: ImportDraft, tables: list[Table]):
    """On to the columns, or first to the choice between several sheets."""
    visible = [number for number, table in enumerate(tables) if not table.hidden]
    if not visible or (draft.role and len(visible) > 1):
        return redirect("recruitment:import_sheet", draft.programme_id, draft.pk)
    _read(request, draft, visible)
    return redirect("recruitment:import_columns", draft.programme_id, draft.pk)


def _read(request, draft: ImportDraft, numbers: list[int]) -> None:
    """Recognise the columns of the sheets that are meant."""
    reader, tables = _reader(request, draft), {n: Table.from_json(draft.tables[n]) for n in numbers}
    layouts = {number: reader.layout(table) for number, table in tables.items()}
    uploading.choose_sheets(draft=draft, layouts=layouts)


@needs("application.decide")
def sheet(request, programme_id, import_id):
    """Which sheet of the workbook is meant."""
    draft = _draft(request, programme_id, import_id, rows_too=True)
    if draft is None or draft.taken_at:
        return _elsewhere(request, programme_id, draft)
    tables = [Table.from_json(kept) for kept in draft.tables]
    choices = [(str(number), _named(table)) for number, table in enumerate(tables)]
    form = SheetForm(request.POST if request.method == "POST" else None, sheets=choices)
    if request.method == "POST" and form.is_valid():
        _read(request, draft, [int(form.cleaned_data["sheet"])])
        return redirect("recruitment:import_columns", programme_id, import_id)
    context = {"programme": draft.programme, "draft": draft, "form": form}
    return render(request, "recruitment/imports/sheet.html", context, status=422 if form.errors else 200)


def _named(table: Table) -> str:
    words = {"name": table.name, "count": len(table.lines) - 1}
    return (_("%(name)s: %(count)d rows, a hidden sheet") if table.hidden else _("%(name)s: %(count)d rows")) % words


@needs("application.decide")
def columns(request, programme_id, import_id):
    """Step 2: what each column is."""
    draft = _draft(request, programme_id, import_id, rows_too=True)
    if draft is None or draft.taken_at or not draft.layouts:
        return _elsewhere(request, programme_id, draft)
    reader = _reader(request, draft)
    layouts = {int(number): Layout.from_json(kept) for number, kept in draft.layouts.items()}
    questions = questions_of(reader)
    meaning = meanings(questions)
    tables = {number: Table.from_json(draft.tables[number]) for number in layouts}
    shared, lost = shared_of(reader, layouts) if reader.role else ({}, lacking(reader, layouts, tables))
    every = "all" in request.GET
    posted = request.POST if request.method == "POST" else None  # a page that asks nothing posts nothing
    form = ColumnsForm(posted, layouts=layouts, questions=questions, shared=shared, meaning=meaning, every=every)
    if not draft.role and request.POST.get("role") in (Role.MENTOR, Role.MENTEE):
        return _of_one_role(request, draft, request.POST["role"], form)
    if request.method == "POST" and form.is_valid():
        uploading.tell_columns(draft=draft, layouts=form.told(), by_hand=form.by_hand(), at=timezone.now())
        return redirect("recruitment:import_check", programme_id, import_id)
    _note_read(draft, request)
    sheets = [
        (tables[number], lines_of(tables[number], number, layout, form, meaning)) for number, layout in layouts.items()
    ]
    context = {
        "programme": draft.programme, "draft": draft, "form": form, "sheets": sheets, "lost": lost, "every": every,
        "shared": [form[f"all_{name}"] for name in shared], "open": open_count(layouts),
        "is_nameless": any(whose == NAMELESS for whose, _labels in lost) and not reader.role,
    }  # fmt: skip
    return render(request, "recruitment/imports/columns.html", context, status=422 if form.errors else 200)


def _of_one_role(request, draft: ImportDraft, role: str, form: ColumnsForm):
    """The same file as one of a single role, with what was chosen so far, whatever is still missing."""
    form.is_valid()
    knows = Reader(draft.programme, day_of(draft.programme, timezone.now()), role).headings.knows
    by_hand = {heading: target for heading, target in form.by_hand().items() if knows(target)}
    uploading.choose_role(draft=draft, role=role, by_hand=by_hand)
    return _after_upload(request, draft, [Table.from_json(kept) for kept in draft.tables])


@needs("application.decide")
def check(request, programme_id, import_id):
    """Step 3: what the file would bring, row by row what is to be mended; and the button that takes the good rows."""
    draft = _draft(request, programme_id, import_id)
    if draft is None or not (draft.taken_at or draft.findings):
        return _elsewhere(request, programme_id, draft)
    if draft.taken_at:
        return redirect("recruitment:import_done", programme_id, import_id)
    if request.method == "POST":
        with refusals_told(request):
            uploading.take(draft=draft, by=acting_person(request.user, draft), at=timezone.now())
            return redirect("recruitment:import_done", programme_id, import_id)
        return redirect("recruitment:import_check", programme_id, import_id)
    _note_read(draft, request)
    return render(request, "recruitment/imports/check.html", _findings(request, draft))


def _findings(request, draft: ImportDraft) -> dict:
    found = draft.findings
    fit = sum(found["fit"].values())
    page = Paginator(together(found["bad"]), PAGE).get_page(request.GET.get("page"))
    return {
        "programme": draft.programme, "draft": draft, "found": found, "fit": fit, "page": page,
        "bad": len(found["bad"]), "several": len(draft.layouts) > 1,
        "too_many": uploading.too_many() if fit > uploading.MOST_TAKEN else "",
        "place_unknown": _has_unknown_place(draft) and may(request.user, "programme.change", draft.programme),
    }  # fmt: skip


def _has_unknown_place(draft: ImportDraft) -> bool:
    """Whether a row is to be mended in a column of places."""
    columns = (column for kept in draft.layouts.values() for column in Layout.from_json(kept).columns)
    headings = {column.heading for column in columns if column.target == "place"}
    return any(column in headings for row in draft.findings["bad"] for column, _value, _reason in row["problems"])


@needs("application.decide")
def rows(request, programme_id, import_id):
    """The rows that do not fit, as a sheet to be mended: XLSX, or CSV with ?as=csv."""
    draft = _draft(request, programme_id, import_id, rows_too=True)
    if draft is None or draft.taken_at or not draft.findings:
        return _elsewhere(request, programme_id, draft)
    _note_read(draft, request)
    found = bad_rows(draft.findings, uploading.read_of(draft))
    if not found:
        return redirect("recruitment:import_check", programme_id, import_id)
    plain = request.GET.get("as") == "csv"
    response = HttpResponse(as_csv(found) if plain else as_xlsx(found), "text/csv" if plain else SHEETS)
    name = _("rows-to-mend") + (".csv" if plain else ".xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs("application.decide")
def done(request, programme_id, import_id):
    """Step 4: how many were taken, and where they are now."""
    draft = _draft(request, programme_id, import_id)
    if draft is None or not draft.taken_at:
        return _elsewhere(request, programme_id, draft)
    context = {
        "programme": draft.programme, "draft": draft, "result": draft.result, "call_days": call_days(draft.programme),
    }  # fmt: skip
    return render(request, "recruitment/imports/done.html", context)


@require_POST
@needs("application.decide")
def remove(request, programme_id, import_id):
    """Throw the file away."""
    draft = _draft(request, programme_id, import_id)
    if draft is not None and not draft.taken_at:
        uploading.throw_away(draft=draft, by=acting_person(request.user, draft), at=timezone.now())
        messages.success(request, _("The file is thrown away. Nothing was taken."))
    return redirect("recruitment:applications", programme_id)


def _programme(request, programme_id):
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "application.decide", programme)
    request.programme = programme
    return programme


def _draft(request, programme_id, import_id, *, rows_too: bool = False) -> ImportDraft | None:
    """The file as its uploader left it; None where it is gone, is somebody else's or has waited too long.

    `rows_too`: the rows themselves, which are long, are going to be read.
    """
    programme = _programme(request, programme_id)
    rows = ImportDraft.objects.visible_to(request.user).filter(programme=programme, pk=import_id)
    rows = rows.filter(made_at__gt=timezone.now() - uploading.WAITS)
    draft = (rows if rows_too else rows.defer("tables")).first()
    if draft is not None:
        draft.programme = programme
    return draft


def _elsewhere(request, programme_id, draft: ImportDraft | None):
    """To where the file stands now, or to the beginning where there is none."""
    if draft is None:
        text = _("This file is no longer here. A file waits for 24 hours, and only for whoever uploaded it.")
        messages.info(request, text + " " + _("Choose it again."))
        return redirect("recruitment:import", programme_id)
    if draft.taken_at:
        name = "import_done"
    elif not draft.layouts:
        name = "import_sheet"
    else:
        name = "import_check" if draft.findings else "import_columns"
    return redirect(f"recruitment:{name}", programme_id, draft.pk)


def _reader(request, draft: ImportDraft) -> Reader:
    mappings = draft.programme.import_mappings.filter(role=draft.role)
    remembered = dict(mappings.values_list("heading", "target"))
    return Reader(draft.programme, day_of(draft.programme, timezone.now()), draft.role, remembered)


def _note_read(draft: ImportDraft, request) -> None:
    record_reads(
        "import", "recruitment.importdraft", [draft.pk], by=acting_person(request.user, draft),
        organisation=draft.organisation_id, at=timezone.now(),
    )  # fmt: skip
