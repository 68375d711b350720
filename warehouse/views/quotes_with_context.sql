-- One row per quote: with its paragraph (that of its first segment), its document, and the way back to the page.
-- To count a quote once, however many copies of its text there are, keep the rows with is_leader; to count it once for
-- each publication of the text, those with is_publication_leader (see copies).
-- page_slice is the paragraph as the page has it; page_start and page_end are its offsets in pages.text.
select
    quotes.quote_id,
    quotes.doc_id,
    quotes.kind,
    quotes.text,
    quotes.cue,
    quotes.speaker_text,
    quotes.speaker_id,
    entity_identity.identity_id,
    quotes.speaker_name,
    quotes.speakers,
    quotes.resolution,
    quotes.via,
    quotes.reported_by,
    quotes.parent_quote_id,
    quotes.segments,
    paragraphs.ordinal,
    paragraphs.text as paragraph,
    documents.title,
    documents.site,
    documents.publisher,
    documents.published_at_utc,
    documents.published_precision,
    documents.syndication_id,
    copies.is_leader,
    copies.publication,
    copies.is_publication_leader,
    pages.source_uri,
    pages.url,
    paragraphs.page_start,
    paragraphs.page_end,
    substring(pages.text, paragraphs.page_start + 1, paragraphs.page_end - paragraphs.page_start) as page_slice
from quotes
join documents on documents.doc_id = quotes.doc_id
join copies on copies.doc_id = quotes.doc_id
join pages on pages.doc_id = quotes.doc_id
left join paragraphs on paragraphs.doc_id = quotes.doc_id and paragraphs.ordinal = quotes.segments[1].ordinal
left join entity_identity on entity_identity.doc_id = quotes.doc_id and entity_identity.entity_id = quotes.speaker_id
