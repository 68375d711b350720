"""What the class, id, role and itemprop of an element say that it is: a closed list of hints.

Names are the page maker's, so a hint is evidence and no proof: "related-content" may be the article's own wrapper.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Hint to the words that give it, as they stand in the names of content management systems and of the themes and
# plug-ins that many sites share. Looked up anywhere in a name, in small letters.
_WORDS: Final = {
    "article_body": (
        r"article-?_?body|story-?_?body|body-?_?(?:text|copy|content)|entry-?_?content|post-?_?(?:body|content)"
        r"|article-?_?(?:content|text|copy|main)|story-?_?(?:content|text|copy)|rich-?_?text|main-?_?content|wysiwyg"
        r"|content-?_?body|paragraph|articletext|single-?_?content"
    ),
    "comment": r"comment|disqus|respond|discussion|livefyre|coral|viafoura",
    "related": r"relate|recommend|read-?_?(?:more|next|also)|also-?_?(?:like|read)"
    r"|more-?_?(?:from|on|stor|news|article)|see-?_?also|up-?_?next|next-?_?(?:article|story|post)|prev(?:ious)?-?_?(?:article|story|post)",
    "popular": r"popular|trending|most-?_?(?:read|view|comment)|latest|top-?_?stor|ranking|headlines",
    "share": r"share|social|facebook|twitter|whatsapp|sharing",
    "signup": r"newsletter|subscri|sign-?_?up|signup|paywall|register|donat|membership|login|regwall|piano",
    "advert": r"\bad\b|\bads\b|\bad-|-ad\b|-ads\b|advert|sponsor|promo|outbrain|taboola|\bdfp|\bgpt-|banner|commercial"
    r"|partner",
    "caption": r"caption|cutline|legend|image-?_?desc|wp-caption|photo-?_?(?:text|desc)|media-?_?(?:text|info)",
    "credit": r"credit|copyright|source|photographer|attribution",
    "byline": r"byline|author|writer|contributor|journalist|reporter|\bbio\b|-bio|bio-",
    "timestamp": r"date|time|publish|updated",
    "navigation": r"nav|menu|breadcrumb|crumb|toolbar|pagination|pager|masthead|skip|\btabs?\b",
    "header": r"header|topbar|top-?_?bar|hero",
    "footer": r"footer|colophon|bottom",
    "sidebar": r"sidebar|side-?_?bar|aside|rail|right-?_?col|complementary|widget|module",
    "topics": r"\btags?\b|tag-|-tags?\b|tags-|topic|keyword|categor|kicker|eyebrow|section-?_?(?:name|label|title)"
    r"|label",
    "headline": r"headline|title|heading",
    "summary": r"summary|standfirst|\bdek\b|-dek|subtitle|sub-?_?(?:head|title|line)|excerpt|\blede?\b|teaser|abstract"
    r"|intro|description|strapline|key-?_?points|highlights|bullet",
    "media": r"video|audio|gallery|slide|carousel|player|image|photo|picture|media|figure|thumb",
    "quote": r"pull-?_?quote|blockquote|pullout|quote",
    "embed": r"embed|tweet|instagram|oembed|iframe|infobox|fact-?_?box|factbox|inset|\bbox\b|callout",
    "list": r"\blist\b|-list\b|list-|\bcards?\b|card-|-card|grid|feed|\bitems?\b|-item",
    "notice": r"cookie|consent|gdpr|privacy|disclaimer|policy|correction|note\b|alert|modal|popup|overlay|tooltip",
    "unseen": r"sr-only|visually-?hidden|screen-?reader|\bhidden\b|is-hidden|hide\b|noprint|no-print|print-only",
}
HINTS: Final = tuple(_WORDS)
_HINT: Final = {hint: re.compile(words) for hint, words in _WORDS.items()}
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Names made by style compilers run to kilobytes; what tells stands at their start.
_MAX_NAME_CHARS: Final = 300


@lru_cache(maxsize=16_384)
def hints_of(names: str) -> frozenset[str]:
    """Return the hints in an element's names: its class, id, role and itemprop, joined by a space."""
    plain = _CAMEL.sub("-", names[:_MAX_NAME_CHARS]).lower()
    return frozenset(hint for hint, pattern in _HINT.items() if pattern.search(plain) is not None)
