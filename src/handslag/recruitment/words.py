"""How sheets call things beside the names and the wordings of the questions, in English and Swedish.

Column -> what else its heading may say, in small letters. `LEAVE_OUT` stands for columns that nobody needs.
"""

LEAVE_OUT = "-"
WORDS: dict[str, tuple[str, ...]] = {
    "full_name": ("name", "full name", "first and last name", "your name", "namn", "fullständigt namn",
                  "för- och efternamn", "förnamn och efternamn", "ditt namn", "hela namnet", "what is your name",
                  "vad heter du"),
    "first_name": ("first name", "given name", "förnamn", "tilltalsnamn"),
    "last_name": ("last name", "family name", "surname", "efternamn", "your last name", "ditt efternamn"),
    "phone": ("phone", "phone number", "telephone", "mobile", "mobile number", "mobile phone", "telefon",
              "telefonnummer", "mobil", "mobilnummer", "mobiltelefon", "tel"),
    "email": ("e-mail", "email", "email address", "e-mail address", "mail", "e-post", "epost", "e-postadress",
              "mejl", "mejladress", "mailadress", "username", "användarnamn"),
    "birth_year": ("year of birth", "birth year", "födelseår", "född år", "when were you born (year)"),
    "birth_date": ("date of birth", "birth date", "birthday", "födelsedatum", "födelsedag"),
    "sex": ("sex", "gender", "kön"),
    "citizenship": ("citizenship", "nationality", "medborgarskap", "nationalitet", "citizen of"),
    "background": ("background", "country of origin", "bakgrund", "ursprungsland", "hemland"),
    "arrival_year": ("year of arrival", "arrival year", "ankomstår"),
    "arrival": ("arrival", "date of arrival", "came to the country", "ankomst", "ankomstdatum"),
    "languages": ("languages", "spoken languages", "språk", "talar språken"),
    "place": ("place", "town", "city", "municipality", "ort", "stad", "plats", "kommun"),
    "motivation": ("motivation", "why", "varför"),
    "occupation": ("occupation", "yrke", "yrkesområde"),
    "education": ("education", "utbildning", "utbildningsnivå"),
    "help_wanted": ("which areas", "areas", "i want help with", "vilka områden", "områden", "jag vill ha hjälp med"),
    "times": ("times", "tider"),
    "slots": ("availability", "when are you available", "tillgänglighet"),
    "permit": ("residence permit", "permit", "uppehållstillstånd"),
    "heard_from": ("how did you hear about us", "how did you hear of us", "how did you find us",
                   "hur hörde du talas om oss", "hur hittade du oss"),
    "consent": ("consent", "i agree", "samtycke", "jag samtycker"),
    "language": ("language of contact", "preferred language", "kontaktspråk"),
    "role": ("role", "your role", "role in the programme", "mentor or mentee", "mentee or mentor", "mentor/mentee",
             "mentor / mentee", "mentee/mentor", "mentee / mentor", "are you a mentor or a mentee",
             "roll", "din roll", "roll i programmet", "mentor eller adept", "adept eller mentor", "mentor/adept",
             "mentor / adept", "adept/mentor", "adept / mentor", "mentor eller mentee", "mentee eller mentor",
             "är du mentor eller adept", "är du mentor eller mentee"),
    LEAVE_OUT: ("timestamp", "tidstämpel", "tidsstämpel", "submitted at", "score", "poäng", "id", "submission id",
                "what to mend", "att rätta", "start time", "completion time", "starttid",
                "slutförandetid", "last modified time"),
}  # fmt: skip

# What a heading says before the name of a language.
LEVEL = (
    "how well do you speak", "your level of", "level of", "level in", "hur bra talar du", "hur väl talar du",
    "din nivå i", "nivå i", "hur bra kan du",
)  # fmt: skip
