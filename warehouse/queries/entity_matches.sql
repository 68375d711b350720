-- Which identities may be meant by a name? Those with a name or alias in which all of $words stand, and the one whose
-- id is $identity_id. `texts` are those names and aliases, the entities' own names among them.
-- $words are folded by flows.entities.names.fold. DuckDB folds as that does where nothing but ASCII is left; the other
-- names all come along, for the caller to look at.
with texts as (
    select distinct entity_identity.identity_id, unnest(list_append(entities.aliases, entities.name)) as text
    from entities
    join entity_identity using (doc_id, entity_id)
),

folded as (
    select identity_id, text, strip_accents(translate(lower(text), '-‐‑–.''’‘ʼ`´', '     ')) as plain
    from texts
),

matching as (
    select identity_id, list(text order by text) as texts
    from folded
    where
        identity_id = $identity_id
        or not regexp_full_match(plain, '[ -~]*')
        or list_has_all(string_split(plain, ' '), $words::varchar[])
    group by identity_id
)

select identities.*, matching.texts
from matching
join identities using (identity_id)
