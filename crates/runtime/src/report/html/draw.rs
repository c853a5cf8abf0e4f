//! Small pictures as SVG. They say nothing that the text beside them does not say.

use std::fmt::Write;

/// Width of a sparkline, in units of its own.
const WIDTH: f64 = 100.0;
/// Height of a sparkline.
const HEIGHT: f64 = 24.0;
/// Most bars of a strip.
const BARS: usize = 40;

/// A line through the values, oldest first, with a dot at the last one. Nothing where there are not two.
pub(super) fn spark(points: &[f64]) -> String {
    let Some(places) = places(points, WIDTH, HEIGHT) else {
        return String::new();
    };
    let (x, y) = places[places.len() - 1];
    format!(
        "<svg class=\"spark\" viewBox=\"-3 -3 106 30\" aria-hidden=\"true\"><path d=\"{}\"/><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/></svg>",
        path(&places)
    )
}

/// Where values lie in a box, the lowest on its floor. What is no number is left out.
pub(super) fn places(points: &[f64], width: f64, height: f64) -> Option<Vec<(f64, f64)>> {
    let known: Vec<(usize, f64)> = points
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, value)| value.is_finite())
        .collect();
    if known.len() < 2 {
        return None;
    }
    let low = known
        .iter()
        .fold(f64::INFINITY, |low, (_, value)| low.min(*value));
    let high = known
        .iter()
        .fold(f64::NEG_INFINITY, |high, (_, value)| high.max(*value));
    let range = if high > low { high - low } else { 1.0 };
    let step = width / (points.len() - 1) as f64;
    let place = |(index, value): (usize, f64)| {
        let share = if high > low { (value - low) / range } else { 0.5 };
        (index as f64 * step, height - share * height)
    };
    Some(known.into_iter().map(place).collect())
}

/// A path through places.
pub(super) fn path(places: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (index, (x, y)) in places.iter().enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{letter}{x:.1} {y:.1}");
    }
    path
}

/// A bar for each end of a run, the newest on the right: what failed is tall, what passed is short, so that it can be
/// read without colours.
pub(super) fn strip(ends: &str) -> String {
    let count = ends.chars().count();
    let shown: Vec<char> = ends.chars().skip(count.saturating_sub(BARS)).collect();
    let bars: String = [
        ('F', "bad", 20),
        ('X', "flaky", 14),
        ('P', "good", 6),
        ('S', "none", 2),
    ]
    .into_iter()
    .map(|(letter, class, height)| bars(&shown, letter, class, height))
    .collect();
    let width = shown.len() * 5;
    format!(
        "<svg class=\"strip\" viewBox=\"0 0 {width} 20\" width=\"{width}\" height=\"20\" role=\"img\" aria-label=\"{}\">{bars}</svg>",
        told(&shown)
    )
}

fn bars(shown: &[char], letter: char, class: &str, height: u32) -> String {
    let mut path = String::new();
    for (index, _) in shown.iter().enumerate().filter(|(_, end)| **end == letter) {
        let _ = write!(path, "M{} {}h4v{height}h-4z", index * 5, 20 - height);
    }
    match path.as_str() {
        "" => path,
        path => format!("<path class=\"{class}\" d=\"{path}\"/>"),
    }
}

/// A strip in words.
fn told(shown: &[char]) -> String {
    let count = |letter| shown.iter().filter(|end| **end == letter).count();
    format!(
        "last {} runs: {} passed, {} failed, {} flaky, {} skipped",
        shown.len(),
        count('P'),
        count('F'),
        count('X'),
        count('S')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_no_numbers_are_left_out() {
        let places = places(&[1.0, f64::NAN, 3.0, f64::INFINITY], 90.0, 10.0).unwrap();
        assert_eq!(places, [(0.0, 10.0), (60.0, 0.0)]);
        assert_eq!(spark(&[1.0]), "");
        assert_eq!(spark(&[]), "");
    }

    #[test]
    fn equal_values_lie_in_the_middle() {
        assert_eq!(
            places(&[2.0, 2.0], 10.0, 10.0).unwrap(),
            [(0.0, 5.0), (10.0, 5.0)]
        );
    }

    #[test]
    fn a_strip_says_what_it_shows_and_nothing_of_its_input_is_markup() {
        let strip = strip("PPF<X-");
        assert!(
            strip.contains("last 6 runs: 2 passed, 1 failed, 1 flaky, 0 skipped"),
            "{strip}"
        );
        assert!(strip.contains("M0 14h4v6h-4zM5 14h4v6h-4z"), "{strip}");
        assert_eq!(strip.matches('<').count(), strip.matches('>').count());
    }
}
