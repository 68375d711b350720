-- One row per country, state, city, other place, building or road, same_as applied, with the names that documents use.
select identity_id, name, type, aliases, n_documents, n_texts, n_mentions, n_quotes
from identities
where type in ('GPE', 'LOC', 'FAC')
