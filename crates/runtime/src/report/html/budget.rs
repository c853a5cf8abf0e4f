/// How much room is left, in bytes.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    pub(super) const fn of(bytes: usize) -> Self {
        Self(bytes)
    }

    /// Takes room, if there is enough. Once there was not, there is none for anything that follows: a list ends at
    /// one place instead of having holes.
    pub(super) const fn take(&mut self, bytes: usize) -> bool {
        let fits = bytes <= self.0;
        self.0 = if fits { self.0 - bytes } else { 0 };
        fits
    }
}
