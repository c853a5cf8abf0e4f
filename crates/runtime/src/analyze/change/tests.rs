use super::divisive::{farthest, splits};
use crate::analyze::dice::Dice;

fn noise(dice: &mut Dice, count: usize, level: f64) -> Vec<f64> {
    (0..count)
        .map(|_| level + dice.below(1_000) as f64 / 1_000.0)
        .collect()
}

#[test]
fn lasting_changes_are_found_where_they_are() {
    let mut dice = Dice::new(5);
    let values = [
        noise(&mut dice, 20, 0.0),
        noise(&mut dice, 20, 3.0),
        noise(&mut dice, 20, 1.5),
    ]
    .concat();
    let at: Vec<usize> = splits(&values).iter().map(|split| split.at).collect();
    assert_eq!(at, [20, 40]);
}

#[test]
fn a_single_odd_value_and_short_series_are_no_change() {
    let mut dice = Dice::new(6);
    let mut values = noise(&mut dice, 40, 0.0);
    values[20] = 100.0;
    assert_eq!(splits(&values), []);
    assert_eq!(splits(&[1.0, 1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 9.0]), []);
    assert_eq!(splits(&[2.0; 60]), []);
    assert_eq!(splits(&[]), []);
}

/// At a level of 1 %, about one series in a hundred has a change that is none.
#[test]
fn noise_has_hardly_ever_a_change() {
    let found = (0..200)
        .filter(|seed| !splits(&noise(&mut Dice::new(*seed), 40, 1.0)).is_empty())
        .count();
    assert!(found <= 6, "{found} of 200");
}

/// Against the definition, sum by sum.
#[test]
fn the_distance_is_that_of_the_definition() {
    let mut dice = Dice::new(7);
    for count in [10, 13, 17] {
        let values = noise(&mut dice, count, 0.0);
        let mut best = (0, 0.0);
        for at in 5..=count - 5 {
            for end in at + 5..=count {
                let found = distance(&values[..at], &values[at..end]);
                if found > best.1 {
                    best = (at, found);
                }
            }
        }
        let (at, found) = farthest(&values).unwrap_or_default();
        assert_eq!(at, best.0);
        assert!((found - best.1).abs() < 1e-9, "{found} is not {}", best.1);
    }
}

fn distance(before: &[f64], after: &[f64]) -> f64 {
    let mean = |a: &[f64], b: &[f64], pairs: f64| {
        a.iter()
            .flat_map(|x| b.iter().map(move |y| (x - y).abs()))
            .sum::<f64>()
            / pairs
    };
    let (n, m) = (before.len() as f64, after.len() as f64);
    let energy = 2.0 * mean(before, after, n * m)
        - mean(before, before, n * (n - 1.0))
        - mean(after, after, m * (m - 1.0));
    energy * n * m / (n + m)
}
