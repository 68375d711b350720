-- what: Both sides of every same_as pair are entities of some document, the smaller id first unless for one document.
-- severity: error
-- threshold: 0.0
-- tested: merged.same_as
with sides as (
    select from_id, to_id, doc_id, from_id as entity_id from merged.same_as
    union all
    select from_id, to_id, doc_id, to_id from merged.same_as
)

select from_id, to_id, entity_id as missing from sides anti join merged.entities using (entity_id)
union all
select from_id, to_id, 'order' from merged.same_as where from_id >= to_id and doc_id = ''
union all
select from_id, to_id, doc_id from merged.same_as
where doc_id <> '' and (doc_id, from_id) not in (select (doc_id, entity_id) from merged.entities)
