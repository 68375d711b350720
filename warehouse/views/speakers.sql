-- One row per speaker who is quoted anywhere, same_as applied. Groups without an id are not among them.
-- n_documents counts copies of a text each, n_texts counts them once; n_turns are those of n_quotes that are turns.
select
    entity_identity.identity_id,
    identities.name,
    identities.type,
    count(*) as n_quotes,
    count(*) filter (where quotes.kind = 'turn') as n_turns,
    count(distinct quotes.doc_id) as n_documents,
    count(distinct documents.syndication_id) as n_texts,
    min(documents.published_at_utc) as first_published_at_utc,
    max(documents.published_at_utc) as last_published_at_utc
from quotes
join entity_identity on entity_identity.entity_id = quotes.speaker_id
join identities on identities.identity_id = entity_identity.identity_id
join documents on documents.doc_id = quotes.doc_id
group by all
