"""Articles of our own writing, with highlights as an extractor would find them."""

from decimal import Decimal

from bot.model import Document, Figure, Highlights, Quote, Span


def make_document(title: str, *paragraphs: str, language: str = "en") -> Document:
    text = "\n\n".join((title, *paragraphs))
    spans = []
    at = len(title) + 2
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph), paragraph))
        at += len(paragraph) + 2
    return Document(text, title, Span(0, len(title), title), tuple(spans), language)


def find(document: Document, text: str) -> Span:
    start = document.text.index(text)
    return document.span(start, start + len(text))


def make_quote(document: Document, text: str, speaker: str, role: str = "") -> Quote:
    return Quote(find(document, text), speaker, role, find(document, speaker), 0.9)


def make_highlights(document: Document, figure: tuple[str, str] | None, *quotes: Quote) -> Highlights:
    found = None
    if figure is not None:
        found = Figure(find(document, figure[0]), Decimal(1), "", "money", find(document, figure[1]), 0.9)
    figures = () if found is None else (found,)
    return Highlights(document.title, found, figures, quotes[0] if quotes else None, quotes)


ENGLISH = make_document(
    "Gdynia’s trams return after forty years",
    "Gdynia will spend $4.5 billion on a new tram network, the city hall said on Tuesday. "
    "Some 3.7 per cent of it comes from the state.",
    "“Nobody believed in it, and here we are,” said Anna Nowak, mayor of Gdynia. "
    "“This is “our” day,” she added.",
    "“We will watch every single invoice.” Jan Kowal, head of the audit office, was less cheerful. "
    "Seven stops will open in 2027.",
)
ENGLISH_QUOTES = (
    make_quote(ENGLISH, "Nobody believed in it, and here we are,", "Anna Nowak", "mayor of Gdynia"),
    make_quote(ENGLISH, "We will watch every single invoice.", "Jan Kowal", "head of the audit office"),
)
ENGLISH_HIGHLIGHTS = make_highlights(
    ENGLISH,
    (
        "$4.5 billion",
        "Gdynia will spend $4.5 billion on a new tram network, the city hall said on Tuesday.",
    ),
    *ENGLISH_QUOTES,
)

GERMAN = make_document(
    "Wuppertal baut seine Schwebebahn aus",
    "Die Stadt Wuppertal gibt 4,5 Milliarden Euro für neue Strecken der Schwebebahn aus. "
    "Sieben Bahnhöfe kommen hinzu.",
    "„Das ist ein großer Tag für unsere Stadt“, sagte Oberbürgermeisterin Petra Lindner.",
    language="de",
)
GERMAN_HIGHLIGHTS = make_highlights(
    GERMAN,
    (
        "4,5 Milliarden Euro",
        "Die Stadt Wuppertal gibt 4,5 Milliarden Euro für neue Strecken der Schwebebahn aus.",
    ),
    make_quote(GERMAN, "Das ist ein großer Tag für unsere Stadt", "Petra Lindner", "Oberbürgermeisterin"),
)

POLISH = make_document(
    "Tramwaje wracają do Gdyni",
    "Nowa sieć będzie kosztować 4,5 mld zł, z czego 12 proc. zapłaci państwo.",
    "„Nikt w to nie wierzył” – powiedziała prezydent miasta Anna Nowak.",
    language="pl",
)
POLISH_HIGHLIGHTS = make_highlights(
    POLISH,
    ("4,5 mld zł", "Nowa sieć będzie kosztować 4,5 mld zł, z czego 12 proc. zapłaci państwo."),
    make_quote(POLISH, "Nikt w to nie wierzył", "Anna Nowak", "prezydent miasta"),
)
