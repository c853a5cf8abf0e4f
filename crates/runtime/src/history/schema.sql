CREATE TABLE test_runs (
    run_id TEXT PRIMARY KEY,
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

CREATE TABLE test_results (
    result_id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES test_runs (run_id) ON DELETE CASCADE,
    cell TEXT NOT NULL,
    suite TEXT,
    test_name TEXT NOT NULL,
    test_file TEXT,
    status TEXT NOT NULL,
    flaky INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    duration REAL,
    error_message TEXT,
    retry_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX test_results_run ON test_results (run_id);
CREATE INDEX test_results_test ON test_results (cell, test_name);

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
