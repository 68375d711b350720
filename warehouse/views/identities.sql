-- One row per person, organisation, place or other thing named anywhere, same_as applied.
-- n_documents counts copies of a text each, n_texts counts them once.
with named as (
    select
        entity_identity.identity_id,
        entities.*,
        documents.syndication_id
    from entities
    join entity_identity using (entity_id)
    join documents using (doc_id)
),

names as (
    select identity_id, name, type, sum(n_mentions) as n
    from named
    group by all
),

best as (
    select identity_id, name, type
    from names
    qualify row_number() over (partition by identity_id order by n desc, name, type) = 1
),

aliases as (
    select identity_id, list(distinct alias order by alias) as aliases
    from (select identity_id, unnest(aliases) as alias from named)
    group by identity_id
),

counts as (
    select
        identity_id,
        count(distinct doc_id) as n_documents,
        count(distinct syndication_id) as n_texts,
        sum(n_mentions)::bigint as n_mentions,
        sum(n_quotes)::bigint as n_quotes
    from named
    group by identity_id
)

select
    best.identity_id,
    best.name,
    best.type,
    coalesce(aliases.aliases, []) as aliases,
    counts.n_documents,
    counts.n_texts,
    counts.n_mentions,
    counts.n_quotes
from best
join counts using (identity_id)
left join aliases using (identity_id)
