-- Who is quoted most?
select name, n_quotes, n_turns, n_documents
from speakers
order by n_quotes desc, name
limit 10
