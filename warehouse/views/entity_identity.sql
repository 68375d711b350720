-- One row per entity_id: the identity that it belongs to, which is the smallest entity_id of those that same_as joins.
-- Pairs apply from a score of 0.7 on (flows/entities/across.py has the scores): below it a rule only proposes, since
-- joining two people is worse than not to.
with recursive applied as (
    select from_id, to_id from same_as where score >= 0.7
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
    select entity_id, min(other_id) as identity_id from reach group by entity_id
),

known as (
    select distinct entity_id from entities
)

select known.entity_id, least(joined.identity_id, known.entity_id) as identity_id
from known
left join joined using (entity_id)
