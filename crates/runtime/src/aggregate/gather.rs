//! Folders -> cells.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use indexmap::IndexMap;
use pipewright_model::artifact;
use pipewright_model::plan::Plan;

use super::add::Source;
use super::cell::{Cell, Name, Take};
use super::covered::Covered;
use super::truth::{Names, Truth};
use super::walk::walk;
use crate::history::Book;
use crate::reading::{Entry, Header, Kind, Report, read_file};
use crate::results::TestResult;

/// A result of our own, read.
struct Own {
    folder: String,
    file: String,
    header: Header,
    tests: Vec<TestResult>,
    problems: Vec<String>,
}

/// Reads all that lies in the input. Names that the book has keep their numbers.
pub(super) fn gather(root: &Path, plan: Option<&Plan>, book: Book) -> Result<Truth> {
    let mut found = walk(root).with_context(|| format!("cannot read the folder {}", root.display()))?;
    let covered = Covered::take_out(root, &mut found.folders);
    let mut gatherer = Gatherer {
        root,
        known: known(plan),
        truth: Truth {
            problems: found.problems,
            names: Names::new(book),
            ..Truth::default()
        },
        own: Vec::new(),
        sources: 0,
    };
    let mut foreign = Vec::new();
    for (folder, files) in found.folders {
        if !gatherer.own(&folder, &files) {
            foreign.push((folder, files));
        }
    }
    gatherer.settle();
    // In the order of attempts, so that a later one is added to an earlier one.
    foreign.sort_by_cached_key(|(folder, _)| (attempt(folder), folder.clone()));
    for (folder, files) in foreign {
        gatherer.foreign(&folder, &files);
    }
    let (mut truth, known) = (gatherer.truth, gatherer.known);
    let (coverage, problems) = covered.merge(root, |file| version(file, &truth, &known));
    truth.coverage = coverage;
    truth.ignored.extend(problems);
    // In the order of the plan, then by name.
    truth.cells.sort_by_cached_key(|name, _| {
        let place = known.values().position(|planned| planned == name);
        (place.unwrap_or(usize::MAX), name.shown())
    });
    Ok(truth)
}

/// The version of the cell in whose folder a file is, or empty.
fn version(file: &Path, truth: &Truth, known: &IndexMap<String, Name>) -> String {
    let is_inside = |cell: &Cell| cell.takes.iter().any(|take| file.starts_with(&take.folder));
    let of_cell = truth
        .cells
        .iter()
        .find(|(_, cell)| is_inside(cell))
        .map(|(name, _)| name);
    let name = of_cell.or_else(|| known.get(stem(&first(file)).0));
    match name {
        Some(Name::Own(id)) => id.version.clone(),
        Some(Name::Foreign(_)) | None => String::new(),
    }
}

/// Planned cells by the name of their artifact without its attempt.
fn known(plan: Option<&Plan>) -> IndexMap<String, Name> {
    let cells = plan
        .into_iter()
        .flat_map(|plan| &plan.profiles)
        .flat_map(|profile| &profile.cells);
    cells
        .map(|cell| {
            let name = artifact::cell(&cell.version, &cell.scenario, "1");
            (stem(&name).0.to_owned(), Name::of(cell))
        })
        .collect()
}

/// The name of an artifact without its attempt, and the attempt.
fn stem(name: &str) -> (&str, u32) {
    name.rsplit_once("-attempt-")
        .and_then(|(stem, number)| Some((stem, number.parse().ok()?)))
        .unwrap_or((name, 1))
}

fn first(folder: &Path) -> String {
    let first = folder.components().next();
    first.map_or_else(|| ".".to_owned(), |first| readable(first.as_os_str()))
}

/// A name as text. Bytes that are none are written as `\xFF`, so that two names stay two.
fn readable(name: &OsStr) -> String {
    let chunks = name.as_encoded_bytes().utf8_chunks();
    chunks.fold(String::new(), |mut text, chunk| {
        text.push_str(chunk.valid());
        chunk
            .invalid()
            .iter()
            .for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
        text
    })
}

fn attempt(folder: &Path) -> u32 {
    stem(&first(folder)).1
}

struct Gatherer<'a> {
    root: &'a Path,
    known: IndexMap<String, Name>,
    truth: Truth,
    own: Vec<Own>,
    sources: u32,
}

impl Gatherer<'_> {
    /// Reads a folder that has a result of ours. Its other files tell the same and are not counted again.
    fn own(&mut self, folder: &Path, files: &[PathBuf]) -> bool {
        let Some(file) = files
            .iter()
            .find(|file| file.file_name().is_some_and(|name| name == "result.json"))
        else {
            return false;
        };
        let mut tests = Vec::new();
        let outcome = read_file(&self.root.join(file), &mut |entry| {
            if let Entry::Test(test) = entry {
                tests.push(*test);
            }
        });
        let shown = file.display().to_string();
        let (header, problems) = match outcome {
            Ok(Report {
                kind: Kind::Result,
                header: Some(header),
                problems,
                ..
            }) => (header, problems.told()),
            Ok(report) => {
                let mut problems = report.problems.told();
                problems.push("this is no result of a cell".to_owned());
                (Header::default(), problems)
            }
            Err(error) => (Header::default(), vec![format!("cannot be read: {error}")]),
        };
        if header.cell.is_none() {
            let problems = problems.iter().map(|problem| format!("{shown}: {problem}"));
            self.truth.problems.extend(problems);
            // What else is in the folder is better than nothing.
            return false;
        }
        self.own.push(Own {
            folder: folder.display().to_string(),
            file: shown,
            header,
            tests,
            problems,
        });
        true
    }

    /// Adds results of our own, in the order in which the runs were.
    fn settle(&mut self) {
        let mut own = std::mem::take(&mut self.own);
        own.sort_by_cached_key(|own| {
            let run = own.header.run.clone();
            run.map(|run| (run.attempt, run.started, run.id, own.folder.clone()))
        });
        for own in own {
            self.add(own);
        }
    }

    fn add(&mut self, mut own: Own) {
        let Some(name) = own.header.cell.clone() else {
            return;
        };
        own.problems.extend(lacks(&own.header, &own.tests));
        let name = Name::Own(name.into());
        let run = own.header.run.unwrap_or_else(|| crate::results::Run {
            id: String::new(),
            attempt: 1,
            started: String::new(),
            finished: String::new(),
        });
        let promised = self.promised(&own.folder, &name);
        let cell = self.truth.cells.entry(name).or_default();
        let take = Take {
            folder: own.folder.clone(),
            run: (run.id, run.attempt),
            outcome: own.header.outcome,
            has_failed_hook: own.header.hooks.iter().any(|hook| hook.status.is_bad()),
            started: run.started,
            finished: run.finished,
            duration: own.header.counts.map_or(0.0, |counts| counts.duration),
        };
        let number = cell.begin(take);
        let source = Source {
            file: self.sources,
            take: number,
        };
        self.sources += 1;
        cell.expected.extend(own.header.expected);
        let problems = own.problems.into_iter();
        cell.problems
            .extend(problems.map(|problem| format!("{}: {problem}", own.file)));
        if let Some(promised) = promised {
            cell.problems
                .push(format!("{}: it is in the folder of {promised}", own.file));
        }
        for test in own.tests {
            cell.result(test, &own.folder, source, &mut self.truth.names);
        }
    }

    /// Whose folder it is, if another cell's. An artifact that is called like a cell's holds that cell's results.
    fn promised(&self, folder: &str, name: &Name) -> Option<String> {
        let first = first(Path::new(folder));
        let base = stem(&first).0;
        if let Some(promised) = self.known.get(base) {
            return (promised != name).then(|| promised.shown());
        }
        let Name::Own(id) = name else { return None };
        let own = artifact::cell(&id.version, &id.scenario, "1");
        let is_called_like_a_cell = base.starts_with(artifact::CELL_PREFIX) && base != first;
        // A shard adds its own word to the name of the cell.
        let rest = base.strip_prefix(stem(&own).0);
        let is_of_it = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        (is_called_like_a_cell && !is_of_it).then(|| base.to_owned())
    }

    /// Reads a folder without a result of ours: JUnit files, or else CTRF files, of which none are counted beside
    /// JUnit files since they tell the same.
    fn foreign(&mut self, folder: &Path, files: &[PathBuf]) {
        let first = first(folder);
        let (base, attempt) = stem(&first);
        let is_own =
            self.known.contains_key(base) || (base.starts_with(artifact::CELL_PREFIX) && base != first);
        // A folder inside of one with a result is that cell's: what its tests left.
        let is_inside = |own: &Take| own.outcome.is_some() && folder.starts_with(&own.folder);
        if self
            .truth
            .cells
            .values()
            .flat_map(|cell| &cell.takes)
            .any(is_inside)
        {
            return;
        }
        let name = self
            .known
            .get(base)
            .cloned()
            .unwrap_or_else(|| Name::Foreign(base.to_owned()));
        let shown = folder.display().to_string();
        let mut cell = self.truth.cells.swap_remove(&name).unwrap_or_default();
        if is_own && folder.components().count() == 1 {
            cell.problems.push(format!("{shown}: it has no result.json"));
        }
        let before = cell.takes.len();
        let take = Take {
            folder: shown,
            run: (first.clone(), attempt),
            outcome: None,
            has_failed_hook: false,
            started: String::new(),
            finished: String::new(),
            duration: 0.0,
        };
        let number = cell.begin(take);
        let (xml, json): (Vec<_>, Vec<_>) = files.iter().partition(|file| {
            file.extension()
                .is_some_and(|extension| extension.eq_ignore_ascii_case("xml"))
        });
        let mut has_read = false;
        for file in xml {
            has_read |= self.file(&mut cell, file, number);
        }
        for file in json {
            if has_read {
                self.truth
                    .ignored
                    .push(format!("{}: its folder has JUnit files", file.display()));
            } else {
                has_read |= self.file(&mut cell, file, number);
            }
        }
        // A report without a case is no folder without a report: something should have run, and the ledger says `empty`.
        let is_nothing = !has_read && cell.tests.is_empty() && cell.problems.is_empty() && !is_own;
        if is_nothing {
            cell.takes.truncate(before);
        }
        if !cell.takes.is_empty() {
            self.truth.cells.insert(name, cell);
        }
    }

    /// Reads a file. Whether it is a report.
    fn file(&mut self, cell: &mut Cell, file: &Path, take: u16) -> bool {
        let source = Source {
            file: self.sources,
            take,
        };
        self.sources += 1;
        let names = &mut self.truth.names;
        let outcome = read_file(&self.root.join(file), &mut |entry| match entry {
            Entry::Case(case) => cell.case(case, source, names),
            Entry::Test(test) => cell.result(*test, "", source, names),
        });
        let shown = file.display();
        match outcome {
            Ok(report) if report.kind == Kind::Foreign => {
                let problems = report.problems.told();
                self.truth
                    .ignored
                    .push(format!("{shown}: {}", problems.join("; ")));
                false
            }
            Ok(report) => {
                let into = if report.problems.is_damaged() {
                    &mut cell.problems
                } else {
                    &mut self.truth.ignored
                };
                let problems = report.problems.told().into_iter();
                into.extend(problems.map(|problem| format!("{shown}: {problem}")));
                true
            }
            Err(error) => {
                cell.problems.push(format!("{shown}: cannot be read: {error}"));
                true
            }
        }
    }
}

/// What a result has to say of itself and does not, or says otherwise than its tests. One that is cut off lacks more, and
/// that is told already.
fn lacks(header: &Header, tests: &[TestResult]) -> Vec<String> {
    let parts = [
        ("run", header.run.is_none()),
        ("outcome", header.outcome.is_none()),
        ("suite", header.counts.is_none()),
    ];
    let missing = parts.into_iter().filter(|(_, is_missing)| *is_missing);
    let mut lacks: Vec<String> = missing
        .map(|(part, _)| format!("it has no `{part}`, which every result has"))
        .collect();
    if let Some(counts) = &header.counts {
        let bad = tests.iter().filter(|test| test.status.is_bad()).count();
        let told = (counts.tests, counts.failed + counts.errors);
        if told != (tests.len(), bad) {
            lacks.push(format!(
                "`suite` says {} tests and {} that did not pass, and `tests` has {} and {bad}",
                told.0,
                told.1,
                tests.len()
            ));
        }
    }
    lacks
}

impl Cell {
    /// Begins a take. Gives its number: shards of one run share it.
    fn begin(&mut self, take: Take) -> u16 {
        let is_same = self.takes.last().is_some_and(|last| last.run == take.run);
        let mut runs = self.takes.iter().map(|take| &take.run).collect::<Vec<_>>();
        runs.dedup();
        let count = u16::try_from(runs.len()).unwrap_or(u16::MAX);
        self.takes.push(take);
        if is_same { count } else { count.saturating_add(1) }
    }
}
