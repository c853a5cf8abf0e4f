//! E-divisive: Matteson and James, "A nonparametric approach for multiple change point analysis of multivariate data",
//! JASA 109 (2014), arXiv 1306.4933, with exponent 1. Its use on benchmarks of commits: Fleming and others, "Hunter", ICPE
//! 2023, arXiv 2301.03034. The permutations are seeded, so that the same values give the same changes.

use crate::analyze::dice::Dice;

/// Fewest values on each side of a change.
const FEWEST: usize = 5;
/// Permutations of a test.
const PERMUTATIONS: usize = 199;
/// A change that is more likely than this by chance is none.
const LEVEL: f64 = 0.01;
/// The seed.
const SEED: u64 = 0x6563_6861_6e67_6531;

/// A change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Split {
    /// The first value after it.
    pub(super) at: usize,
    /// How likely it is by chance.
    pub(super) p_value: f64,
}

/// The changes, from the first. Each part between two changes is looked through again, until it holds none.
pub(super) fn splits(values: &[f64]) -> Vec<Split> {
    let mut found = Vec::new();
    let mut dice = Dice::new(SEED);
    let mut parts = vec![(0, values.len())];
    while let Some((from, to)) = parts.pop() {
        let Some(split) = split(&values[from..to], &mut dice) else {
            continue;
        };
        parts.push((from, from + split.at));
        parts.push((from + split.at, to));
        found.push(Split {
            at: from + split.at,
            ..split
        });
    }
    found.sort_by_key(|split| split.at);
    found
}

/// The most likely change of a part, if it is no chance.
fn split(values: &[f64], dice: &mut Dice) -> Option<Split> {
    let (at, seen) = farthest(values)?;
    let mut shuffled = values.to_vec();
    let mut as_far = 1;
    let allowed = (LEVEL * f64::from(u32::try_from(PERMUTATIONS + 1).ok()?)).floor();
    for _ in 0..PERMUTATIONS {
        dice.shuffle(&mut shuffled);
        as_far += u32::from(farthest(&shuffled).is_some_and(|(_, distance)| distance >= seen));
        // It cannot be below the level any more.
        if f64::from(as_far) > allowed {
            return None;
        }
    }
    let p_value = f64::from(as_far) / f64::from(u32::try_from(PERMUTATIONS + 1).ok()?);
    Some(Split { at, p_value })
}

/// Where the values before and after are farthest apart, and how far. None if they are too few, or all the same.
pub(super) fn farthest(values: &[f64]) -> Option<(usize, f64)> {
    let sums = Sums::new(values);
    let last = values.len().checked_sub(FEWEST)?;
    let mut best = None;
    for at in FEWEST..=last {
        // A later change must not hide this one: the part after it may end anywhere.
        for end in at + FEWEST..=values.len() {
            let distance = sums.distance(at, end);
            if distance > best.map_or(1e-12, |(_, best)| best) {
                best = Some((at, distance));
            }
        }
    }
    best
}

/// Sums of the differences between all pairs of values, for each prefix.
#[derive(Debug)]
struct Sums {
    /// Row `i`, column `j`: the sum over pairs of the first `i` with the first `j` values.
    sums: Vec<f64>,
    width: usize,
}

impl Sums {
    fn new(values: &[f64]) -> Self {
        let width = values.len() + 1;
        let mut sums = vec![0.0; width * width];
        for (i, a) in values.iter().enumerate() {
            let mut row = 0.0;
            for (j, b) in values.iter().enumerate() {
                row += (a - b).abs();
                sums[(i + 1) * width + j + 1] = sums[i * width + j + 1] + row;
            }
        }
        Self { sums, width }
    }

    fn prefix(&self, i: usize, j: usize) -> f64 {
        self.sums[i * self.width + j]
    }

    /// The energy distance between the values before `at` and those from it to `end`, scaled by their counts.
    #[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^52")]
    fn distance(&self, at: usize, end: usize) -> f64 {
        let (n, m) = (at as f64, (end - at) as f64);
        let before = self.prefix(at, at);
        let between = self.prefix(at, end) - before;
        let after = self.prefix(end, end) - 2.0 * between - before;
        // Sums over all ordered pairs count each pair twice.
        let energy = 2.0 * between / (n * m) - before / (n * (n - 1.0)) - after / (m * (m - 1.0));
        energy * n * m / (n + m)
    }
}
