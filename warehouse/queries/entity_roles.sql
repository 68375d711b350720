-- Where was each role of $identity_id read? One place for each spelling, in the most recent document that has it, with
-- the words around it.
with said as (
    select doc_id, role.text as role, role.ordinal as ordinal, role.start as start, role."end" as "end"
    from (
        select entities.doc_id, unnest(entities.roles) as role
        from entities
        join entity_identity using (doc_id, entity_id)
        where entity_identity.identity_id = $identity_id
    )
),

places as (
    select said.*, documents.title
    from said
    join documents using (doc_id)
    qualify row_number() over (
        partition by said.role order by documents.published_at_utc desc nulls last, said.doc_id, said.ordinal, said.start
    ) = 1
)

select
    places.role as text,
    places.title,
    pages.source_uri,
    pages.source_record,
    substring(paragraphs.text, greatest(places.start - 25, 0) + 1, least(places.start, 25)) as before,
    substring(paragraphs.text, places.start + 1, places."end" - places.start) as words,
    substring(paragraphs.text, places."end" + 1, 35) as after,
    places.start > 25 as is_cut_before,
    length(paragraphs.text) > places."end" + 35 as is_cut_after
from places
join pages using (doc_id)
join paragraphs using (doc_id, ordinal)
