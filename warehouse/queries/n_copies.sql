-- How many of the staged documents are copies: their text stands in the warehouse already, in a document that this run
-- does not replace, or in a staged document with a smaller doc_id.
with kept as (
    select distinct syndication_id from current.documents anti join staged.documents using (doc_id)
),

staged_texts as (
    select doc_id, syndication_id, min(doc_id) over (partition by syndication_id) as first_doc_id from staged.documents
)

select count(*)
from staged_texts
left join kept using (syndication_id)
where kept.syndication_id is not null
    or staged_texts.doc_id <> staged_texts.first_doc_id
