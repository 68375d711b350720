"""What a page's JSON-LD, meta tags and record say, each fact as a list of values in order of trust.

The values are as the page has them, entities and white space apart. Which one is right is decided in facts.py.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from flows.pages.address import same_address
from flows.sources.page import Head

# Types of schema.org that are an article or a broadcast. Others that end in "Article" or "Review" (of a claim, by a
# critic) count too.
_ARTICLE_TYPES: Final = frozenset(
    {"BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "DiscussionForumPosting", "Report"}
)
_BROADCAST_TYPES: Final = frozenset(
    {"VideoObject", "AudioObject", "PodcastEpisode", "RadioEpisode", "TVEpisode", "Episode", "Clip", "MediaObject"}
)
_ORGANISATION_ENDS: Final = ("Organization", "Corporation", "Company", "NewsMedia", "WebSite", "Brand")
# How deep names are looked for in lists of lists. Pages nest them once.
_MAX_DEPTH: Final = 4
# More than this nobody signs; a longer list is of the site's staff.
_MAX_NAMES: Final = 30
# Names, titles and dates are shorter.
_MAX_VALUE_CHARS: Final = 1_000
# Of each fact the first few values decide.
_MAX_VALUES: Final = 20

# Names of meta tags for one fact, in order of trust: Open Graph, then microdata, then what analytics and newsletter
# services ask for, then Dublin Core and library formats, then what systems use by themselves.
_META_PUBLISHED: Final = (
    *("article:published_time", "article:published", "article.published", "http://ogp.me/ns/article#published_time"),
    *("og:published_time", "og:article:published_time", "og:datepublished", "og:pubdate", "datepublished"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime"),
    *("shareaholic:article_published_time", "rnews:datepublished", "prism.publicationdate", "citation_online_date"),
    *("citation_publication_date", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created"),
    *("dc.date", "dcterms.date", "pubdate", "pub_date", "publishdate", "publish-date", "publish_date", "published"),
    *("publication_date", "publication-date", "publicationdate", "published_at", "originalpublicationdate"),
    *("date.release", "article_date_original", "dcsext.articlefirstpublished", "pdate", "displaydate", "date"),
    *("datecreated", "created"),
)
_META_UPDATED: Final = (
    *("article:modified_time", "article:modified", "article.updated", "http://ogp.me/ns/article#modified_time"),
    *("og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified", "dc.date.modified"),
    *("last_modified", "last-modified", "lastmod", "updated", "updated-date", "updated_time"),
)
_META_TITLE: Final = (
    *("og:title", "twitter:title", "headline", "sailthru.title", "parsely-title", "article.headline", "dc.title"),
    *("dcterms.title", "citation_title", "title"),
)
_META_SITE: Final = ("og:site_name", "http://ogp.me/ns#site_name", "application-name", "apple-mobile-web-app-title")
_META_PUBLISHER: Final = ("citation_publisher", "dc.publisher", "dcterms.publisher", "publisher", "article:publisher")
_META_AUTHOR: Final = (
    *("author", "authors", "byl", "byline", "article:author", "article:author_name", "parsely-author"),
    *("sailthru.author", "author.name", "dc.creator", "dcterms.creator", "citation_author", "cxenseparse:author"),
    *("dcsext.author", "creator"),
)
_META_SECTION: Final = (
    *("article:section", "http://ogp.me/ns/article#section", "article.section", "articlesection", "og:section"),
    *("parsely-section", "cxenseparse:recs:category", "prism.section", "section", "sections"),
)
_META_LANGUAGE: Final = ("og:locale", "content-language", "dc.language", "dcterms.language", "language", "inlanguage")


@dataclass(frozen=True, slots=True)
class Structured:
    """What structured data states. Of each fact the values, in order of trust; empty where it states none.

    titles: headlines, site and section still around some. document_title: the title element's text, with both.
    authors: for each place that names authors the texts that stand there; a text may name several people.
    organisations: names of the site and of those behind it, to tell them from people.
    json_published, meta_published, …: dates, to be read by `dates.read_time`.
    language: what the page says of its language, such as "en-US".
    """

    titles: tuple[str, ...] = ()
    document_title: str | None = None
    sites: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    authors: tuple[tuple[str, ...], ...] = ()
    organisations: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    json_published: tuple[str, ...] = ()
    json_updated: tuple[str, ...] = ()
    meta_published: tuple[str, ...] = ()
    meta_updated: tuple[str, ...] = ()
    language: str | None = None


def read_structured(head: Head, url: str | None) -> Structured:
    """Return what the page's structured data states. `url` tells the page's article from others in its JSON-LD."""
    meta = _by_name(head.meta)
    by_id = {item["@id"]: item for item in head.json_ld if isinstance(item.get("@id"), str) and item.get("name")}
    main = _main_objects(head, [address for address in (url, head.canonical) if address])
    sites = [item for item in head.json_ld if "WebSite" in _types(item)]
    stories = [item for item in main if not _is_page(item)]
    publishers = [name for item in main for name in _names(item.get("publisher"), by_id)]
    languages = [head.language, *_of_all(main, "inLanguage"), *_values(meta, _META_LANGUAGE)]
    return Structured(
        titles=_unique(
            [*_of_all(stories, "headline"), *_values(meta, _META_TITLE), *_of_all(main, "headline", "name")]
        ),
        document_title=tidy(head.title),
        sites=_unique([*_values(meta, _META_SITE), *_of_all(sites, "name")]),
        publishers=_unique(n for n in [*publishers, *_values(meta, _META_PUBLISHER)] if not n.startswith("http")),
        authors=_authors(main, meta, by_id),
        organisations=_unique(name for item in head.json_ld if _is_organisation(item) for name in _names(item, by_id)),
        sections=_unique(
            [*_of_all(main, "articleSection"), *_values(meta, _META_SECTION), *_breadcrumb_sections(head.json_ld)]
        ),
        json_published=_of_all(main, "datePublished", "uploadDate", "dateCreated"),
        json_updated=_of_all(main, "dateModified"),
        meta_published=_values(meta, _META_PUBLISHED),
        meta_updated=_values(meta, _META_UPDATED),
        language=next((text for text in [*languages, head.record.get("language")] if text), None),
    )


def tidy(value: str | None) -> str | None:
    """Return a stated text in one line, cut to its limit; None where it is empty.

    Entities are resolved twice: systems escape what is escaped already.
    """
    text = html.unescape(html.unescape((value or "")[:_MAX_VALUE_CHARS]))
    return " ".join(text.split()) or None


def _by_name(meta: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    by_name: dict[str, list[str]] = {}
    for name, value in meta:
        text = tidy(value)
        if text is not None:
            by_name.setdefault(name, []).append(text)
    return by_name


def _values(meta: Mapping[str, Sequence[str]], names: Iterable[str]) -> tuple[str, ...]:
    return _unique(value for name in names for value in meta.get(name, ()))


def _of_all(items: Sequence[Mapping[str, Any]], *keys: str) -> tuple[str, ...]:
    """Return the texts that the objects hold under the keys, those of the first key first."""
    return _unique(text for key in keys for item in items for text in _texts(item.get(key)))


def _main_objects(head: Head, addresses: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the objects that describe the page itself, the most telling first.

    Articles before broadcasts before web pages; of several of a kind those with the page's address, else the first:
    the others are of related stories.
    """
    main: list[Mapping[str, Any]] = []
    for is_kind in (_is_article, _is_broadcast, _is_page):
        of_kind = [item for item in head.json_ld if is_kind(item)]
        here = [item for item in of_kind if _is_about(item, addresses)]
        main.extend(here or of_kind[:1])
    if any(map(_is_article, main)):
        return [item for item in main if not _is_broadcast(item)]  # a video inside the article has its own dates
    return main


def _is_about(item: Mapping[str, Any], addresses: Sequence[str]) -> bool:
    main = item.get("mainEntityOfPage")
    own = [
        item.get("url"),
        item.get("@id"),
        main,
        *((main.get("@id"), main.get("url")) if isinstance(main, dict) else ()),
    ]
    return any(same_address(one, other) for one in own if isinstance(one, str) for other in addresses)


def _is_article(item: Mapping[str, Any]) -> bool:
    return any(kind.endswith(("Article", "Review")) or kind in _ARTICLE_TYPES for kind in _types(item))


def _is_broadcast(item: Mapping[str, Any]) -> bool:
    return not _BROADCAST_TYPES.isdisjoint(_types(item))


def _is_page(item: Mapping[str, Any]) -> bool:
    return any(kind.endswith("WebPage") or kind == "ItemPage" for kind in _types(item))


def _is_organisation(item: Mapping[str, Any]) -> bool:
    return any(kind.endswith(_ORGANISATION_ENDS) for kind in _types(item))


def _types(item: Mapping[str, Any]) -> list[str]:
    """Return the object's types without the vocabulary in front of them."""
    kinds = item.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2].rpartition(":")[2] for kind in listed if isinstance(kind, str)]


def _texts(value: Any, depth: int = _MAX_DEPTH) -> Iterator[str]:
    """Yield the texts of a value: a text, a list of texts, or objects with a name."""
    if isinstance(value, str):
        text = tidy(value)
        if text is not None:
            yield text
    elif isinstance(value, list) and depth:
        for item in value[:_MAX_NAMES]:
            yield from _texts(item, depth - 1)
    elif isinstance(value, dict) and depth:
        yield from _texts(value.get("@value", value.get("name")), depth - 1)


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]], *, of_people: bool = False) -> Iterator[str]:
    """Yield the names of whom a value stands for. Objects that only point to another are followed.

    of_people: leave out the objects that call themselves an organisation.
    """
    for item in (value if isinstance(value, list) else [value])[:_MAX_NAMES]:
        if isinstance(item, dict):
            target = item if item.get("name") else by_id.get(str(item.get("@id")), item)
            if not (of_people and _is_organisation(target)):
                yield from _texts(target.get("name"))
        else:
            yield from _texts(item)


def _authors(
    main: Sequence[Mapping[str, Any]], meta: Mapping[str, Sequence[str]], by_id: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[str, ...], ...]:
    """Return one list of texts for each place that names authors."""
    places = [
        *(_unique(_names(item.get(key), by_id, of_people=True)) for item in main for key in ("author", "creator")),
        *(_values(meta, [name]) for name in _META_AUTHOR),
    ]
    return tuple(place for place in places if place)


def _breadcrumb_sections(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the steps between a site's home and the page itself, the deepest first."""
    for item in objects:
        crumbs = item.get("breadcrumb") if _is_page(item) else item
        if not isinstance(crumbs, dict) or "BreadcrumbList" not in _types(crumbs):
            continue
        steps = crumbs.get("itemListElement")
        names = [next(_step_names(step), "") for step in steps[:_MAX_NAMES]] if isinstance(steps, list) else []
        yield from (name for name in reversed(names[:-1]) if name)
        if len(names) == 1:
            yield from names


def _step_names(step: Any) -> Iterator[str]:
    if isinstance(step, dict):
        yield from _texts(step.get("name"))
        target = step.get("item")
        yield from _texts(target.get("name") if isinstance(target, dict) else None)


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(value for value in values if value), _MAX_VALUES))
