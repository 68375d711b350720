"""The closed lists: every value that a coded column may hold, with what it means.

Each is a mapping from value to meaning, so that docs/tables.md and the checks say the same.
"""

from __future__ import annotations

from typing import Final

SOURCE_FORMATS: Final = {
    "text": "a plain-text file",
    "html": "an HTML file",
    "warc": "a record of a WARC archive",
    "jsonl": "a line of a JSONL dump",
    "parquet": "a row of a Parquet dump",
}

DOCUMENT_KINDS: Final = {
    "article": "prose",
    "transcript": "turns of labelled speakers",
}

PARAGRAPH_KINDS: Final = {
    "body": "running text",
    "subheading": "a heading inside the body",
    "list_item": "an item of a list inside the body",
    "turn": "a paragraph of a speaker's turn",
}

DROP_REASONS: Final = {
    "navigation": "menus, player controls, share and print bars",
    "headline": "the page's title, wherever it is repeated",
    "standfirst": "the summary under the title",
    "byline": "who wrote it",
    "timestamp": "when it was published",
    "caption": "the text under a picture",
    "credit": "who made a picture, or which agency it is from",
    "advert": "advertising, and the lines that announce it",
    "teaser": "links to other stories, with their texts",
    "signup": "newsletters, subscriptions, donations, apps",
    "comment": "readers' comments and the lines around them",
    "update_note": "that the page was updated or corrected",
    "copyright": "copyright, terms and source notices",
    "boilerplate": "what stands on many pages of the site",
    "author_bio": "a line about the author",
    "sound_cue": "what is heard in a transcript and isn't speech",
    "time_code": "when in the recording something is said",
    "label_mark": "the colon, dash or bracket that closes a turn's label",
    "other": "not body, and none of the above",
}

DATE_PRECISIONS: Final = {
    "second": "date and time of day",
    "minute": "date and time of day, to the minute",
    "day": "the date only",
}

DATE_SOURCES: Final = {
    "json_ld": "structured data of the page",
    "meta": "a meta tag of the page",
    "url": "the page's address",
    "text": "the page's visible text",
    "record": "the dump or archive that held the page",
}

QUOTE_KINDS: Final = {
    "direct": "only the words inside quotation marks",
    "mixed": "reported in the writer's words, with a part inside quotation marks",
    "indirect": "reported in the writer's words",
    "turn": "a turn of a transcript",
}

RESOLUTIONS: Final = {
    "name": "the text names the speaker at the quote",
    "pronoun": "a pronoun, traced to a name",
    "noun": "a noun phrase, traced to a name",
    "group": "several unnamed people: a name and no id",
    "turn_label": "the label of the turn",
    "carried": "no speaker at the quote; the one before goes on",
    "none": "not resolved: unsure means none",
}

ENTITY_TYPES: Final = {
    "PERSON": "people",
    "ORG": "companies, agencies, institutions, parties, teams",
    "GPE": "countries, states, cities",
    "LOC": "places that are not GPE",
    "FAC": "buildings, airports, roads, bridges",
    "NORP": "nationalities, religious and political groups",
    "EVENT": "named wars, storms, elections, competitions",
    "WORK": "titles of books, films, songs, laws, news programmes",
    "PRODUCT": "vehicles, weapons, software, other things made",
}

MENTION_PLACES: Final = {
    "paragraph": "in a paragraph of the body or of a turn",
    "label": "in a turn's label",
    "byline": "in a byline or the line about an author",
    "title": "in the title",
}

STAGES: Final = {
    "read": "from bytes to text",
    "split": "from page to document, paragraphs and dropped spans",
    "language": "the language pass",
    "annotate": "entities and quotes",
    "validate": "the row rules",
    "commit": "the run rules",
}

SEVERITIES: Final = {
    "error": "the document is rejected, or the run stopped",
    "warn": "noted; the rows load",
}

VERDICTS: Final = {
    "passed": "within the threshold",
    "warned": "over the threshold of a check with severity warn",
    "failed": "over the threshold of a check with severity error",
}

RUN_STATES: Final = {
    "Completed": "all checks passed",
    "CompletedWithWarnings": "committed; some checks warned",
    "Failed": "the gate stopped the commit",
}

SAME_AS_AUTHORS: Final = {
    "rule": "proposed by a rule",
    "user": "said by a person in corrections.csv",
}
