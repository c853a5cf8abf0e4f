//! How much text one evaluation may make.

/// GitHub gives up on templates whose result is larger than this many bytes; so does an evaluation here.
pub const MAX_OUTPUT: usize = 10 * 1024 * 1024;

/// What is left of [`MAX_OUTPUT`].
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: MAX_OUTPUT }
    }

    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Takes `bytes` off.
    ///
    /// # Errors
    /// The message for people, if that is more than is left.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), String> {
        self.left = self.left.checked_sub(bytes).ok_or_else(Self::exceeded)?;
        Ok(())
    }

    pub(super) fn exceeded() -> String {
        format!("Exceeded max expression output {MAX_OUTPUT}")
    }
}
