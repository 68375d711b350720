-- One row per entity of a document: the identity that it belongs to, which is the smallest entity_id of those that
-- same_as joins. Pairs apply from a score of 0.7 on (flows/entities/across.py has the scores): below it a rule only
-- proposes, since joining two people is worse than not to. A pair with a doc_id holds for that document alone, before
-- all others; one of an entity with itself says that the name means somebody else there than elsewhere.
with recursive applied as (
    select from_id, to_id from same_as where score >= 0.7 and coalesce(doc_id, '') = ''
),

links as (
    select from_id as entity_id, to_id as other_id from applied
    union
    select to_id, from_id from applied
),

reach as (
    select entity_id, other_id from links
    union
    select reach.entity_id, links.other_id
    from reach
    join links on links.entity_id = reach.other_id
),

joined as (
    select entity_id, least(min(other_id), entity_id) as identity_id from reach group by entity_id
),

in_document as (
    select
        same_as.doc_id,
        same_as.from_id as entity_id,
        if(
            same_as.from_id = same_as.to_id,
            left(md5(same_as.doc_id || same_as.from_id), 16),
            coalesce(joined.identity_id, same_as.to_id)
        ) as identity_id
    from same_as
    left join joined on joined.entity_id = same_as.to_id
    where same_as.doc_id <> ''
)

select
    entities.doc_id,
    entities.entity_id,
    coalesce(in_document.identity_id, joined.identity_id, entities.entity_id) as identity_id
from entities
left join joined using (entity_id)
left join in_document using (doc_id, entity_id)
