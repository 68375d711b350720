-- what: Every non-blank character of a page stands exactly once in a paragraph, a label or a dropped span.
-- severity: error
-- threshold: 0.0
-- tested: staged.pages
-- Spans are laid side by side: each must begin where the one before ended, but for a gap that normalises to nothing.
-- normalised() is schemas.normalise, the one definition of what a blank is; it is asked only where a gap is not
-- plain white space.
with spans as (
    select doc_id, page_start as first, page_end as last from staged.paragraphs
    union all
    select doc_id, label_start, label_end from staged.paragraphs where label is not null
    union all
    select doc_id, page_start, page_end from staged.dropped
    union all
    select doc_id, length(text), length(text) from staged.pages
),

ordered as (
    select
        doc_id,
        first,
        last,
        coalesce(max(last) over (
            partition by doc_id order by first, last rows between unbounded preceding and 1 preceding
        ), 0) as last_before
    from spans
),

gaps as (
    select
        ordered.doc_id,
        ordered.last_before as page_start,
        ordered.first as page_end,
        case
            when ordered.first > ordered.last_before
                then trim(
                    substring(pages.text, ordered.last_before + 1, ordered.first - ordered.last_before), e' \t\n\r\v\f'
                )
            else ''
        end as missing
    from ordered
    join staged.pages as pages using (doc_id)
    where ordered.first <> ordered.last_before
)

select
    doc_id,
    page_start,
    page_end,
    case when page_end < page_start then 'stands twice' else 'is missing' end as trouble,
    left(missing, 80) as text
from gaps
where page_end < page_start
    or case when missing = '' then false else normalised(missing) <> '' end
