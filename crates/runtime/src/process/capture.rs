//! The output of a command: its beginning in a log file, its end in memory, both within bounds.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use super::{Mask, Masked};

/// How much of the end is remembered.
const TAIL: usize = 64 << 10;

/// Takes output. What goes beyond the bounds is counted and dropped; nothing here ever blocks the command.
#[derive(Debug)]
pub(crate) struct Capture {
    path: PathBuf,
    most: u64,
    masked: Masked,
    sink: Sink,
}

#[derive(Debug)]
struct Sink {
    file: Option<File>,
    written: u64,
    dropped: u64,
    tail: VecDeque<u8>,
    fault: Option<String>,
}

/// What was kept of the output.
#[derive(Debug, Default)]
pub(crate) struct Output {
    /// The log file; none when nothing was printed.
    pub(crate) log: Option<PathBuf>,
    /// The end of the output, at most 64 KiB of it.
    pub(crate) tail: String,
    /// Bytes that the log does not hold.
    pub(crate) dropped: u64,
    /// Why the log could not be written, if it could not.
    pub(crate) fault: Option<String>,
}

impl Capture {
    /// Output into a file that is made when there is something to write, of at most so many bytes.
    pub(crate) fn new(path: PathBuf, most: u64, mask: Mask) -> Self {
        let sink = Sink {
            file: None,
            written: 0,
            dropped: 0,
            tail: VecDeque::new(),
            fault: None,
        };
        Self {
            path,
            most,
            masked: Masked::new(mask),
            sink,
        }
    }

    /// Takes a piece of output.
    pub(crate) fn push(&mut self, piece: &[u8]) {
        let Self {
            path,
            most,
            masked,
            sink,
        } = self;
        if masked.is_idle() {
            sink.take(piece, path, *most);
        } else {
            masked.push(piece, |bytes| sink.take(bytes, path, *most));
        }
    }

    /// Ends the log. If a part in the middle was dropped, the log says so and goes on with the end of the output.
    pub(crate) fn finish(mut self) -> Output {
        let Self {
            path,
            most,
            masked,
            sink,
        } = &mut self;
        masked.finish(|bytes| sink.take(bytes, path, *most));
        let tail = sink.tail.make_contiguous();
        if sink.dropped > 0 {
            let shown = (tail.len() as u64).min(sink.dropped);
            let note = format!("\n[pipewright: {} bytes left out]\n", sink.dropped - shown);
            let end = &tail[tail.len() - usize::try_from(shown).unwrap_or(tail.len())..];
            if let Some(file) = &mut sink.file
                && let Err(error) = file.write_all(note.as_bytes()).and_then(|()| file.write_all(end))
            {
                sink.fault.get_or_insert_with(|| error.to_string());
            }
        }
        Output {
            log: sink.file.is_some().then(|| path.clone()),
            tail: String::from_utf8_lossy(tail).into_owned(),
            dropped: sink.dropped,
            fault: sink.fault.take(),
        }
    }
}

impl Sink {
    fn take(&mut self, bytes: &[u8], path: &PathBuf, most: u64) {
        if bytes.is_empty() {
            return;
        }
        let room = usize::try_from(most - self.written)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        if room > 0 && self.fault.is_none() {
            match self.write(&bytes[..room], path) {
                Ok(()) => self.written += room as u64,
                Err(error) => self.fault = Some(format!("cannot write {}: {error}", path.display())),
            }
        }
        self.dropped += (bytes.len() - room) as u64;
        self.remember(bytes);
    }

    fn write(&mut self, bytes: &[u8], path: &PathBuf) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(File::create(path)?),
        };
        file.write_all(bytes)
    }

    fn remember(&mut self, bytes: &[u8]) {
        let bytes = &bytes[bytes.len().saturating_sub(TAIL)..];
        let excess = (self.tail.len() + bytes.len()).saturating_sub(TAIL);
        self.tail.drain(..excess);
        self.tail.extend(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_in_the_middle_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let mut capture = Capture::new(folder.path().join("log"), 1_000, Mask::default());
        for _ in 0..1_000 {
            capture.push(&[b'x'; 1_000]);
        }
        capture.push(b"the end");
        let output = capture.finish();
        let log = std::fs::read_to_string(output.log.unwrap()).unwrap();
        assert!(log.starts_with(&"x".repeat(1_000)), "the beginning is kept");
        assert!(log.ends_with("the end"), "the end is kept");
        assert!(log.contains(&format!("[pipewright: {} bytes left out]", 999_007 - TAIL)));
        assert_eq!(output.tail.len(), TAIL);
        assert_eq!(output.dropped, 999_007);
    }

    #[test]
    fn silence_makes_no_file_and_bytes_that_are_no_text_do_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let silent = Capture::new(folder.path().join("silent"), 10, Mask::default()).finish();
        assert!(silent.log.is_none());
        let mut capture = Capture::new(folder.path().join("noise"), 10, Mask::default());
        capture.push(b"\xff\xfe\0");
        assert_eq!(capture.finish().tail, "\u{fffd}\u{fffd}\0");
    }

    #[test]
    fn a_log_that_cannot_be_written_is_a_fault_and_no_more() {
        let mut capture = Capture::new("/dev/full".into(), 10, Mask::default());
        capture.push(b"hello");
        let output = capture.finish();
        assert!(output.fault.unwrap().contains("No space left"));
        assert_eq!(output.tail, "hello");
    }
}
