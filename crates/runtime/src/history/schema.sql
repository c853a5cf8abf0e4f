CREATE TABLE test_runs (
    number INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    attempt INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    branch TEXT,
    commit_sha TEXT,
    "trigger" TEXT,
    verdict TEXT NOT NULL,
    total_tests INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    flaky INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    duration REAL,
    complete INTEGER NOT NULL,
    mass_failure INTEGER NOT NULL,
    -- What the row was made from, to see whether it still is.
    checksum INTEGER
);
CREATE INDEX test_runs_branch ON test_runs (branch, timestamp);

-- Each test once, by a number that its texts give (the first eight bytes of their SHA-256).
CREATE TABLE tests (
    number INTEGER PRIMARY KEY,
    cell TEXT NOT NULL,
    suite TEXT,
    test_name TEXT NOT NULL,
    test_file TEXT
);

-- Histories hold millions of these, so that they are numbers; `test_results` says the same in words.
CREATE TABLE results (
    result_id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES test_runs (number) ON DELETE CASCADE,
    test INTEGER NOT NULL REFERENCES tests (number),
    status INTEGER NOT NULL,
    flaky INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    duration REAL,
    error_message TEXT,
    retry_count INTEGER NOT NULL DEFAULT 0
);

CREATE VIEW test_results AS
SELECT
    result_id,
    run_id,
    cell,
    suite,
    test_name,
    test_file,
    CASE results.status WHEN 0 THEN 'passed' WHEN 1 THEN 'failed' WHEN 2 THEN 'errored' ELSE 'skipped' END AS status,
    results.flaky AS flaky,
    counts,
    results.duration AS duration,
    error_message,
    retry_count
FROM results
JOIN test_runs ON test_runs.number = results.run
JOIN tests ON tests.number = results.test;

CREATE TABLE metrics (
    metric_id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES test_runs (run_id) ON DELETE CASCADE,
    metric_name TEXT NOT NULL,
    metric_value REAL,
    tags TEXT NOT NULL
);
CREATE INDEX metrics_run ON metrics (run_id);

CREATE TABLE flaky_tests (
    test_id INTEGER PRIMARY KEY,
    cell TEXT NOT NULL,
    test_name TEXT NOT NULL,
    state TEXT NOT NULL,
    total_runs INTEGER NOT NULL,
    failed_runs INTEGER NOT NULL,
    flaky_rate REAL,
    low REAL,
    high REAL,
    last_seen TEXT,
    UNIQUE (cell, test_name)
);
