//! How often tests of this suite fail by no fault of their own: the network, the runner, the cluster.

use super::record::Record;

/// A rate that nobody would act on, and one that everybody would.
const TOLERATED: std::ops::RangeInclusive<f64> = 0.005..=0.02;
/// What is far above the background.
const TIMES: f64 = 5.0;
/// The worst of the tests, which are left out of the background: one of so many, and at least one.
const WORST: usize = 10;

/// The rate that a flaky test has to be above.
#[derive(Debug, Clone, Copy)]
pub(super) struct Background {
    /// 0 to 1.
    pub(super) limit: f64,
}

impl Background {
    /// From the tests of a suite, without the worst tenth: those that failed, and how often each of the others ran.
    #[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^52")]
    pub(super) fn of(records: &[Record], plain: Vec<u32>) -> Self {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let failed = records
            .iter()
            .map(|record| (small(record.failures), small(record.trials)));
        let mut counts: Vec<(u32, u32)> = failed
            .chain(plain.into_iter().map(|trials| (0, trials)))
            .collect();
        counts.sort_unstable();
        counts.truncate(counts.len() - counts.len().div_ceil(WORST));
        let (failures, trials) = counts.iter().fold((0_u64, 0_u64), |sum, count| {
            (sum.0 + u64::from(count.0), sum.1 + u64::from(count.1))
        });
        let rate = failures as f64 / trials.max(1) as f64;
        Self {
            limit: (TIMES * rate).clamp(*TOLERATED.start(), *TOLERATED.end()),
        }
    }
}
