-- what: Every line of corrections.csv has names to correct.
-- severity: warn
-- threshold: 0.0
-- tested: corrections
select line, problem from corrections where problem is not null
