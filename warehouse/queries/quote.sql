-- The quotes whose ids start with $quote_id, each with its document and the paragraphs that hold its words, its cue and
-- who says it.
with chosen as (
    select * from quotes where starts_with(quote_id, $quote_id)
),

around as (
    select
        chosen.quote_id,
        list({'ordinal': paragraphs.ordinal, 'text': paragraphs.text} order by paragraphs.ordinal) as paragraphs
    from chosen
    join paragraphs on paragraphs.doc_id = chosen.doc_id
    where
        paragraphs.ordinal in (chosen.cue_ordinal, chosen.speaker_ordinal)
        or list_contains(list_transform(chosen.segments, lambda segment: segment.ordinal), paragraphs.ordinal)
    group by chosen.quote_id
)

select chosen.*, around.paragraphs, documents.title, pages.source_uri, pages.source_record
from chosen
join documents using (doc_id)
join pages using (doc_id)
left join around using (quote_id)
order by chosen.quote_id
limit 20
