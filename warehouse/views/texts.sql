-- One row per text, however many documents are copies of it, with the facts of its leader (see copies).
-- n_copies are the documents besides the leader. n_publications counts those that published it;
-- first_published_at_utc is the leader's.
with counts as (
    select
        copies.syndication_id,
        any_value(copies.leader_id) as leader_id,
        count(*) as n_documents,
        count(*) filter (where copies.is_publication_leader) as n_publications,
        list(distinct copies.publication order by copies.publication)
            filter (where copies.publication is not null) as publications,
        min(documents.published_at_utc) as first_published_at_utc,
        max(documents.published_at_utc) as last_published_at_utc
    from copies
    join documents using (doc_id)
    group by copies.syndication_id
)

select
    counts.syndication_id,
    counts.leader_id,
    leaders.kind,
    leaders.title,
    leaders.publisher,
    leaders.language,
    leaders.n_words,
    counts.n_documents,
    counts.n_documents - 1 as n_copies,
    counts.n_publications,
    coalesce(counts.publications, []) as publications,
    counts.first_published_at_utc,
    counts.last_published_at_utc
from counts
join documents as leaders on leaders.doc_id = counts.leader_id
