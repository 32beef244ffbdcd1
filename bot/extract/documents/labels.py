"""The lines that pages put around a story: other articles, adverts, buttons, rights, remarks of the desk."""

from __future__ import annotations

import re

RELATED = re.compile(
    r"(?:related(?: (?:content|articles?|stories|topics|posts|news|links))?|read more|read next"
    r"|more on this(?: story| topic)?"
    r"|(?:see|read) also|also read|you (?:may|might) (?:also )?(?:like|be interested in)"
    r"|recommended(?: for you| stories)?|most read|most popular|trending(?: now)?|top stories"
    r"|latest (?:news|stories)"
    r"|around the web|keep reading|further reading|don['’]t miss|editors?['’]?s? (?:picks?|choice)"
    r"|mehr zum thema|lesen sie (?:auch|mehr|hier)|auch interessant|weitere (?:artikel|themen"
    r"|nachrichten|meldungen)"
    r"|das könnte (?:sie|dich) auch interessieren|zum thema|meistgelesen|meistgelesene artikel"
    r"|verwandte (?:artikel|themen)"
    r"|ähnliche (?:artikel|themen)|empfehlungen(?: der redaktion)?|mehr lesen|weiterlesen|passend dazu"
    r"|powiązane(?: artykuły| tematy| treści)?|czytaj (?:także|też|również|więcej)|zobacz (?:także|też"
    r"|również|więcej)"
    r"|przeczytaj (?:także|też|również)|polecane|polecamy|najczęściej czytane|najnowsze"
    r"|więcej na ten temat|podobne artykuły"
    r"|lire aussi|à lire(?: aussi| également)?|(?:à|a) voir aussi|voir aussi|sur le même (?:sujet"
    r"|thème)|articles? (?:liés|associés|similaires)"
    r"|les plus lus|dans la même rubrique|pour aller plus loin|nos recommandations"
    r"|leer (?:también|más)|lea (?:también|más)|le puede interesar|te puede interesar"
    r"|también te puede interesar"
    r"|noticias relacionadas|artículos relacionados|contenido relacionado|lo más (?:leído|visto)"
    r"|ver también|relacionado"
    r"|leggi anche|potrebbe interessarti|articoli correlati|lees ook)",
    re.IGNORECASE,
)
"""Headings over a list of other articles, and the beginnings of a single link to one."""

MORE_OF = re.compile(
    r"(?:more (?:from|on|about|in)|mehr (?:aus|von|über)|więcej (?:z|o)|plus (?:de|sur)|más (?:sobre|en"
    r"|de)|meer over) [^.!?]{1,40}",
    re.IGNORECASE,
)
"""Such headings too, but within a story a subheading may read the same."""

ADVERT = re.compile(
    r"(?:advertis(?:ement|ing)s?|anzeige|werbung|reklama|publicité|publicidad|pubblicità|advertentie"
    r"|(?:continue reading|story continues|article continues)(?: below)?(?: (?:the )?(?:main story"
    r"|advertisement|this ad))?"
    r"|reklama - czytaj dalej|dalsza część artykułu pod (?:reklamą|wideo|zdjęciem|materiałem wideo)"
    r"|sign up (?:to|for) .{0,60}newsletters?\b.{0,80}|enter your e-?mail(?: address)?"
    r"|get .{3,60} (?:every (?:morning|day|evening|week)|in(?:to)? your inbox|by e-?mail)\b.{0,120}"
    r"|image caption|(?:hide|toggle) caption)",
    re.IGNORECASE,
)
"""Labels of advertisements, and what pages put where one cuts a story in two."""

NOISE = re.compile(
    r"(?:sponsored|ad|share(?: (?:this|on|via|article)\b.{0,40})?|copy link|save|print|tweet|e-?mail"
    r"|(?:skip|jump) to (?:(?:the )?(?:main )?content|(?:main )?navigation|footer)|(?:main |site )?menu"
    r"|(?:toggle |open |close )?(?:navigation|menu)|(?:log ?in|sign in|register|search|my account)"
    r"(?: ?[|/·•] ?(?:log ?in|sign in|sign up|register|subscribe|search))*"
    r"|(?:zum|direkt zum) (?:inhalt|hauptinhalt)(?: springen| wechseln)?|menü|anmelden|suche"
    r"|(?:przejdź|przeskocz) do (?:treści|głównej treści)|zaloguj(?: się)?|szukaj"
    r"|aller au contenu(?: principal)?|se connecter|rechercher|(?:ir|saltar) al contenido(?: principal)?"
    r"|iniciar sesión|buscar|(?:vai|salta) al contenuto|naar de inhoud|accept (?:all )?cookies"
    r"|cookie settings"
    r"|teilen|drucken|merken|artikel (?:teilen|drucken|merken|anhören)|link kopieren|vorlesen|kommentieren"
    r"|udostępnij|drukuj|skopiuj link|posłuchaj(?: artykułu)?|skomentuj|obserwuj"
    r"|partager|imprimer|copier le lien|enregistrer|écouter(?: l['’]article)?|commenter"
    r"|compartir|imprimir|guardar|copiar enlace|escuchar(?: el artículo)?|comentar"
    r"|condividi|stampa|delen|listen(?: to (?:this|the) (?:article|story))?|enlarge(?: image)?"
    r"|getty images|(?:\d{1,3} ?)?(?:min(?:ute)?s?\.?|min(?:uten)?|minut[ay]?|minutes?"
    r"|minutos?)(?: de)? (?:read|lesezeit|czytania|lecture|lectura)"
    r"|(?:reading time|lesezeit|czas czytania|temps de lecture|tiempo de lectura)\b.{0,20}"
    r"|(?:published |updated |posted )?\d{1,3} (?:seconds?|minutes?|hours?|days?) ago"
    r"|vor \d{1,3} (?:minuten?|stunden?|tag(?:en)?)"
    r"|\d{1,3} (?:minut[ay]?|godzin[ay]?|dni) temu|il y a \d{1,3} (?:minutes?|heures?|jours?)"
    r"|hace \d{1,3} (?:minutos?|horas?|días?))",
    re.IGNORECASE,
)
"""Whole lines that are buttons, advertisements' labels and reading times."""

CLOSING = re.compile(
    r"(?:(?:please )?(?:follow|like|join|find) us\b.{0,120}|subscribe\b.{0,120}|sign up\b.{0,160}"
    r"|(?:get|our) .{0,40}newsletters?\b.{0,80}|newsletter"
    r"|all rights reserved.{0,80}|(?:copyright|©|\(c\)) ?\d{4}.{0,120}|tags?\s?:.{0,160}"
    r"|topics?\s?:.{0,160}"
    r"|(?:additional )?reporting by .{3,200}editing by .{2,80}|click here.{0,80}"
    r"|folgen sie uns\b.{0,120}|(?:jetzt )?abonnieren\b.{0,120}|(?:unser(?:en)? )?newsletter\b.{0,120}"
    r"|alle rechte vorbehalten.{0,80}|schlagwörter\s?:.{0,160}"
    r"|(?:obserwuj|śledź) nas\b.{0,120}|zapisz się\b.{0,120}|subskrybuj\b.{0,120}"
    r"|wszelkie prawa zastrzeżone.{0,80}|tagi\s?:.{0,160}"
    r"|suivez[- ]nous\b.{0,120}|abonnez[- ]vous\b.{0,120}|inscrivez[- ]vous\b.{0,120}"
    r"|tous droits réservés.{0,80}|mots[- ]clés\s?:.{0,160}"
    r"|s[íi]guenos\b.{0,120}|suscr[íi]b(?:ete|ase)\b.{0,120}|todos los derechos reservados.{0,80}"
    r"|etiquetas\s?:.{0,160}"
    r"|seguici\b.{0,120}|iscriviti\b.{0,120}|tutti i diritti riservati.{0,80})",
    re.IGNORECASE,
)
"""Lines that stand below a story: follow us, subscribe, rights, tags."""

COMMENTS = re.compile(
    r"(?:\d{1,5} (?:comments?|kommentare?|komentarzy?e?|commentaires?|comentarios?)"
    r"|(?:comments?|kommentare?|komentarze|commentaires?|comentarios?) ?\(\d{1,5}\)"
    r"|leave a (?:comment|reply)|join the (?:conversation|discussion)|kommentar schreiben|dodaj komentarz"
    r"|laisser un commentaire|deja (?:un comentario|tu comentario))",
    re.IGNORECASE,
)
"""Where the readers' own words begin."""

INITIALS = re.compile(
    r"\(?(?:ed|red|oprac|edit|editor|edited by|edytor|Red|Ed|Oprac)\.?:? [A-ZŁŚŻŹĆ]{2,4}\)?\.?"
)
"""Who edited: "ed. PJM"."""

_UNTIL = (
    r"(?:until|till|til|before|for|bis|do|jusqu['’]?(?:au?|à)?|hasta|fino al(?:l[ae])?|fino a|tot|até|до)"
)
_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}|\d{1,2} ?(?:[ap]\.?m|uhr|h|hrs)\b|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
EMBARGO = re.compile(
    r"[^\w]*(?:strictly |streng |media |press |news )?(?:under (?:strict )?|(?:bajo|sotto|onder|sob|unter) )?"
    r"(?:(?:embarg(?:o(?:ed|wane)?|ad[oa])|[еэ]мбарго|gesperrt|sperrfrist|sous embargo"
    r"|not for (?:publication|release|use))"
    rf"\W{{0,3}}(?:\w+ )?{_UNTIL}\b"
    rf"|(?:embargo(?:ed)?|sperrfrist|sperrvermerk)\W.{{0,60}}?{_CLOCK})",
    re.IGNORECASE,
)
"""How a line begins that bans publication until some time."""

REMARK = re.compile(
    r"(?:correction|clarification|editor['’]?s['’]? note|note to (?:editors?|desk)|korrektur|berichtigung"
    r"|anmerkung der redaktion|sprostowanie|od redakcji|rectificatif|note de la rédaction|corrección"
    r"|nota de la redacción|errata corrige|correzione)(?: \([^)]{1,40}\))?\s?:\s.{3,}",
    re.IGNORECASE,
)
"""The desk's own word on an article: what it says was wrong must not be posted."""
