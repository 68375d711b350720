-- what: Of at least 20 pages that were tried, at most half are set aside.
-- severity: error
-- threshold: 0.5
-- tested: select (select count(*) from staged.documents) + (select count(*) from staged.rejects)
-- When most pages fail, the fault is ours or the wrong folder was given, and replaying is better than loading the rest.
-- A few pages prove nothing: a run over two bad files just sets them aside.
select doc_id, source_uri, stage, reasons[1] as reason
from staged.rejects
where (select count(*) from staged.documents) + (select count(*) from staged.rejects) >= 20
