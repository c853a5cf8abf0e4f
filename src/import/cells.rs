//! The rows of a job -> versions and scenarios.

use super::facts::{Facts, Job};
use super::matrix::{Matrix, Row, rows};
use super::report::Import;
use super::runner::{Runner, runner};

/// The version of a job whose matrix has none.
pub(super) const CURRENT: &str = "current";

/// Most rows of one job that are taken up: what one matrix may have.
const MOST: usize = 256;

/// Languages and platforms whose matrix key is mostly a version.
const VERSIONED: [&str; 14] = [
    "python",
    "node",
    "go",
    "ruby",
    "php",
    "java",
    "jdk",
    "rust",
    "toolchain",
    "k8s",
    "kubernetes",
    "django",
    "postgres",
    "scala",
];

/// A row of a job, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// The value of the key that is the version.
    pub(super) version: String,
    /// The other keys, which together are the scenario.
    pub(super) values: Row,
    /// The labels of its machine; none for the default one.
    pub(super) labels: Option<Vec<String>>,
}

/// The cells of a job, and the key of its matrix that is the version.
pub(super) fn cells(facts: &Facts<'_>, job: &Job, import: &mut Import) -> (Vec<Cell>, Option<String>) {
    let at = job.matrix().map_or(job.at, |matrix| matrix.at);
    let what = format!("the matrix of job `{}`", job.id);
    let rows = match rows(facts, job) {
        Matrix::None => return (kept(job, vec![Row::new()], None, import), None),
        Matrix::Known(rows) => rows,
        Matrix::Literal(rows, step) => {
            let why = "a script chooses among these rows while the workflow runs, and that choice is not carried over: give each \
                       trigger a `select`";
            import.leave(step, "the choice of rows", why);
            rows
        }
        Matrix::Unknown(why) => {
            import.leave(
                at,
                what,
                format!("{why}; one cell stands for it: declare its versions and scenarios"),
            );
            return (kept(job, vec![Row::new()], None, import), None);
        }
    };
    if rows.len() > MOST {
        import.leave(
            at,
            what.clone(),
            format!("it has {} rows, and {MOST} are taken up", rows.len()),
        );
    }
    let rows: Vec<Row> = rows.into_iter().take(MOST).collect();
    let key = version_key(&rows);
    let to = key.as_ref().map_or("scenarios".to_owned(), |key| {
        format!("versions (`{key}`) and scenarios")
    });
    import.carry(at, what, to);
    (kept(job, rows, key.as_deref(), import), key)
}

/// The key that is the version, if one is.
fn version_key(rows: &[Row]) -> Option<String> {
    let first = rows.first()?;
    let values = |key: &str| -> Option<Vec<&String>> {
        rows.iter()
            .map(|row| row.iter().find(|(name, _)| name == key).map(|(_, value)| value))
            .collect()
    };
    let score = |key: &str| -> u32 {
        let Some(values) = values(key) else { return 0 };
        let folded = key.to_lowercase();
        let shaped = values.iter().all(|value| {
            value
                .trim_start_matches('v')
                .starts_with(|c: char| c.is_ascii_digit())
        });
        match () {
            () if folded.contains("version") => 3,
            () if VERSIONED
                .iter()
                .any(|name| folded.split(['-', '_']).any(|part| part == *name)) =>
            {
                2
            }
            () if shaped && values.iter().any(|value| value.contains('.')) => 1,
            () => 0,
        }
    };
    // The first of the best: `max_by_key` would take the last.
    let best = first
        .iter()
        .map(|(key, _)| score(key))
        .max()
        .filter(|best| *best > 0)?;
    first
        .iter()
        .map(|(key, _)| key)
        .find(|key| score(key) == best)
        .cloned()
}

fn kept(job: &Job, rows: Vec<Row>, key: Option<&str>, import: &mut Import) -> Vec<Cell> {
    let at = job.node.get("runs-on").map_or(job.at, |node| node.at);
    let mut cells = Vec::new();
    for row in rows {
        let labels = match runner(job, &row) {
            Runner::Foreign(why) => {
                let values: Vec<&str> = row.iter().map(|(_, value)| value.as_str()).collect();
                import.leave(
                    at,
                    format!("the row ({}) of job `{}`", values.join(", "), job.id),
                    why,
                );
                continue;
            }
            Runner::Default(why) => {
                if let Some(why) = why {
                    import.leave(at, format!("the runner of job `{}`", job.id), why);
                }
                None
            }
            Runner::Labels(labels) => Some(labels),
        };
        let version = row.iter().find(|(name, _)| Some(name.as_str()) == key);
        cells.push(Cell {
            version: version.map_or(CURRENT.to_owned(), |(_, value)| value.clone()),
            values: row
                .iter()
                .filter(|(name, _)| Some(name.as_str()) != key)
                .cloned()
                .collect(),
            labels,
        });
    }
    cells
}
