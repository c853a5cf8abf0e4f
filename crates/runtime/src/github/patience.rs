use std::time::Duration;

/// How long GitHub is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Patience {
    /// For one answer.
    pub(crate) answer: Duration,
    /// For all waiting between tries, over the life of a client.
    pub(crate) budget: Duration,
    /// Before the second try; doubled before each further one.
    pub(crate) first: Duration,
}

/// Longest wait that nobody asked for.
const LONGEST: Duration = Duration::from_secs(30);
/// Most tries of one request.
const TRIES: u32 = 8;

impl Patience {
    /// With this much for all waiting.
    pub(crate) const fn with_budget(budget: Duration) -> Self {
        Self {
            answer: Duration::from_secs(30),
            budget,
            first: Duration::from_millis(500),
        }
    }

    /// How long to wait after the `tries`-th try failed, if it is worth another: what the server asked for, else
    /// twice as long each time. None if the budget, of which `spent` is gone, does not allow it.
    pub(crate) fn wait(&self, tries: u32, asked: Option<Duration>, spent: Duration) -> Option<Duration> {
        let doubled = self.first.saturating_mul(1 << tries.min(16).saturating_sub(1));
        let wait = asked.unwrap_or_else(|| doubled.min(LONGEST));
        let is_allowed = tries < TRIES && spent.saturating_add(wait) <= self.budget;
        is_allowed.then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_until_the_budget_is_gone() {
        let patience = Patience::with_budget(Duration::from_secs(4));
        let mut spent = Duration::ZERO;
        let mut waits = Vec::new();
        while let Some(wait) = patience.wait(waits.len() as u32 + 1, None, spent) {
            waits.push(wait.as_millis());
            spent += wait;
        }
        assert_eq!(waits, [500, 1000, 2000]);
    }

    #[test]
    fn what_the_server_asks_for_is_given_or_refused_never_shortened() {
        let patience = Patience::with_budget(Duration::from_secs(60));
        let minute = Some(Duration::from_secs(60));
        assert_eq!(patience.wait(1, minute, Duration::ZERO), minute);
        assert_eq!(patience.wait(1, minute, Duration::from_secs(1)), None);
    }
}
