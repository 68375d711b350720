-- One row per document: which text it has, and whether it stands for that text where copies count once.
-- Documents with the same or nearly the same body are copies of one text. Its leader is the one that was published
-- first; where that is not known or equal, the one with the smallest doc_id.
-- publication is where a document stands: its site, else its publisher, else the host of its address. Of the copies of
-- a text in one publication, the first is that publication's leader; documents of no known publication count as one.
with published as (
    select
        documents.doc_id,
        documents.syndication_id,
        coalesce(
            documents.site,
            documents.publisher,
            regexp_extract(pages.url, '^[A-Za-z]+://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)', 1),
            ''
        ) as publication,
        documents.published_at_utc
    from documents
    join pages on pages.doc_id = documents.doc_id
),

ordered as (
    select
        *,
        first_value(doc_id) over whole_text as leader_id,
        first_value(doc_id) over one_publication as publication_leader_id
    from published
    window
        whole_text as (partition by syndication_id order by published_at_utc nulls last, doc_id),
        one_publication as (
            partition by syndication_id, publication order by published_at_utc nulls last, doc_id
        )
)

select
    doc_id,
    syndication_id,
    leader_id,
    doc_id = leader_id as is_leader,
    nullif(publication, '') as publication,
    doc_id = publication_leader_id as is_publication_leader
from ordered
