"""Web pages in, their title and story out, a line of JSON each: what `score_body.py` asks for."""

import json
import sys
from zoneinfo import ZoneInfo

from bot.extract.documents.document import read_document
from bot.model import Entry

for line in sys.stdin.buffer:
    page = json.loads(line)
    entry = Entry(page["url"], "", page["url"], page["html"], media_type="text/html")
    answer = {"id": page["id"], "title": "", "text": "", "author": "", "date": ""}
    try:
        document = read_document(entry, language="en", timezone=ZoneInfo("UTC"))
    except Exception as error:  # noqa: BLE001 - a page that cannot be read scores nothing
        answer["error"] = str(error)
    else:
        published = document.published_at
        answer |= {
            "title": document.title,
            "text": document.body,
            "author": document.byline,
            "date": f"{published:%Y-%m-%d}" if published else "",
        }
    sys.stdout.buffer.write((json.dumps(answer, ensure_ascii=False) + "\n").encode())
