-- what: Every speaker and every mention is an entity of its own document.
-- severity: error
-- threshold: 0.0
-- tested: select count(*) from staged.mentions
with named as (
    select 'mentions.entity_id' as reference, doc_id, page_start::varchar as row_key, entity_id from staged.mentions
    union all
    select 'paragraphs.speaker_id', doc_id, ordinal::varchar, speaker_id from staged.paragraphs where speaker_id is not null
    union all
    select 'quotes.speaker_id', doc_id, quote_id, speaker_id from staged.quotes where speaker_id is not null
)

select reference, doc_id, row_key, entity_id
from named
anti join staged.entities using (doc_id, entity_id)
