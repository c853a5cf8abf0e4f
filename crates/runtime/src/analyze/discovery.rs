//! Many questions at once: Benjamini and Hochberg, "Controlling the false discovery rate", J. R. Stat. Soc. B 57 (1995).

/// Adjusts p-values: of all that stay at or below q, at most a share of q is expected to be false.
pub(super) fn adjusted(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*b].total_cmp(&p_values[*a]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least = 1.0_f64;
    for (above, index) in order.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "counts of tests are far below 2^52")]
        let scale = p_values.len() as f64 / (p_values.len() - above) as f64;
        least = least.min(p_values[index] * scale);
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::adjusted;

    /// By hand: p * m / rank, from the largest down, and never above the one before.
    #[test]
    fn each_is_scaled_by_its_rank_and_never_above_a_larger_one() {
        let found = adjusted(&[0.01, 0.04, 0.03, 0.20]);
        let expected = [0.04, 0.16 / 3.0, 0.16 / 3.0, 0.20];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
        assert!(adjusted(&[]).is_empty());
    }
}
