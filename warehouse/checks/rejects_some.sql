-- what: Of the pages that were tried, at most one in twenty is set aside.
-- severity: warn
-- threshold: 0.05
-- tested: select (select count(*) from staged.documents) + (select count(*) from staged.rejects)
-- A folder of news pages holds some pages without a body (indexes, videos); more than one in twenty deserves a look.
select doc_id, source_uri, stage, reasons[1] as reason from staged.rejects
