-- What is $identity_id called, how often, and why do mentions by that name mean it (the most frequent reasons first)?
with named as (
    select mentions.doc_id, mentions.text, mentions.why
    from mentions
    join entity_identity using (doc_id, entity_id)
    where entity_identity.identity_id = $identity_id
),

reasons as (
    select text, list({'why': why, 'n': n} order by n desc, why) as reasons
    from (select text, why, count(*) as n from named group by all)
    group by text
)

select
    named.text,
    count(*) as n_mentions,
    count(distinct named.doc_id) as n_documents,
    any_value(reasons.reasons) as reasons
from named
join reasons using (text)
group by named.text
order by n_mentions desc, named.text
