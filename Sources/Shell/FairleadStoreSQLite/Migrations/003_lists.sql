-- Nothing asks for what belongs to a case: the case itself knows it. An index less is a page less
-- in nearly every commit.
DROP INDEX item_by_case;
