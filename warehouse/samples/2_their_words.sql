-- What do those who speak in most documents say, and where?
with chosen as (
    select identity_id, name, row_number() over (order by n_documents desc, n_quotes desc, name) as place
    from speakers
    where type = 'PERSON'
    order by place
    limit 3
)

select
    chosen.name as speaker,
    coalesce(quotes_with_context.title, quotes_with_context.source_uri) as source,
    left(quotes_with_context.text, 80) as words
from quotes_with_context
join chosen using (identity_id)
qualify row_number() over (
    partition by identity_id, quotes_with_context.doc_id order by quotes_with_context.ordinal, quotes_with_context.quote_id
) <= 2
order by chosen.place, source, quotes_with_context.ordinal, quotes_with_context.quote_id
