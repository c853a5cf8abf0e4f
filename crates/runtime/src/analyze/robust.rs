//! Medians and what goes with them: a few odd values do not move them.

/// A median absolute deviation times this estimates the standard deviation of what is normally distributed.
const SIGMA: f64 = 1.4826;

/// The median. None of nothing.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let (_, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let upper = *upper;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = values[..middle].iter().copied().max_by(f64::total_cmp)?;
    Some(f64::midpoint(lower, upper))
}

/// The median, and the standard deviation as the deviations from it tell.
pub(super) fn center_and_spread(values: &[f64]) -> Option<(f64, f64)> {
    let center = median(&mut values.to_vec())?;
    let mut deviations: Vec<f64> = values.iter().map(|value| (value - center).abs()).collect();
    Some((center, SIGMA * median(&mut deviations)?))
}

/// The value that a share of the values, 0 to 1, is not above: nearest rank. None of nothing.
pub(super) fn percentile(values: &mut [f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank among values in memory; what is beyond the last is cut off"
    )]
    let rank = ((values.len() as f64 * share).ceil() as usize).clamp(1, last + 1) - 1;
    Some(*values.select_nth_unstable_by(rank, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::{center_and_spread, median, percentile};
    use crate::analyze::dice::Dice;

    #[test]
    fn the_median_of_an_even_count_is_between_the_middle_two() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&mut [9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn one_wild_value_moves_neither_center_nor_spread_far() {
        let (center, spread) = center_and_spread(&[1.0, 2.0, 3.0, 4.0, 1e9]).unwrap();
        assert_eq!((center, spread), (3.0, 1.4826));
    }

    #[test]
    fn ranks_are_those_of_a_sorted_list() {
        let mut dice = Dice::new(3);
        for count in 1..80_usize {
            let values: Vec<f64> = (0..count).map(|_| dice.below(50) as f64 - 25.0).collect();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            assert_eq!(
                percentile(&mut values.clone(), 0.95),
                Some(sorted[(count * 95).div_ceil(100) - 1])
            );
            let middle = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0;
            assert_eq!(median(&mut values.clone()), Some(middle));
        }
    }
}
