-- One row per person, organisation, place or other thing named anywhere, same_as applied.
-- n_documents counts copies of a text each, n_texts counts them once, n_publications once for each publication that
-- has them. n_quotes are those in all documents; n_text_quotes and n_publication_quotes are those in the
-- documents that stand for their text, or for it in their publication (see copies).
-- roles are those read beside the name, with the documents that have each, the most frequent first; roles that differ
-- only in case are one. first_seen_at_utc and last_seen_at_utc are the first and last publication among the documents.
with named as (
    select
        entity_identity.identity_id,
        entities.*,
        copies.syndication_id,
        copies.is_leader,
        copies.publication,
        copies.is_publication_leader,
        documents.published_at_utc
    from entities
    join entity_identity using (doc_id, entity_id)
    join copies using (doc_id)
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
    -- A full name says more than the surname, however often that stands alone.
    qualify row_number() over (
        partition by identity_id order by type = 'PERSON' and not contains(name, ' '), n desc, name, type
    ) = 1
),

aliases as (
    select identity_id, list(distinct alias order by alias) as aliases
    from (select identity_id, unnest(aliases) as alias from named)
    group by identity_id
),

said as (
    select identity_id, doc_id, role.text as text, lower(role.text) as folded
    from (select identity_id, doc_id, unnest(roles) as role from named)
),

spellings as (
    select identity_id, folded, text
    from said
    group by identity_id, folded, text
    qualify row_number() over (partition by identity_id, folded order by count(distinct doc_id) desc, text) = 1
),

role_counts as (
    select identity_id, folded, count(distinct doc_id) as n_documents
    from said
    group by all
),

roles as (
    select
        identity_id,
        list({'text': text, 'n_documents': n_documents} order by n_documents desc, text) as roles
    from spellings
    join role_counts using (identity_id, folded)
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
        coalesce(sum(n_quotes) filter (where is_publication_leader), 0)::bigint as n_publication_quotes,
        min(published_at_utc) as first_seen_at_utc,
        max(published_at_utc) as last_seen_at_utc
    from named
    group by identity_id
)

select
    best.identity_id,
    best.name,
    best.type,
    coalesce(aliases.aliases, []) as aliases,
    coalesce(roles.roles, []) as roles,
    counts.n_documents,
    counts.n_texts,
    counts.n_publications,
    counts.n_mentions,
    counts.n_quotes,
    counts.n_text_quotes,
    counts.n_publication_quotes,
    counts.first_seen_at_utc,
    counts.last_seen_at_utc
from best
join counts using (identity_id)
left join aliases using (identity_id)
left join roles using (identity_id)
