use crate::results::Status;

/// What became of a test, in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark(u8);

const FLAKY: u8 = 0b0100;
const COUNTS: u8 = 0b1000;

impl Mark {
    pub(crate) const fn new(status: Status, flaky: bool, counts_against: bool) -> Self {
        let status = match status {
            Status::Passed => 0,
            Status::Failed => 1,
            Status::Errored => 2,
            Status::Skipped => 3,
        };
        Self(status | if flaky { FLAKY } else { 0 } | if counts_against { COUNTS } else { 0 })
    }

    pub(super) const fn of_byte(byte: u8) -> Option<Self> {
        if byte < 0b1_0000 { Some(Self(byte)) } else { None }
    }

    pub(super) const fn byte(self) -> u8 {
        self.0
    }

    pub(crate) const fn status(self) -> Status {
        match self.0 & 0b11 {
            0 => Status::Passed,
            1 => Status::Failed,
            2 => Status::Errored,
            _ => Status::Skipped,
        }
    }

    /// Whether it passed only after it had not.
    pub(crate) const fn is_flaky(self) -> bool {
        self.0 & FLAKY != 0
    }

    /// Whether it failed, and no quarantine covered it.
    pub(crate) const fn counts_against(self) -> bool {
        self.0 & COUNTS != 0
    }
}
