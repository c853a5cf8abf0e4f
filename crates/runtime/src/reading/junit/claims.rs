//! What suites say of themselves, held against their cases. Totals differ from tool to tool; that there are failures, or
//! any tests at all, does not.

use crate::reading::value::Attributes;

/// The suites that are open, from the outermost.
#[derive(Debug, Default)]
pub(super) struct Claims {
    open: Vec<Claim>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Claim {
    /// What it says.
    tests: u64,
    failures: u64,
    errors: u64,
    /// What it has.
    cases: u64,
    bad: u64,
}

impl Claims {
    pub(super) fn enter(&mut self, attributes: Attributes<'_>) {
        let mut claim = Claim::default();
        for (name, value) in attributes {
            let into = match name {
                b"tests" => &mut claim.tests,
                b"failures" => &mut claim.failures,
                b"errors" => &mut claim.errors,
                _ => continue,
            };
            *into = number(value);
        }
        self.open.push(claim);
    }

    /// The innermost suite has a case.
    pub(super) fn note(&mut self, is_bad: bool) {
        if let Some(claim) = self.open.last_mut() {
            claim.cases += 1;
            claim.bad += u64::from(is_bad);
        }
    }

    /// The innermost suite ends. What it said that its cases do not bear out.
    pub(super) fn leave(&mut self) -> Option<String> {
        let claim = self.open.pop()?;
        if let Some(around) = self.open.last_mut() {
            around.cases += claim.cases;
            around.bad += claim.bad;
        }
        let told = if claim.failures.saturating_add(claim.errors) > 0 && claim.bad == 0 {
            format!(
                "says that there are failures ({}) or errors ({}), and no case has one",
                claim.failures, claim.errors
            )
        } else if claim.tests > 0 && claim.cases == 0 {
            format!("says that it has {} tests, and has no case", claim.tests)
        } else {
            return None;
        };
        // So that the suites around it do not say it again.
        if let Some(around) = self.open.last_mut() {
            around.cases += 1;
            around.bad += 1;
        }
        Some(told)
    }
}

fn number(value: &[u8]) -> u64 {
    let text = std::str::from_utf8(value.trim_ascii()).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}
