"""A sheet as it comes from real life: everything that people do to spreadsheets, in one workbook."""

import io

import xlsxwriter

HEAD = [
    "Tidstämpel", "Förnamn", "Efternamn", "Mobilnummer", "Vilka språk talar du?", "Hur bra talar du svenska?", "Ort",
    "Vad vill du ha hjälp med?", "När kan du träffas? ", "Har du uppehållstillstånd?", "Hur gammal är du?",
    "Hur länge har du varit i det här landet?", "Ja, ni får spara mina svar och ringa mig.", "Födelsedatum",
    "Vad hoppas du på?", "Skostorlek",
]  # fmt: skip
GOOD = [
    "2026-01-07", "Amina", "Haj Ali", "070-174 06 06", "Arabiska, svenska", "Några ord (A1)", "Malmö",
    "Arbete, Bostad, Skola och studier", "Vardagar, dagtid, Helg, kväll", "Ja", "18 till 30", "6 till 12 månader",
    "Ja, ni får spara mina svar och ringa mig.", "12 april 2001", "Jobb;\nvänner", "38",
]  # fmt: skip


def but(**cells: str) -> list[str]:
    """The good row with other texts under some headings (by their first word)."""
    return [next((text for word, text in cells.items() if head.startswith(word)), good)
            for head, good in zip(HEAD, GOOD, strict=True)]  # fmt: skip


ROWS = [
    but(),
    but(Förnamn="Hala", Mobilnummer="+46 70 174 06 07", Födelsedatum="25/12/1999"),
    but(Förnamn="Sara", Mobilnummer="701740608"),
    but(Förnamn="Omar", Mobilnummer="070-174 06 09", Födelsedatum="2031-01-01"),
    but(Förnamn="  AMINA", Efternamn="Haj  Ali", Mobilnummer="0046701740606"),
    but(Förnamn="Nour", Mobilnummer="070-174 06 10", Ort="Paris"),
    but(Förnamn="Zahra", Mobilnummer="070-174 06 11", Vad="Arbete, Hälsa, Pengar, Språket"),
    but(Förnamn="Lina", Mobilnummer="070-174 06 12", Ja="Nej tack"),
]


def workbook() -> bytes:
    """ROWS below a merged title and an empty line, with a formula, merged cells and a hidden sheet of old rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Svar")
    sheet.merge_range("A1:E1", "Ansökningar våren 2026")
    sheet.write_row(2, 0, HEAD)
    for number, row in enumerate(ROWS, start=3):
        sheet.write_row(number, 0, row)
    sheet.write_row(11, 0, but(Förnamn="Farid", Mobilnummer="070-174 06 13"))
    sheet.write_formula(11, 3, '=CONCATENATE("070","1740613")', None, "0701740613")
    for number, name in ((12, "Rima"), (13, "Reem")):
        sheet.write_row(number, 0, but(Förnamn=name, Mobilnummer=f"070-174 06 {number + 10}"))
    sheet.merge_range("G13:G14", "Malmö")
    old = book.add_worksheet("Gamla")
    old.write_row(0, 0, HEAD)
    old.write_row(1, 0, GOOD)
    old.hide()
    book.close()
    return file.getvalue()
