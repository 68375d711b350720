-- what: Every document has a paragraph.
-- severity: error
-- threshold: 0.0
-- tested: staged.documents
select documents.doc_id
from staged.documents
anti join staged.paragraphs using (doc_id)
