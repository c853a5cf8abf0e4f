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

/// A time in UTC, from milliseconds since 1970. What no calendar has is taken as 1970.
pub(crate) fn at(milliseconds: i64) -> String {
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let time = if time.as_second() < 0 {
        Timestamp::UNIX_EPOCH
    } else {
        time
    };
    format!("{time:.3}")
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
        assert_eq!(milliseconds(&at(milliseconds(&now))), milliseconds(&now));
        assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
    }
}
