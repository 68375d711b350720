-- Where is $identity_id named? The $n most recent documents, with its mentions and quotes there.
with named as (
    select
        entities.doc_id,
        sum(entities.n_mentions)::bigint as n_mentions,
        sum(entities.n_quotes)::bigint as n_quotes
    from entities
    join entity_identity using (doc_id, entity_id)
    where entity_identity.identity_id = $identity_id
    group by entities.doc_id
)

select
    documents.published_at_utc,
    documents.title,
    pages.source_uri,
    pages.source_record,
    named.n_mentions,
    named.n_quotes
from named
join documents using (doc_id)
join pages using (doc_id)
order by documents.published_at_utc desc nulls last, named.n_mentions desc, named.doc_id
limit $n
