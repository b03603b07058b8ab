"""A workbook as spreadsheet programs write it, and the same with one of its parts changed."""

import zipfile

import xlsxwriter

SHEET, TEXTS, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"


def workbook(folder, change=lambda name, part: part, *, method=zipfile.ZIP_DEFLATED):
    """The file of one person. `change` is given each part, and gives what stands there instead, or None."""
    with xlsxwriter.Workbook(folder / "good.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "languages"])
        sheet.write_row(1, 0, ["e1", "sv"])
    with zipfile.ZipFile(folder / "good.xlsx") as good, zipfile.ZipFile(folder / "people.xlsx", "w", method) as changed:
        for name in good.namelist():
            if (part := change(name, good.read(name))) is not None:
                changed.writestr(name, part)
    return folder / "people.xlsx"


def inserted(before, what, where=SHEET):
    """A change that puts bytes before some others of a part."""
    return lambda name, part: part.replace(before, what + before) if name == where else part
