//! Since when tests fail.

use std::collections::HashMap;
use std::sync::Arc;

use super::summary::Since;
use crate::clock;
use crate::history::{Book, Record};
use crate::results::Status;

/// What is known of a test while runs are looked at, from the newest to the oldest.
#[derive(Debug, Clone, Default)]
enum Course {
    /// Nobody asks.
    #[default]
    Idle,
    /// It has failed in all runs so far in which it ran; the oldest of them.
    Failing(Option<Arc<Since>>),
    /// It passed before.
    Over(Option<Arc<Since>>),
}

/// The first run of the unbroken row of runs in which each of some tests failed. `runs`: from the newest to the oldest; one
/// that skipped a test says nothing of it. `tests`: their numbers in the book, which has `count`.
pub(super) fn of<'h>(
    runs: impl Iterator<Item = &'h Record>,
    tests: impl Iterator<Item = u32>,
    book: &Book,
) -> impl Fn(u32) -> Option<Arc<Since>> {
    let mut courses: Vec<Course> = vec![Course::Idle; book.keys().len()];
    let mut open = 0_usize;
    let mut asked = HashMap::new();
    for test in tests {
        courses[test as usize] = Course::Failing(None);
        asked.extend(book.key(test).map(|key| ((key.cell, key.name), test)));
        open += 1;
    }
    if open == 0 {
        return told(courses);
    }
    // What had another file or suite is known by its cell and its name.
    let keys = (0..).zip(book.keys());
    let same = keys.map(|(own, key)| asked.get(&(key.cell, key.name)).copied().unwrap_or(own));
    let same: Vec<u32> = same.collect();
    for run in runs {
        if open == 0 {
            break;
        }
        let this = Arc::new(Since {
            run_id: run.id.clone(),
            commit: run.commit.clone(),
            started: clock::at(run.started),
        });
        for kept in &run.results {
            let course = &mut courses[same[kept.test as usize] as usize];
            let Course::Failing(since) = course else { continue };
            match kept.mark.status() {
                status if status.is_bad() => *since = Some(Arc::clone(&this)),
                Status::Passed => {
                    *course = Course::Over(since.take());
                    open -= 1;
                }
                _ => {}
            }
        }
    }
    told(courses)
}

fn told(courses: Vec<Course>) -> impl Fn(u32) -> Option<Arc<Since>> {
    move |test| match courses.get(test as usize)? {
        Course::Idle => None,
        Course::Failing(since) | Course::Over(since) => since.clone(),
    }
}
