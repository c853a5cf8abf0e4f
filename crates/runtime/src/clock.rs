//! The time of day, for people and for files. Durations are measured with `Instant`, never with this.

use jiff::{Timestamp, Unit};

/// Now, in UTC, to the millisecond: `2026-11-22T02:00:00.123Z`.
pub(crate) fn now() -> String {
    let now = Timestamp::now();
    now.round(Unit::Millisecond).unwrap_or(now).to_string()
}

/// Today, in UTC: `2026-11-22`.
pub(crate) fn today() -> String {
    now()[..10].to_owned()
}

/// Milliseconds since 1970 of a time that `now` gave; 0 for what is not a time.
pub(crate) fn milliseconds(time: &str) -> i64 {
    time.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_survives_being_written() {
        let now = now();
        assert!(now.ends_with('Z'), "{now}");
        assert!(milliseconds(&now) > 1_700_000_000_000);
        assert!(now.starts_with(&today()));
    }
}
