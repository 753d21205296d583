-- What a step wrote: consecutive entries of one shard, all of one anchor. The blobs are framed
-- by FairleadStore (Segment+Framing.swift); a purge rewrites `payloads` alone.
CREATE TABLE segment (
    tenant TEXT NOT NULL,
    shard INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    anchor TEXT NOT NULL,
    time INTEGER NOT NULL,
    entries BLOB NOT NULL,
    payloads BLOB NOT NULL,
    PRIMARY KEY (tenant, shard, first)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_by_anchor ON segment (tenant, shard, anchor, first);

-- The last entry of each shard's chain.
CREATE TABLE chain_head (
    tenant TEXT NOT NULL,
    shard INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (tenant, shard)
) STRICT, WITHOUT ROWID;

-- Every event that was received, once; `cases` has one case on a line.
CREATE TABLE intake (
    tenant TEXT NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    digest BLOB NOT NULL,
    shard INTEGER NOT NULL,
    number INTEGER NOT NULL,
    cases TEXT NOT NULL,
    PRIMARY KEY (tenant, source, id)
) STRICT, WITHOUT ROWID;

-- What people work from: cases, approvals, tasks, exceptions. Follows from the ledger.
CREATE TABLE item (
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    shard INTEGER NOT NULL,
    anchor TEXT NOT NULL,
    case_id TEXT NOT NULL,
    account TEXT,
    state TEXT NOT NULL,
    playbook TEXT,
    queue TEXT,
    score INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    due INTEGER,
    PRIMARY KEY (tenant, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_by_priority ON item (tenant, kind, state, score DESC, id);
CREATE INDEX item_by_queue ON item (tenant, queue, kind, state, score DESC, id)
    WHERE queue IS NOT NULL;
CREATE INDEX item_by_account ON item (tenant, account) WHERE account IS NOT NULL;
CREATE INDEX item_by_case ON item (tenant, case_id);

-- When an anchor has something to do next; an anchor with nothing has no row.
CREATE TABLE agenda (
    tenant TEXT NOT NULL,
    shard INTEGER NOT NULL,
    anchor TEXT NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (tenant, shard, anchor)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_by_due ON agenda (tenant, due, shard, anchor);

-- Bytes by their digest: catalogs, time-zone data.
CREATE TABLE blob (
    digest BLOB NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- Answers to writes with an idempotency key.
CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    path TEXT NOT NULL,
    key TEXT NOT NULL,
    body BLOB NOT NULL,
    status INTEGER NOT NULL,
    answer BLOB NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (principal, path, key)
) STRICT;
CREATE INDEX idempotency_by_expiry ON idempotency (expires);

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
