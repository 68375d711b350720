-- One row per run, the latest first, with how its checks ended.
with verdicts as (
    select
        run_id,
        count(*) as n_checks,
        count(*) filter (where verdict = 'warned') as n_warned,
        count(*) filter (where verdict = 'failed') as n_failed
    from checks
    group by run_id
)

select
    runs.run_id,
    runs.run_name,
    runs.state,
    runs.started_at_utc,
    runs.finished_at_utc,
    round(epoch(runs.finished_at_utc - runs.started_at_utc), 1) as seconds,
    runs.snapshot,
    runs.n_pages,
    runs.n_loaded,
    runs.n_copies,
    runs.n_unchanged,
    runs.n_superseded,
    runs.n_rejected,
    runs.n_known_rejects,
    coalesce(verdicts.n_checks, 0) as n_checks,
    coalesce(verdicts.n_warned, 0) as n_warned,
    coalesce(verdicts.n_failed, 0) as n_failed,
    runs.pipeline_version
from runs
left join verdicts using (run_id)
order by runs.started_at_utc desc, runs.snapshot desc
