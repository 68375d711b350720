-- what: No key stands twice in $table.
-- severity: error
-- threshold: 0.0
-- tested: staged.$table
-- for: each table
select $key, count(*) as times
from $rows
group by $key
having count(*) > 1
