-- Where did each page's characters go?
with parts as (
    select doc_id, 'body' as part, length(text) as n_characters from paragraphs
    union all
    select doc_id, 'labels', length(label) from paragraphs where label is not null
    union all
    select doc_id, 'dropped: ' || reason, length(text) from dropped
)

select
    coalesce(documents.title, pages.source_uri) as page,
    parts.part,
    sum(parts.n_characters)::bigint as n_characters,
    round(100 * sum(parts.n_characters) / sum(sum(parts.n_characters)) over (partition by parts.doc_id), 1) as percent
from parts
join documents using (doc_id)
join pages using (doc_id)
group by parts.doc_id, page, parts.part
order by page, n_characters desc, parts.part
