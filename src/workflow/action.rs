use super::Remarked;

/// An action at a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionRef {
    /// `owner/repository`.
    pub name: &'static str,
    /// The version that the commit was released as.
    pub version: &'static str,
    /// The commit, 40 hexadecimal digits.
    pub commit: &'static str,
}

impl ActionRef {
    /// The value of `uses`, with the version behind it: what Dependabot and Renovate read and update.
    #[must_use]
    pub fn uses(&self) -> Remarked {
        Remarked {
            value: format!("{}@{}", self.name, self.commit),
            remark: self.version.to_owned(),
        }
    }
}
