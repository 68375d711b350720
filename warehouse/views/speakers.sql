-- One row per speaker who is quoted anywhere, same_as applied. Groups without an id are not among them.
-- n_turns are those of n_quotes that are turns; see identities for what the other counts mean.
select
    entity_identity.identity_id,
    identities.name,
    identities.type,
    count(*) as n_quotes,
    count(*) filter (where quotes.kind = 'turn') as n_turns,
    count(*) filter (where copies.is_leader) as n_text_quotes,
    count(*) filter (where copies.is_publication_leader) as n_publication_quotes,
    count(distinct quotes.doc_id) as n_documents,
    count(distinct copies.syndication_id) as n_texts,
    count(distinct (copies.syndication_id, copies.publication)) as n_publications,
    min(documents.published_at_utc) as first_published_at_utc,
    max(documents.published_at_utc) as last_published_at_utc
from quotes
join entity_identity on entity_identity.doc_id = quotes.doc_id and entity_identity.entity_id = quotes.speaker_id
join identities on identities.identity_id = entity_identity.identity_id
join documents on documents.doc_id = quotes.doc_id
join copies on copies.doc_id = quotes.doc_id
group by all
