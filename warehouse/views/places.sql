-- One row per country, state, city, other place, building or road, same_as applied, with the names that documents use.
-- See identities for what the counts mean.
select
    identity_id,
    name,
    type,
    aliases,
    n_documents,
    n_texts,
    n_publications,
    n_mentions,
    n_quotes,
    n_text_quotes,
    n_publication_quotes,
    first_seen_at_utc,
    last_seen_at_utc
from identities
where type in ('GPE', 'LOC', 'FAC')
