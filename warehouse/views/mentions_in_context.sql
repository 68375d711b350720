-- One row per mention: the name, whom it means, and up to 80 characters of the page on either side.
-- is_leader and is_publication_leader keep one of the copies of a text (see copies).
-- page_slice is the name as the page has it, at page_start in pages.text.
select
    mentions.doc_id,
    mentions.page_start,
    mentions.page_end,
    mentions.place,
    mentions.ordinal,
    mentions.text,
    mentions.type,
    mentions.entity_id,
    entity_identity.identity_id,
    entities.name as entity_name,
    mentions.why,
    documents.title,
    documents.site,
    documents.publisher,
    documents.published_at_utc,
    documents.syndication_id,
    copies.is_leader,
    copies.publication,
    copies.is_publication_leader,
    substring(pages.text, greatest(mentions.page_start - 80, 0) + 1, least(mentions.page_start, 80)) as before,
    substring(pages.text, mentions.page_start + 1, mentions.page_end - mentions.page_start) as page_slice,
    substring(pages.text, mentions.page_end + 1, 80) as after
from mentions
join documents on documents.doc_id = mentions.doc_id
join copies on copies.doc_id = mentions.doc_id
join pages on pages.doc_id = mentions.doc_id
join entities on entities.doc_id = mentions.doc_id and entities.entity_id = mentions.entity_id
join entity_identity on entity_identity.doc_id = mentions.doc_id and entity_identity.entity_id = mentions.entity_id
