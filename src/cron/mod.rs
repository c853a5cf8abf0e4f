//! GitHub's dialect of cron: POSIX with five fields, names of months and days, and nothing else.
//!
//! Source: GitHub's documentation of `on.schedule` (no `@daily`, day of week 0 to 6, at most every five minutes) and
//! the grammar that GitHub's own workflow parser accepts.

mod field;

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use field::{FIELDS, Set, split};

/// Shortest time between two runs, in minutes.
pub const SHORTEST: u32 = 5;

/// A cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: Set,
    hours: Set,
    days: Set,
    months: Set,
    weekdays: Set,
    /// Whether the day of month, and the day of week, begin with `*`: if neither does, either may match.
    any_day: bool,
    any_weekday: bool,
}

/// What is wrong with an expression, and in which of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the expression in question.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What is allowed.
    pub help: String,
}

impl Cron {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is not allowed in GitHub's dialect, with the bytes in question.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fields = split(text);
        let whole = |message: String, help: &str| {
            Err(Fault {
                span: 0..text.len(),
                message,
                help: help.to_owned(),
            })
        };
        if text.trim_start().starts_with('@') {
            return whole(
                format!("`{text}` is not supported by GitHub"),
                "write five fields, such as `0 2 * * *`",
            );
        }
        if fields.len() != 5 {
            return whole(
                format!("a cron expression has 5 fields, this has {}", fields.len()),
                "the fields are: minute, hour, day of month, month, day of week",
            );
        }
        let mut sets = [Set(0); 5];
        for ((set, field), span) in sets.iter_mut().zip(&FIELDS).zip(&fields) {
            *set = field.parse(text, span.clone())?;
        }
        let starred = |index: usize| text[fields[index].clone()].starts_with('*');
        let [minutes, hours, days, months, weekdays] = sets;
        Ok(Self {
            minutes,
            hours,
            days,
            months,
            weekdays,
            any_day: starred(2),
            any_weekday: starred(4),
        })
    }

    fn runs_on(&self, date: Date) -> bool {
        let day = self.days.has(date.day());
        let weekday = self.weekdays.has(date.weekday().to_sunday_zero_offset());
        let matches = if self.any_day || self.any_weekday {
            day && weekday
        } else {
            day || weekday
        };
        matches && self.months.has(date.month())
    }

    /// Whether there is any date on which it runs. Nine years hold every combination of date and leap year but for
    /// the weekdays of 29 February, for which 40 are looked at.
    #[must_use]
    pub fn ever_runs(&self) -> bool {
        let days = Date::constant(2024, 1, 1).series(1.day());
        days.take(40 * 366).any(|date| self.runs_on(date))
    }

    /// The shortest time between two runs, in minutes, when it is less than a day.
    #[must_use]
    pub fn shortest_gap(&self) -> Option<u32> {
        let hours: Vec<i8> = self.hours.numbers().collect();
        let minutes: Vec<i8> = self.minutes.numbers().collect();
        let times = hours.iter().flat_map(|hour| {
            minutes
                .iter()
                .map(move |m| u32::from(hour.unsigned_abs()) * 60 + u32::from(m.unsigned_abs()))
        });
        let times: Vec<u32> = times.collect();
        let within = times.windows(2).map(|pair| pair[1] - pair[0]).min();
        let overnight = match (times.first(), times.last()) {
            (Some(first), Some(last)) if self.runs_on_consecutive_days() => Some(first + 24 * 60 - last),
            _ => None,
        };
        within.into_iter().chain(overnight).min()
    }

    fn runs_on_consecutive_days(&self) -> bool {
        let mut before = false;
        Date::constant(2024, 1, 1).series(1.day()).take(366).any(|date| {
            let today = self.runs_on(date);
            std::mem::replace(&mut before, today) && today
        })
    }

    /// The runs after a moment, in order. In the hour that a change of clocks skips, the run moves forward.
    pub fn after<'a>(
        &'a self,
        moment: Timestamp,
        zone: &'a TimeZone,
    ) -> impl Iterator<Item = Timestamp> + 'a {
        let start = moment.to_zoned(zone.clone()).datetime();
        let days = start
            .date()
            .series(Span::new().days(1))
            .take(40 * 366)
            .filter(|date| self.runs_on(*date));
        days.flat_map(move |date| self.times(date))
            .filter_map(move |time| {
                let zoned = zone.to_ambiguous_zoned(time).compatible().ok()?;
                (zoned.timestamp() > moment).then(|| zoned.timestamp())
            })
    }

    fn times(&self, date: Date) -> impl Iterator<Item = DateTime> + '_ {
        let hours = self.hours.numbers();
        hours.flat_map(move |hour| {
            self.minutes
                .numbers()
                .map(move |minute| date.at(hour, minute, 0, 0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(cron: &str, from: &str, zone: &str, count: usize) -> Vec<String> {
        let zone = TimeZone::get(zone).unwrap();
        let cron = Cron::parse(cron).unwrap();
        let moment: Timestamp = from.parse().unwrap();
        cron.after(moment, &zone)
            .take(count)
            .map(|run| run.to_string())
            .collect()
    }

    #[test]
    fn the_first_of_the_month_or_a_sunday_when_both_days_are_given() {
        let expected = [
            "2026-11-29T04:00:00Z",
            "2026-12-01T04:00:00Z",
            "2026-12-06T04:00:00Z",
        ];
        assert_eq!(runs("0 4 1 * 0", "2026-11-22T05:00:00Z", "UTC", 3), expected);
    }

    #[test]
    fn a_run_in_the_skipped_hour_moves_forward_and_one_in_the_doubled_hour_runs_once() {
        assert_eq!(
            runs("30 2 * 3 *", "2026-03-29T00:00:00Z", "Europe/Berlin", 1),
            ["2026-03-29T01:30:00Z"]
        );
        let expected = ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"];
        assert_eq!(
            runs("30 2 * 10 *", "2026-10-24T12:00:00Z", "Europe/Berlin", 2),
            expected
        );
    }

    #[test]
    fn faults_name_the_characters() {
        let cases = [
            ("0 2 * * 7", 8..9, "day of week 7"),
            ("60 2 * * *", 0..2, "60 is no minute"),
            ("0 2 * *", 0..7, "5 fields, this has 4"),
            ("@daily", 0..6, "not supported"),
            ("0 2 * FOO *", 6..9, "`FOO` is no month"),
            ("0 5-2 * * *", 2..5, "runs backwards"),
            ("*/0 * * * *", 0..3, "step"),
            ("0 2 ? * *", 4..5, "`?` is no day of month"),
            ("0 2 * * 1,9", 10..11, "9 is no day of week"),
            ("0 2 * * MON#1", 8..13, "is no day of week"),
            ("+5 2 * * *", 0..2, "`+5` is no minute"),
            ("", 0..0, "this has 0"),
        ];
        for (text, span, message) in cases {
            let fault = Cron::parse(text).unwrap_err();
            assert_eq!(fault.span, span, "{text}");
            assert!(fault.message.contains(message), "{text}: {}", fault.message);
        }
    }

    #[test]
    fn knows_what_never_runs_and_what_runs_too_often() {
        assert!(!Cron::parse("0 0 30 2 *").unwrap().ever_runs());
        assert!(!Cron::parse("0 0 31 4,6,9,11 *").unwrap().ever_runs());
        assert!(Cron::parse("0 0 29 2 *").unwrap().ever_runs());
        assert!(
            Cron::parse("0 0 30 2 MON").unwrap().ever_runs(),
            "either day may match"
        );
        for (text, gap) in [
            ("*/4 * * * *", Some(4)),
            ("*/5 * * * *", Some(5)),
            ("0,58 * * * *", Some(2)),
            ("2,58 23,0 * * *", Some(4)),
            ("0 2 * * *", Some(1440)),
            ("0 2 1 * *", None),
        ] {
            assert_eq!(Cron::parse(text).unwrap().shortest_gap(), gap, "{text}");
        }
    }

    #[test]
    fn names_and_lists_and_steps_mean_the_same_as_numbers() {
        for (a, b) in [
            ("0 0 * jan-mar sun,SAT", "0 0 * 1,2,3 0,6"),
            ("5/20 1-9/4 * * *", "5,25,45 1,5,9 * * *"),
        ] {
            let (a, b) = (Cron::parse(a).unwrap(), Cron::parse(b).unwrap());
            assert_eq!(
                (a.minutes, a.hours, a.months, a.weekdays),
                (b.minutes, b.hours, b.months, b.weekdays)
            );
        }
    }
}
