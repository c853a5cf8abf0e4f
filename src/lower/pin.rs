use super::pins::ALL;
use crate::workflow::{ActionRef, Remarked};

/// An action at a commit, as a repository has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// `owner/repository`, of an action that generated jobs may use.
    pub action: &'static str,
    /// The commit, 40 hexadecimal digits.
    pub commit: String,
    /// The version that it was released as.
    pub version: String,
}

impl Pin {
    fn of(action: &ActionRef) -> Self {
        Self {
            action: action.name,
            commit: action.commit.to_owned(),
            version: action.version.to_owned(),
        }
    }

    pub(super) fn uses(&self) -> Remarked {
        Remarked {
            value: format!("{}@{}", self.action, self.commit),
            remark: self.version.clone(),
        }
    }
}

/// Where each action stands. What the lock of a repository says takes the place of what this program came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins(Vec<Pin>);

impl Default for Pins {
    /// Those that this program came with.
    fn default() -> Self {
        Self(ALL.iter().map(Pin::of).collect())
    }
}

impl Pins {
    /// All of them, in the order of this program's list.
    pub fn iter(&self) -> impl Iterator<Item = &Pin> {
        self.0.iter()
    }

    /// The pin of an action; `None` for one that generated jobs never use.
    #[must_use]
    pub fn get(&self, action: &str) -> Option<&Pin> {
        self.0.iter().find(|pin| pin.action == action)
    }

    /// Moves an action to another commit. One that generated jobs never use is left out.
    pub fn set(&mut self, action: &str, commit: &str, version: &str) {
        if let Some(pin) = self.0.iter_mut().find(|pin| pin.action == action) {
            (pin.commit, pin.version) = (commit.to_owned(), version.to_owned());
        }
    }
}

/// Major versions that github.com runs no more: those of artifacts fail since 2025-01-30.
const RETIRED: [(&str, &[&str]); 2] = [
    ("actions/upload-artifact", &["1", "2", "3"]),
    ("actions/download-artifact", &["1", "2", "3"]),
];

/// Whether github.com refuses to run this version of an action, `v3.1.2` or `v3`, so that every run fails.
#[must_use]
pub fn is_retired(action: &str, version: &str) -> bool {
    let number = version.trim_start_matches('v');
    let major = number.split('.').next().unwrap_or(number);
    RETIRED
        .iter()
        .any(|(name, majors)| *name == action && majors.contains(&major))
}
