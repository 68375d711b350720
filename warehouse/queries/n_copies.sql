-- How many of the staged documents are copies: of the documents of a text that stands in the warehouse already, in a
-- document that this run does not replace, all of them; of a text that is new, all but one.
with texts as (
    select
        syndication_id,
        count(staged_id) as n_staged,
        count(*) - count(staged_id) as n_kept
    from merged.documents
    left join (select doc_id as staged_id from staged.documents) on staged_id = doc_id
    group by syndication_id
    having count(staged_id) > 0
)

select coalesce(sum(if(n_kept > 0, n_staged, n_staged - 1)), 0)::bigint
from texts
