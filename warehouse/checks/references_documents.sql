-- what: Every row of a document's tables has its page and its document.
-- severity: error
-- threshold: 0.0
-- tested: select count(*) from staged.pages
with named as (
    select 'pages' as of_table, doc_id from staged.pages
    union
    select 'documents', doc_id from staged.documents
    union
    select 'paragraphs', doc_id from staged.paragraphs
    union
    select 'dropped', doc_id from staged.dropped
    union
    select 'quotes', doc_id from staged.quotes
    union
    select 'mentions', doc_id from staged.mentions
    union
    select 'entities', doc_id from staged.entities
)

select of_table, doc_id, 'pages' as missing_in from named anti join staged.pages using (doc_id)
union all
select of_table, doc_id, 'documents' from named anti join staged.documents using (doc_id)
