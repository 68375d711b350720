-- what: The pages of the run are its loaded, copied, unchanged, superseded and rejected ones, and each is a staged row.
-- severity: error
-- threshold: 0.0
-- tested: staged.runs
with counted as (
    select
        runs.*,
        (select count(*) from staged.documents) as staged_documents,
        (select count(*) from staged.rejects) as staged_rejects
    from staged.runs
)

select
    n_pages,
    n_loaded,
    n_copies,
    n_unchanged,
    n_superseded,
    n_rejected,
    n_known_rejects,
    staged_documents,
    staged_rejects
from counted
where n_pages <> n_loaded + n_copies + n_unchanged + n_superseded + n_rejected
    or n_loaded + n_copies <> staged_documents
    or n_rejected - n_known_rejects <> staged_rejects
