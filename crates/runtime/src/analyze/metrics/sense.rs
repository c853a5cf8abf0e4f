//! Whether more of a metric is better, as its name tells.

use crate::analyze::trends::Direction;

/// Whether more of a metric is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// More is better.
    More,
    /// Less is better.
    Less,
    /// Nobody said: a change is shown, and is never a regression.
    Unknown,
}

/// Whatever else the name says, less is better.
const BAD: &[&str] = &[
    "error", "errors", "fail", "failed", "failure", "failures", "timeout", "timeouts", "dropped", "retries",
];
/// More is better.
const GOOD: &[&str] = &[
    "throughput",
    "qps",
    "rps",
    "tps",
    "iops",
    "coverage",
    "availability",
    "success",
    "successes",
];
/// More is better, as two words.
const GOOD_PAIRS: &[[&str; 2]] = &[
    ["per", "second"],
    ["per", "sec"],
    ["per", "s"],
    ["pass", "rate"],
    ["hit", "rate"],
];
/// Less is better.
const COST: &[&str] = &[
    "latency",
    "latencies",
    "duration",
    "durations",
    "time",
    "elapsed",
    "seconds",
    "secs",
    "sec",
    "s",
    "millis",
    "milliseconds",
    "ms",
    "micros",
    "microseconds",
    "us",
    "nanos",
    "nanoseconds",
    "ns",
    "minutes",
    "memory",
    "rss",
    "heap",
    "cpu",
    "lag",
];

impl Sense {
    /// By the words of the name: `_`, `-`, `.`, `/`, blanks and capital letters part them. What is bad goes first, then
    /// what is good, then what costs. `p50`, `p95`, `p99.9` and the like are latencies.
    pub(crate) fn of(name: &str) -> Self {
        let words = words(name);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let has_pair = words.windows(2).any(|pair| {
            GOOD_PAIRS
                .iter()
                .any(|known| known[0] == pair[0] && known[1] == pair[1])
        });
        if has(BAD) {
            Self::Less
        } else if has(GOOD) || has_pair {
            Self::More
        } else if has(COST) || words.iter().any(|word| is_percentile(word)) {
            Self::Less
        } else {
            Self::Unknown
        }
    }

    /// Which way a change goes.
    pub(crate) fn direction(self, change: f64) -> Direction {
        match self {
            _ if change == 0.0 => Direction::Stable,
            Self::Unknown => Direction::Stable,
            Self::More if change > 0.0 => Direction::Improved,
            Self::Less if change < 0.0 => Direction::Improved,
            Self::More | Self::Less => Direction::Regressed,
        }
    }
}

fn is_percentile(word: &str) -> bool {
    let digits = word.strip_prefix('p').unwrap_or_default();
    (2..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for character in name.chars().take(200) {
        let is_large = character.is_uppercase();
        if !character.is_alphanumeric() || (is_large && was_small) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.extend(character.to_lowercase());
        }
        was_small = character.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}
