-- One row per person, organisation, place or other thing named anywhere, same_as applied.
-- n_documents counts copies of a text each, n_texts counts them once, n_publications once for each publication that
-- has them. n_quotes are those in all documents; n_text_quotes and n_publication_quotes are those in the
-- documents that stand for their text, or for it in their publication (see copies).
with named as (
    select
        entity_identity.identity_id,
        entities.*,
        copies.syndication_id,
        copies.is_leader,
        copies.publication,
        copies.is_publication_leader
    from entities
    join entity_identity using (doc_id, entity_id)
    join copies using (doc_id)
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
        count(distinct (syndication_id, publication)) as n_publications,
        sum(n_mentions)::bigint as n_mentions,
        sum(n_quotes)::bigint as n_quotes,
        coalesce(sum(n_quotes) filter (where is_leader), 0)::bigint as n_text_quotes,
        coalesce(sum(n_quotes) filter (where is_publication_leader), 0)::bigint as n_publication_quotes
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
    counts.n_publications,
    counts.n_mentions,
    counts.n_quotes,
    counts.n_text_quotes,
    counts.n_publication_quotes
from best
join counts using (identity_id)
left join aliases using (identity_id)
