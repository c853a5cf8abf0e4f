use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// A span of time, written as a whole number and a unit: `90s`, `30m`, `2h` or `7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Duration {
    seconds: u64,
}

impl Duration {
    /// A duration of so many seconds.
    #[must_use]
    pub const fn from_seconds(seconds: u64) -> Self {
        Self { seconds }
    }

    /// The length in seconds.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.seconds
    }

    /// The length in whole minutes, rounded up: GitHub counts timeouts in minutes.
    #[must_use]
    pub const fn minutes(self) -> u64 {
        self.seconds.div_ceil(60)
    }
}

impl TryFrom<String> for Duration {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let expected =
            || format!("`{text}` is not a duration: write a whole number and s, m, h or d, such as `30m`");
        let unit = text.chars().last().ok_or_else(expected)?;
        let factor = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return Err(expected()),
        };
        let number = &text[..text.len() - 1];
        if number.is_empty() || number.len() > 7 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(expected());
        }
        let count: u64 = number.parse().map_err(|_| expected())?;
        Ok(Self {
            seconds: count * factor,
        })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds {
            0 => write!(out, "0s"),
            s if s % 86_400 == 0 => write!(out, "{}d", s / 86_400),
            s if s % 3_600 == 0 => write!(out, "{}h", s / 3_600),
            s if s % 60 == 0 => write!(out, "{}m", s / 60),
            s => write!(out, "{s}s"),
        }
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A span of time: a whole number and a unit, s, m, h or d.",
            "pattern": "^[0-9]{1,7}[smhd]$",
            "examples": ["90s", "30m", "2h"],
            "x-expected": "a whole number and a unit s, m, h or d, such as \"30m\"",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_unit_and_prints_the_largest_that_fits() {
        for (text, seconds, printed) in [
            ("90s", 90, "90s"),
            ("120s", 120, "2m"),
            ("30m", 1_800, "30m"),
            ("2h", 7_200, "2h"),
            ("7d", 604_800, "7d"),
        ] {
            let duration = Duration::try_from(text.to_owned()).unwrap();
            assert_eq!(duration.seconds(), seconds, "{text}");
            assert_eq!(duration.to_string(), printed);
        }
    }

    #[test]
    fn refuses_what_the_schema_refuses() {
        for text in ["", "m", "1.5h", "-1s", "10", "10 m", "99999999s", "１m", "5ｍ"] {
            assert!(
                Duration::try_from(text.to_owned()).is_err(),
                "{text} was accepted"
            );
        }
    }

    #[test]
    fn minutes_round_up() {
        assert_eq!(Duration::from_seconds(61).minutes(), 2);
    }
}
