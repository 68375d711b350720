-- One row per page that is set aside now: its last reject that no run has closed.
select
    rejects.doc_id,
    rejects.source_uri,
    rejects.source_record,
    rejects.stage,
    rejects.reasons,
    rejects.pipeline_version,
    rejects.run_id,
    runs.started_at_utc,
    exists (select 1 from documents where documents.doc_id = rejects.doc_id) as has_older_version
from rejects
left join runs using (run_id)
where rejects.closed_by is null
qualify row_number() over (partition by rejects.doc_id order by runs.snapshot desc nulls last, rejects.run_id) = 1
