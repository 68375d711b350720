-- One row per company, agency, institution, party or team, same_as applied, with the names that documents use.
select identity_id, name, aliases, n_documents, n_texts, n_mentions, n_quotes
from identities
where type in ('ORG')
