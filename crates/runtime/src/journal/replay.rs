use super::Record;
use crate::results::Assembly;

/// What the records add up to.
pub(crate) fn replay(records: Vec<Record>) -> Assembly {
    let mut assembly = Assembly::default();
    for record in records {
        match record {
            Record::Opened(opened) => assembly.opened = Some(opened),
            Record::Probe(probe) => assembly.probes.push(probe),
            Record::Hook(hook) => assembly.hooks.push(hook),
            Record::Started(_) => {}
            Record::Attempt(attempt) => assembly.attempts.push(attempt),
            Record::Unrun(unrun) => assembly.unrun.push(unrun),
            Record::Problem(problem) => assembly.problems.push(problem.message),
            Record::Stopped(stopped) => assembly.stopped = Some(stopped.signal),
            Record::Closed(closed) => assembly.duration = closed.duration,
        }
    }
    assembly
}
