//! Which telling of a run stands, where there are several. The order in which they are met changes nothing.

use std::cmp::Ordering;

use indexmap::IndexMap;

use super::book::Book;
use super::encode::encoded;
use super::record::Record;

/// One record for each run, oldest first: of its last attempt, since that one has the results of the earlier ones in
/// it; of one attempt told twice, the telling with more tests; if that is no difference, the one with the later bytes.
pub(super) fn settle(records: Vec<Record>, book: &Book) -> Vec<Record> {
    let mut runs: IndexMap<String, Record> = IndexMap::with_capacity(records.len());
    for record in records {
        match runs.get_mut(&record.id) {
            Some(known) => {
                if is_better(&record, known, book) {
                    *known = record;
                }
            }
            None => {
                runs.insert(record.id.clone(), record);
            }
        }
    }
    let mut records: Vec<Record> = runs.into_values().collect();
    records.sort_by(|one, other| one.order().cmp(&other.order()));
    records
}

/// Whether a telling of a run stands, and not the other one.
pub(super) fn is_better(record: &Record, than: &Record, book: &Book) -> bool {
    worth(than, record, book) == Ordering::Less
}

fn worth(one: &Record, other: &Record, book: &Book) -> Ordering {
    let rank = |record: &Record| (record.attempt, record.counts.tests);
    rank(one).cmp(&rank(other)).then_with(|| {
        if one == other {
            return Ordering::Equal;
        }
        encoded(book, &[one]).cmp(&encoded(book, &[other]))
    })
}
