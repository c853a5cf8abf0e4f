//! From the first moment of a command to its last.

use std::io::{PipeReader, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::{Capture, Command, Family, Limits, Output, Stop, Unstarted};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself, with a code.
    Code(i32),
    /// By a signal that we did not send.
    Signal(i32),
    /// By us: it ran longer than it may.
    Timeout,
    /// By us: the time of the whole cell was over.
    Deadline,
    /// By us: the run was stopped.
    Stopped,
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// How.
    pub(crate) end: End,
    /// How long it ran.
    pub(crate) duration: Duration,
    /// What it printed.
    pub(crate) output: Output,
    /// How many processes it left behind, now killed.
    pub(crate) left: usize,
}

/// How long a killed process may take to vanish, and its pipe to run dry.
const AFTER_KILL: Duration = Duration::from_secs(2);

/// Runs a command to its end.
pub(crate) fn run(
    command: &Command,
    capture: Capture,
    limits: &Limits,
    family: &Family,
    stop: &Stop,
) -> Result<Ended, Unstarted> {
    let start = Instant::now();
    let (child, pipe) = command.spawn()?;
    let id = i32::try_from(child.id()).unwrap_or_default();
    family.enter(id);
    let followed = Follower::new(child, pipe, capture, command, family)
        .map_err(|error| Unstarted(format!("cannot follow `{}`: {error}", command.words[0])))
        .map(|follower| follower.follow(limits, stop, start));
    family.leave(id);
    followed
}

struct Follower<'a> {
    child: Child,
    root: Pid,
    exit: OwnedFd,
    pipe: Option<PipeReader>,
    capture: Capture,
    buffer: Vec<u8>,
    mark: &'a str,
    leaves: bool,
    family: &'a Family,
}

/// Where a command is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Running,
    Asked(End),
    Killed(End),
}

impl<'a> Follower<'a> {
    fn new(
        mut child: Child,
        pipe: PipeReader,
        capture: Capture,
        command: &'a Command,
        family: &'a Family,
    ) -> rustix::io::Result<Self> {
        let root = Pid::from_child(&child);
        let nonblocking = rustix::fs::fcntl_setfl(&pipe, rustix::fs::OFlags::NONBLOCK);
        match nonblocking.and_then(|()| pidfd_open(root, PidfdFlags::empty())) {
            Ok(exit) => {
                let (pipe, buffer) = (Some(pipe), vec![0; 64 << 10]);
                Ok(Self {
                    child,
                    root,
                    exit,
                    pipe,
                    capture,
                    buffer,
                    mark: &command.mark,
                    leaves: command.leaves,
                    family,
                })
            }
            Err(error) => {
                family.kill(root, &command.mark);
                let _ = child.wait();
                Err(error)
            }
        }
    }

    fn follow(mut self, limits: &Limits, stop: &Stop, start: Instant) -> Ended {
        let mut phase = Phase::Running;
        let mut since = start;
        loop {
            // What is thrown from here on wakes the step up: its switch is the one that has not been seen thrown.
            let is_stopped = stop.cause().is_some();
            let until = until(phase, since, limits, stop);
            if self.step(phase, until, stop, is_stopped)
                || matches!(phase, Phase::Killed(_)) && Instant::now() >= until
            {
                return self.end(phase, start);
            }
            let next = next(phase, until, limits, stop, start);
            if next != phase {
                since = Instant::now();
                match next {
                    Phase::Running => {}
                    Phase::Asked(_) => self.family.ask(self.root, self.mark),
                    Phase::Killed(_) => self.family.kill(self.root, self.mark),
                }
            }
            phase = next;
        }
    }

    /// Waits for something to happen. True when the command has ended. `is_stopped`: whether the phase knows that the run
    /// stops.
    fn step(&mut self, phase: Phase, until: Instant, stop: &Stop, is_stopped: bool) -> bool {
        let switch = match phase {
            Phase::Killed(_) => None,
            // A command that began while the switch was thrown has not been asked to end yet.
            Phase::Running => Some(stop.stopped()),
            Phase::Asked(_) if !is_stopped => Some(stop.stopped()),
            Phase::Asked(_) => Some(stop.hurried()),
        };
        let mut waits = vec![PollFd::new(&self.exit, PollFlags::IN)];
        waits.extend(switch.map(|switch| PollFd::from_borrowed_fd(switch, PollFlags::IN)));
        waits.extend(
            self.pipe
                .as_ref()
                .map(|pipe| PollFd::from_borrowed_fd(pipe.as_fd(), PollFlags::IN)),
        );
        if poll(
            &mut waits,
            Some(&timespec(until.saturating_duration_since(Instant::now()))),
        )
        .is_err()
        {
            return false;
        }
        let has_ended = !waits[0].revents().is_empty();
        let has_output = self.pipe.is_some() && waits.last().is_some_and(|wait| !wait.revents().is_empty());
        if has_output {
            self.read();
        }
        has_ended
    }

    /// Reads a piece of output, a few buffers at most, so that the clock is looked at in between.
    fn read(&mut self) {
        for _ in 0..16 {
            let Some(pipe) = &mut self.pipe else { return };
            match pipe.read(&mut self.buffer) {
                Ok(0) => self.pipe = None,
                Ok(count) => self.capture.push(&self.buffer[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return,
                Err(_) => self.pipe = None,
            }
        }
    }

    fn end(mut self, phase: Phase, start: Instant) -> Ended {
        if self.leaves && phase == Phase::Running {
            return self.leave(start);
        }
        // The group goes first, while the ended leader still keeps its number from being given away.
        let _ = rustix::process::kill_process_group(self.root, rustix::process::Signal::KILL);
        let status = self.child.try_wait().ok().flatten();
        let duration = start.elapsed();
        let must_look = self.family.is_due(self.mark, duration) || self.is_pipe_held();
        let left = if must_look {
            self.family.clear(self.root.as_raw_nonzero().get(), self.mark)
        } else {
            0
        };
        self.drain();
        let end = match phase {
            Phase::Asked(end) | Phase::Killed(end) => end,
            Phase::Running => how(status),
        };
        Ended {
            end,
            duration,
            output: self.capture.finish(),
            left,
        }
    }

    /// The end of a command that may leave processes behind. They may hold the pipe open, so it is not waited for.
    fn leave(mut self, start: Instant) -> Ended {
        let status = self.child.try_wait().ok().flatten();
        self.read();
        Ended {
            end: how(status),
            duration: start.elapsed(),
            output: self.capture.finish(),
            left: 0,
        }
    }

    /// Whether somebody still holds the other end of the pipe.
    fn is_pipe_held(&mut self) -> bool {
        self.read();
        self.pipe.is_some()
    }

    /// Reads what is still in the pipe. Whoever holds it open has been killed.
    fn drain(&mut self) {
        let until = Instant::now() + AFTER_KILL;
        while let Some(pipe) = &self.pipe
            && Instant::now() < until
        {
            let mut wait = [PollFd::new(pipe, PollFlags::IN)];
            let _ = poll(&mut wait, Some(&timespec(Duration::from_millis(100))));
            self.read();
        }
    }
}

/// When a phase is over.
fn until(phase: Phase, since: Instant, limits: &Limits, stop: &Stop) -> Instant {
    match phase {
        Phase::Running => limits.end(since),
        Phase::Asked(_) => stop
            .patience()
            .map_or(since + limits.grace, |end| end.min(since + limits.grace)),
        Phase::Killed(_) => since + AFTER_KILL,
    }
}

/// The phase that follows, if it is time.
fn next(phase: Phase, until: Instant, limits: &Limits, stop: &Stop, start: Instant) -> Phase {
    let is_over = Instant::now() >= until;
    match phase {
        Phase::Running if stop.cause().is_some() => Phase::Asked(End::Stopped),
        Phase::Running if is_over && limits.is_cut_short(start) => Phase::Asked(End::Deadline),
        Phase::Running if is_over => Phase::Asked(End::Timeout),
        Phase::Asked(end) if is_over || is_hurried(stop) => Phase::Killed(end),
        same => same,
    }
}

fn is_hurried(stop: &Stop) -> bool {
    let mut wait = [PollFd::from_borrowed_fd(stop.hurried(), PollFlags::IN)];
    matches!(poll(&mut wait, Some(&timespec(Duration::ZERO))), Ok(1..))
}

fn timespec(duration: Duration) -> Timespec {
    Timespec {
        tv_sec: duration.as_secs().try_into().unwrap_or(i64::MAX),
        tv_nsec: duration.subsec_nanos().into(),
    }
}

fn how(status: Option<ExitStatus>) -> End {
    match status {
        Some(status) => status
            .code()
            .map_or_else(|| End::Signal(status.signal().unwrap_or_default()), End::Code),
        // It was seen to end, and is gone: nobody else collects our children, so this cannot be.
        None => End::Signal(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{Cause, Mask};

    /// A cancel may arrive between the start of a command and the first look at the switch.
    #[test]
    fn a_command_that_begins_while_the_run_is_stopped_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let command = Command {
            words: vec!["sleep".to_owned(), "600".to_owned()],
            folder: folder.path().to_owned(),
            environment: vec![("PATH".to_owned(), std::env::var_os("PATH").unwrap_or_default())],
            mark: format!("PIPEWRIGHT_OUTPUT={}", folder.path().display()),
            leaves: false,
        };
        let limits = Limits {
            timeout: Duration::from_secs(60),
            deadline: Instant::now() + Duration::from_secs(120),
            grace: Duration::from_secs(1),
        };
        let stop = Stop::new().unwrap();
        stop.throw(Cause::Interrupt);
        let capture = Capture::new(folder.path().join("log"), 1_000, Mask::new([]));
        let ended = run(&command, capture, &limits, &Family::adopt(), &stop).unwrap();
        assert_eq!(ended.end, End::Stopped);
        assert!(ended.duration < limits.timeout, "it was left to its own limit");
    }
}
