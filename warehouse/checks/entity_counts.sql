-- what: n_mentions and n_quotes of an entity are the numbers of its mentions and quotes in the document.
-- severity: error
-- threshold: 0.0
-- tested: staged.entities
with mentioned as (
    select doc_id, entity_id, count(*) as n from staged.mentions group by all
),

quoted as (
    select doc_id, speaker_id as entity_id, count(*) as n from staged.quotes where speaker_id is not null group by all
)

select
    entities.doc_id,
    entities.entity_id,
    entities.name,
    entities.n_mentions,
    coalesce(mentioned.n, 0) as mentions,
    entities.n_quotes,
    coalesce(quoted.n, 0) as quotes
from staged.entities
left join mentioned using (doc_id, entity_id)
left join quoted using (doc_id, entity_id)
where entities.n_mentions <> coalesce(mentioned.n, 0)
    or entities.n_quotes <> coalesce(quoted.n, 0)
