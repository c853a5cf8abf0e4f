/// A command that tests a part of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is of, for a name: `cargo`, `web-npm`.
    pub name: String,
    /// What was seen, for people.
    pub seen: String,
    /// The program and its arguments, run from the root.
    pub command: Vec<String>,
    /// The JUnit files that it leaves in the folder of its output, by their pattern.
    pub junit: Option<&'static str>,
    /// What has to run once before it.
    pub setup: Option<Vec<String>>,
    /// Capabilities that it needs.
    pub needs: Vec<&'static str>,
    /// What is left to do by hand.
    pub advice: Option<&'static str>,
}

impl Finding {
    pub(super) fn new(name: &str, folder: &str, seen: String, command: &[&str]) -> Self {
        Self {
            name: if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}-{name}")
            },
            seen,
            command: command.iter().map(|&word| word.to_owned()).collect(),
            junit: None,
            setup: None,
            needs: Vec::new(),
            advice: None,
        }
    }

    pub(super) fn advised(mut self, advice: &'static str) -> Self {
        self.advice = Some(advice);
        self
    }
}
