-- what: Every ordinal of a quote, a mention or a role is a paragraph of its own document, and the span ends inside it.
-- severity: error
-- threshold: 0.0
-- tested: select count(*) from staged.quotes
with segments as (
    select doc_id, quote_id, unnest(segments) as span from staged.quotes
),

roles as (
    select doc_id, entity_id, unnest(roles) as span from staged.entities
),

named as (
    select 'quotes.segments' as reference, doc_id, quote_id as row_key, span.ordinal as ordinal, span.end as last
    from segments
    union all
    select 'quotes.cue', doc_id, quote_id, cue_ordinal, cue_end from staged.quotes where cue_ordinal is not null
    union all
    select 'quotes.speaker', doc_id, quote_id, speaker_ordinal, speaker_end
    from staged.quotes
    where speaker_ordinal is not null
    union all
    select 'mentions', doc_id, page_start::varchar, ordinal, "end" from staged.mentions where ordinal is not null
    union all
    select 'entities.roles', doc_id, entity_id, span.ordinal, span.end from roles
)

select named.reference, named.doc_id, named.row_key, named.ordinal, named.last
from named
left join staged.paragraphs as paragraphs on paragraphs.doc_id = named.doc_id and paragraphs.ordinal = named.ordinal
where paragraphs.doc_id is null
    or named.last > length(paragraphs.text)
