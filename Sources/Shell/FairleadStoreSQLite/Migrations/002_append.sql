-- Segments in the order of their commits: a commit appends to the table's last pages, where it
-- wrote into one page of each shard before, and rows waste no part of a page.
DROP INDEX segment_by_anchor;
ALTER TABLE segment RENAME TO segment_of_schema_1;
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    shard INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    anchor TEXT NOT NULL,
    time INTEGER NOT NULL,
    entries BLOB NOT NULL,
    payloads BLOB NOT NULL
) STRICT;
INSERT INTO segment (tenant, shard, first, last, anchor, time, entries, payloads)
SELECT tenant, shard, first, last, anchor, time, entries, payloads FROM segment_of_schema_1
ORDER BY tenant, shard, first;
DROP TABLE segment_of_schema_1;
CREATE UNIQUE INDEX segment_by_number ON segment (tenant, shard, first);
CREATE INDEX segment_by_anchor ON segment (tenant, shard, anchor, first);

-- Nothing asks for what is due: whoever runs knows it.
DROP INDEX agenda_by_due;
