-- One row per publisher, site and speaker, same_as applied: how often the one quotes the other.
-- Turns don't count: nobody quotes there, people speak for themselves.
-- n_publication_quotes counts the quotes of a text once, however many copies of it stand there; n_documents and n_texts
-- are the documents that quote the speaker, and the texts of these.
select
    documents.publisher,
    documents.site,
    entity_identity.identity_id,
    identities.name as speaker_name,
    identities.type as speaker_type,
    count(*) as n_quotes,
    count(*) filter (where copies.is_publication_leader) as n_publication_quotes,
    count(distinct quotes.doc_id) as n_documents,
    count(distinct documents.syndication_id) as n_texts
from quotes
join documents on documents.doc_id = quotes.doc_id
join copies on copies.doc_id = quotes.doc_id
join entity_identity on entity_identity.doc_id = quotes.doc_id and entity_identity.entity_id = quotes.speaker_id
join identities on identities.identity_id = entity_identity.identity_id
where quotes.kind <> 'turn'
group by all
