-- what: Every quote that stands in another stands in one of its own document.
-- severity: error
-- threshold: 0.0
-- tested: select count(*) from staged.quotes where parent_quote_id is not null
select quotes.doc_id, quotes.quote_id, quotes.parent_quote_id
from staged.quotes
anti join staged.quotes as parents on parents.quote_id = quotes.parent_quote_id and parents.doc_id = quotes.doc_id
where quotes.parent_quote_id is not null
