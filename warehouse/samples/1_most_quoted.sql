-- Who is quoted most? Copies of a text count once.
select name, n_text_quotes as n_quotes, n_turns, n_texts
from speakers
order by n_quotes desc, name
limit 10
