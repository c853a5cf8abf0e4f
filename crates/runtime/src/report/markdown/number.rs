//! Numbers as people read them.

/// `1,204`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 failure`, `2 failures`.
pub(super) fn many(number: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { several })
}

/// `0.12`, `12.34`; two digits, since more say nothing.
pub(super) fn decimal(number: f64) -> String {
    match number {
        number if !number.is_finite() => "unknown".to_owned(),
        number if number.abs() >= 1e9 => format!("{number:.2e}"),
        number => format!("{number:.2}"),
    }
}

/// `250 ms`, `3.2 s`, `12 min 3 s`, `2 h 5 min`.
pub(super) fn time(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "an unknown time".to_owned();
    }
    if seconds < 1.0 {
        return format!("{:.0} ms", seconds * 1_000.0);
    }
    if seconds < 60.0 {
        return format!("{seconds:.1} s");
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is no less than 60, and what is larger than the type ends at its end"
    )]
    let whole = seconds.round() as u64;
    match whole / 3_600 {
        0 => format!("{} min {} s", whole / 60, whole % 60),
        hours => format!("{hours} h {} min", whole % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_can_read_them() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [0.25, 3.21, 59.97, 723.4, 7_530.0].map(time),
            ["250 ms", "3.2 s", "60.0 s", "12 min 3 s", "2 h 5 min"]
        );
        assert_eq!(time(f64::NAN), "an unknown time");
        assert!(time(f64::MAX).ends_with("min"));
    }
}
