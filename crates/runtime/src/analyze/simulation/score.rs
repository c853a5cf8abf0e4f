//! What was found, beside what is true.

/// What was found, beside what is true, added up over many worlds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Score {
    /// Told, and true.
    pub(super) hits: u32,
    /// Told, and not true.
    pub(super) false_alarms: u32,
    /// True, and not told.
    pub(super) misses: u32,
    /// How often somebody looked at the tests.
    pub(super) looks: u32,
}

impl Score {
    /// Adds one look at tests: what is told of each, and what is true.
    pub(super) fn look(&mut self, told: &[bool], truth: &[bool]) {
        self.looks += 1;
        for (told, truth) in told.iter().zip(truth) {
            match (told, truth) {
                (true, true) => self.hits += 1,
                (true, false) => self.false_alarms += 1,
                (false, true) => self.misses += 1,
                (false, false) => {}
            }
        }
    }

    /// The share of what is told that is true. 1 if nothing is told.
    pub(super) fn precision(&self) -> f64 {
        share(self.hits, self.false_alarms)
    }

    /// The share of what is true that is told: the power.
    pub(super) fn recall(&self) -> f64 {
        share(self.hits, self.misses)
    }

    /// False alarms of one look.
    pub(super) fn false_alarms_a_look(&self) -> f64 {
        f64::from(self.false_alarms) / f64::from(self.looks.max(1))
    }
}

fn share(part: u32, rest: u32) -> f64 {
    if part + rest == 0 {
        1.0
    } else {
        f64::from(part) / f64::from(part + rest)
    }
}
