-- What did $identity_id say last? The $n most recent quotes, and how many there are; copies of a text
-- count once.
with said as (
    select
        quotes.quote_id,
        quotes.doc_id,
        quotes.text,
        quotes.segments[1].ordinal as ordinal,
        quotes.segments[1].start as start,
        documents.title,
        documents.published_at_utc
    from quotes
    join entity_identity on entity_identity.doc_id = quotes.doc_id and entity_identity.entity_id = quotes.speaker_id
    join documents on documents.doc_id = quotes.doc_id
    where entity_identity.identity_id = $identity_id
    qualify row_number() over (
        partition by documents.syndication_id, quotes.text
        order by documents.published_at_utc desc nulls last, quotes.quote_id
    ) = 1
)

select
    said.published_at_utc,
    said.title,
    pages.source_uri,
    pages.source_record,
    said.text,
    count(*) over () as n_all
from said
join pages using (doc_id)
order by said.published_at_utc desc nulls last, said.doc_id, said.ordinal, said.start, said.quote_id
limit $n
