-- what: Documents with the same text have the same syndication_id, and that is the smallest text_id of its group.
-- severity: error
-- threshold: 0.0
-- tested: merged.documents
select 'a text in two groups' as problem, text_id, min(syndication_id) as one_id, max(syndication_id) as other_id
from merged.documents
where text_id is not null
group by text_id
having min(syndication_id) <> max(syndication_id)
union all
select 'not the smallest text_id', min(coalesce(text_id, syndication_id)), syndication_id, syndication_id
from merged.documents
group by syndication_id
having min(coalesce(text_id, syndication_id)) <> syndication_id
