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
    is_go: bool,
}

impl Suites {
    pub(super) fn enter(&mut self, name: &str) {
        self.open.push(Suite {
            outside: self.path.len(),
            is_go: self.is_go(),
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
            suite.is_go = true;
        }
    }

    pub(super) fn is_go(&self) -> bool {
        self.open.last().is_some_and(|suite| suite.is_go)
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }
}
