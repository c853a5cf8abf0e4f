//! A metric over the runs.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::own;
use crate::analyze::evidence::Run;

/// Most metrics that tests report and that are looked at.
const MOST: usize = 1_000;

/// A metric over the runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Series {
    /// Its name.
    pub(crate) name: String,
    /// What it is of.
    pub(crate) tags: IndexMap<String, String>,
    /// Places of runs with its value there, in order. The last is of this run.
    pub(crate) points: Vec<(usize, f64)>,
}

/// A metric, whatever the order of its tags.
type Key<'a> = (&'a str, BTreeMap<&'a str, &'a str>);

impl Series {
    /// The value of this run.
    pub(crate) fn current(&self) -> f64 {
        self.points.last().map_or(0.0, |(_, value)| *value)
    }

    /// The values of earlier runs.
    pub(crate) fn earlier(&self) -> &[(usize, f64)] {
        self.points.split_last().map_or(&[], |(_, earlier)| earlier)
    }
}

/// The metrics of the last of the runs, over all of them, and how many were left out. Earlier runs that did not come to an
/// end are no measure of anything.
pub(crate) fn of_runs(runs: &[&Run]) -> (Vec<Series>, usize) {
    let mut found: IndexMap<Key<'_>, Series> = IndexMap::new();
    let mut left_out = 0;
    let Some((this, _)) = runs.split_last() else {
        return (Vec::new(), 0);
    };
    for (key, _) in values(this) {
        if found.len() < MOST || found.contains_key(&key) {
            let tags = key
                .1
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            let name = key.0.to_owned();
            found.entry(key).or_insert(Series {
                name,
                tags,
                points: Vec::new(),
            });
        } else {
            left_out += 1;
        }
    }
    for (place, run) in runs.iter().enumerate() {
        if place + 1 < runs.len() && !matches!(run.verdict.as_str(), "passed" | "failed") {
            continue;
        }
        for (key, value) in values(run) {
            let Some(series) = found.get_mut(&key) else {
                continue;
            };
            match series.points.last_mut() {
                // The last one of a run stands.
                Some((last, earlier)) if *last == place => *earlier = value,
                _ => series.points.push((place, value)),
            }
        }
    }
    (found.into_values().collect(), left_out)
}

fn values(run: &Run) -> impl Iterator<Item = (Key<'_>, f64)> {
    let own = own::of(run)
        .into_iter()
        .map(|(name, value)| ((name, BTreeMap::new()), value));
    let reported = run.metrics.iter().map(|metric| {
        let tags = metric
            .tags
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        ((metric.name.as_str(), tags), metric.value)
    });
    own.chain(reported).filter(|(_, value)| value.is_finite())
}
