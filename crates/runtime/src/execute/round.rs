//! One round: everything in a queue, tried once.

use std::sync::Mutex;

use super::attempt::{Try, attempt};
use super::queue::{Queue, Waiting};
use super::session::Session;
use crate::results::Attempt;

/// Tries everything that waits, with so many workers. What was not started because the run was over comes back.
pub(super) fn round(
    session: &Session,
    waiting: Vec<Waiting>,
    workers: usize,
) -> (Vec<(usize, Attempt)>, Vec<Try>) {
    let workers = workers.min(waiting.len()).max(1);
    let queue = Queue::new(waiting);
    let attempts = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let (queue, attempts) = (&queue, &attempts);
            scope.spawn(move || work(session, worker, queue, attempts));
        }
    });
    (attempts.into_inner().expect("no worker panics"), queue.rest())
}

fn work(session: &Session, worker: usize, queue: &Queue, attempts: &Mutex<Vec<(usize, Attempt)>>) {
    while let Some((wanted, group)) = queue.take(|| session.is_over()) {
        session.console.starts(&session.cell.tests[wanted.test].name);
        let attempt = attempt(session, &wanted, worker);
        queue.release(group);
        session.console.ended(&attempt);
        attempts
            .lock()
            .expect("no panic while it is held")
            .push((wanted.test, attempt));
    }
}
