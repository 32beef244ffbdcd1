"""What looks alike: pounds of money and of weight, won and won, p and c, K, m and t."""

from decimal import Decimal

import pytest

from bot.extract.numbers import find_numbers
from bot.model import Span

ALIKE = [
    ("He ate a one-pound hot dog.", "one-pound", "1", "pounds", "measure"),
    ("The bag weighed 187.2 pounds.", "187.2 pounds", "187.2", "pounds", "measure"),
    ("She gave birth to a 12-pound baby.", "12-pound", "12", "pounds", "measure"),
    ("He lost 30 pounds in a year.", "30 pounds", "30", "pounds", "measure"),
    ("He had put on 20 pounds.", "20 pounds", "20", "pounds", "measure"),
    ("She lifted 300 pounds.", "300 pounds", "300", "pounds", "measure"),
    ("The firm lost 30,000 pounds.", "30,000 pounds", "30000", "GBP", "money"),
    ("The firm lost 20 million pounds.", "20 million pounds", "20000000", "GBP", "money"),
    ("A 300-pound parking fine was paid.", "300-pound", "300", "GBP", "money"),
    ("A two-pound coin was found.", "two-pound", "2", "GBP", "money"),
    ("They fined him 30 pounds.", "30 pounds", "30", "GBP", "money"),
    ("He lost four stone last year.", "four stone", "4", "stone", "measure"),
    ("The church has 40 stone steps.", "40", "40", "", "count"),
    ("The ring has four stones.", "four stones", "4", "stones", "count"),
    ("It costs 20 quid.", "20 quid", "20", "GBP", "money"),
    ("A loaf costs 95 pence.", "95 pence", "95", "penny", "money"),
    ("It is 20p a litre.", "20p", "20", "penny", "money"),
    ("The clip is in 720p, they said.", "720", "720", "", "name"),
    ("A 10c charge was dropped.", "10c", "10", "cent", "money"),
    ("It cost 300 Swedish crowns.", "300 Swedish crowns", "300", "SEK", "money"),
    ("He won three crowns.", "three crowns", "3", "crowns", "count"),
    ("He paid 300 German marks.", "300 German marks", "300", "DEM", "money"),
    ("She got 90 marks.", "90 marks", "90", "marks", "count"),
    ("The fine was 20,000 won.", "20,000 won", "20000", "KRW", "money"),
    ("It paid 30 trillion won in May.", "30 trillion won", "30000000000000", "KRW", "money"),
    ("The 20 won prizes.", "20", "20", "", "count"),
    ("Of 30,000 entries won three.", "30,000 entries", "30000", "entries", "count"),
    ("It sold for 20 million Brazilian real.", "20 million Brazilian real", "20000000", "BRL", "money"),
    ("He has 3 real friends.", "3", "3", "", "count"),
    ("He was paid 30 shekels.", "30 shekels", "30", "ILS", "money"),
    ("The Fed raised rates by 25 basis points.", "25 basis points", "25", "points", "percent"),
    ("The Dow fell 500 points.", "500 points", "500", "points", "count"),
    ("It gained 50K followers.", "50K followers", "50000", "followers", "count"),
    ("He ran the 10K race.", "10", "10", "", "name"),
    ("He ran the 100m final.", "100m", "100", "m", "measure"),
    ("It has 300m users.", "300m users", "300000000", "users", "count"),
    ("It weighs 40t.", "40t", "40", "t", "measure"),
    ("It is worth $3t.", "$3t", "3000000000000", "$", "money"),
    ("He is 9in taller.", "9in", "9", "in", "measure"),
    ("The wall (c. 120 AD) is old.", "120", "120", "", "year"),
    ("About c. 300 people live there.", "300 people", "300", "people", "count"),
]


@pytest.mark.parametrize(("text", "found", "value", "unit", "kind"), ALIKE)
def test_what_looks_alike_is_told_apart(text: str, found: str, value: str, unit: str, kind: str) -> None:
    number = find_numbers(Span(0, len(text), text), "en")[0]
    assert (number.span.text, number.value, number.unit, number.kind) == (found, Decimal(value), unit, kind)
