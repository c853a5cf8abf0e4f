//! The suites that are open.

/// Longest path of names.
const PATH: usize = 8 << 10;

/// The suites that are open, from the outermost.
#[derive(Debug, Default)]
pub(super) struct Suites {
    path: String,
    open: Vec<Suite>,
}

#[derive(Debug, Clone, Copy)]
struct Suite {
    /// Length of the path outside of it.
    outside: usize,
    namesakes: Namesakes,
}

/// What two cases of a suite are that share a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Namesakes {
    /// Two cases.
    #[default]
    Strangers,
    /// Runs of one test of Go, the last of which decides.
    Go,
    /// What pytest has to say of one test: the worst stands.
    Pytest,
}

/// How pytest calls its suite, unless it is told another name.
const PYTEST: &str = "pytest";

impl Suites {
    pub(super) fn enter(&mut self, name: &str) {
        self.open.push(Suite {
            outside: self.path.len(),
            namesakes: match self.namesakes() {
                Namesakes::Go => Namesakes::Go,
                _ if name == PYTEST => Namesakes::Pytest,
                _ => Namesakes::Strangers,
            },
        });
        self.name(name);
    }

    /// Names the innermost suite, where its tag did not.
    pub(super) fn name(&mut self, name: &str) {
        let Some(suite) = self.open.last() else { return };
        self.path.truncate(suite.outside);
        if name.is_empty() || self.path.len() + name.len() > PATH {
            return;
        }
        if !self.path.is_empty() {
            self.path.push_str(" / ");
        }
        self.path.push_str(name);
    }

    pub(super) fn leave(&mut self) {
        if let Some(suite) = self.open.pop() {
            self.path.truncate(suite.outside);
        }
    }

    /// The innermost suite is one of Go.
    pub(super) fn go(&mut self) {
        if let Some(suite) = self.open.last_mut() {
            suite.namesakes = Namesakes::Go;
        }
    }

    pub(super) fn namesakes(&self) -> Namesakes {
        self.open.last().map(|suite| suite.namesakes).unwrap_or_default()
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }
}
