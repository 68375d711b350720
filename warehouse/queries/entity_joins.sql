-- What does same_as say of the entities that are $identity_id? The pairs that hold for all documents first.
-- A pair of one document is told of whom it is about there, and of whom or what the name means elsewhere.
with members as (
    select doc_id, entity_id from entity_identity where identity_id = $identity_id
),

said as (
    select from_id, to_id, score, why, "by", coalesce(doc_id, '') as doc_id from same_as
),

-- Those that are it wherever no document says otherwise.
everywhere as (
    select distinct members.entity_id
    from members
    anti join said on said.doc_id = members.doc_id and said.from_id = members.entity_id
),

told as (
    select *
    from said
    where
        if(
            doc_id = '',
            from_id in (select entity_id from everywhere),
            (doc_id, from_id) in (select (doc_id, entity_id) from members)
        )
        or to_id in (select entity_id from everywhere)
),

names as (
    select entity_id, min(name) as name
    from entities
    where entity_id in (select from_id from told union all select to_id from told)
    group by entity_id
)

select
    from_names.name as from_name,
    to_names.name as to_name,
    told.from_id = told.to_id as is_alone,
    told.score,
    told.why,
    told."by",
    told.doc_id,
    documents.title,
    pages.source_uri,
    pages.source_record
from told
left join names as from_names on from_names.entity_id = told.from_id
left join names as to_names on to_names.entity_id = told.to_id
left join documents on documents.doc_id = told.doc_id
left join pages on pages.doc_id = told.doc_id
order by told.doc_id <> '', told.score desc, from_name, to_name, told.doc_id
