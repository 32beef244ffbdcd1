"""Articles that somebody, or some program, puts into a folder.

What it is: a drop folder. Each plain text, HTML, Markdown or JSON file in it is one article, and what is
known about the article beside its text stands in a small file of the same name, the sidecar.

How to set it up:

1. Make a folder that the newsroom's system or your colleagues can write to, and Newscrier can read.
2. Name it in config/sources.yaml: `wire-folder: {source: folder, path: inbox/}`.
   The path counts from the project folder; an absolute one will do as well.
3. Put an article in: `harbour.txt`, saved as UTF-8. It is seen within a second.
4. Where you have more to say than the text does, put `harbour.yaml` beside it, and put it there FIRST:
   title, url, published, updated, language, section, tags, byline, agency, kind, urgency, embargo,
   image: {url, alt, credit}, social. `harbour.yml` and `harbour.txt.yaml` are understood too.

When a file counts as complete: when nothing about it has changed for 300 milliseconds. Best is to write
under a passing name (`harbour.txt.part`) and to rename it when it is done.
A sidecar that comes later, or a change of either file, makes a revision of the article.
A sidecar whose article does not come within ten minutes is reported.

What is read, by the ending of the name:

- .txt: plain text; .md, .markdown: Markdown; both may have front matter between two lines `---`.
- .html, .htm, .xhtml: a web page, of which the story, its title, date, picture and the like are taken.
- .json: one object, with `title` and `text` (or `paragraphs`, or `html`) and a sidecar's fields; or ninjs.

Text, Markdown, JSON and sidecars are in UTF-8, or in UTF-16 with a byte order mark. Another encoding is
refused, naming the first bad byte: a wrong guess would be a wrong post. A web page may have any charset: its
byte order mark, then what it says of itself, then UTF-8 where that fits, then what its letters look like.

What is ignored without a word: names that begin with a dot or `~$`; names that end in .part, .partial,
.filepart, .tmp, .swp, .crdownload, .download or ~; Thumbs.db and desktop.ini; pictures (.jpg, .png, .gif,
.webp, .avif: an article may name one as its own, by its path from the article's file on; put it there
first, and inside the folder); folders (unless `recursive: true`).
What is reported, and left where it is: every other file. Documents (.docx, .pdf, .rtf and the like) are
"not an article that this version reads"; other pictures, sound and film are the same as a mere warning.
Also binary or empty files, files above `largest`, sidecars that are not sound YAML (the article then
waits: an embargo may stand in there), links of any kind (an article is copied here, never linked: a link
can be turned to any file of the machine), named pipes, sockets, devices, folders called x.txt.

Limits and traps:

- Newscrier never writes to the folder: nothing is moved, renamed or deleted. Tidy it as you like; what
  was posted stays posted. Moving a file to another folder and back does not post it again.
- One article, one file: `harbour.txt` beside `harbour.html` are two articles (with one sidecar, if there is
  one), and both are posted unless they have the same address or the same text.
- A page saved from a browser is judged as it was saved: what a script would have shown is not in it.
- An article is known by its name. Another text under an old name is a revision of the old article.
- A network share often tells nothing about changes; then `every` decides how soon a file is seen. Let
  files be renamed in there, for the share's clock may differ from this machine's.
- A file that is taken away before it was posted holds its post; one that is back within two seconds (many
  programs delete a file and write it anew) was never away.
- If the folder itself is missing (a share that is not mounted), nothing is taken as deleted.
- With `recursive: true` folders in the folder are read too, hidden ones excepted; the article is then
  known by its path, so that a folder `done/` would post everything a second time. It is off by default.
- Sidecars are YAML 1.2 without anchors, aliases and tags; dates are passed on as they are written.
  At most 64 kB.

Cost: none. No account, no token.
"""

from bot.sources.folder.decoding import find_media_type
from bot.sources.folder.options import FolderOptions
from bot.sources.folder.pictures import read_picture
from bot.sources.folder.reading import read_bytes, read_file
from bot.sources.folder.source import Folder

__all__ = ["Folder", "FolderOptions", "find_media_type", "read_bytes", "read_file", "read_picture"]
