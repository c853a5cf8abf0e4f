//! The frame of a segment: a line that says what it is, then its bytes, compressed.
//!
//! `pipewright-history FORMAT SHA256 LENGTH`, where SHA-256 and length are of what was compressed.

use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::fault::Fault;

/// The format of segments that this version writes. It reads all up to it.
pub(super) const FORMAT: u32 = 2;
/// What a segment begins with.
const MAGIC: &str = "pipewright-history";
/// Most bytes of a segment, once decompressed: 10,000 runs of 1,000 tests take a tenth.
const MOST: usize = 1 << 30;
/// Most bytes of the line.
const LINE: usize = 200;
/// What is larger is compressed in less time: a run of a million tests.
const LARGE: usize = 8 << 20;

/// What the bytes of a segment are known by.
#[derive(Debug, Default)]
pub(super) struct Imprint {
    /// SHA-256 in hexadecimal digits.
    pub(super) digest: String,
    /// How many there are.
    pub(super) length: usize,
}

impl Imprint {
    /// Of the bytes that somebody writes. They are not kept.
    pub(super) fn of(payload: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Self {
        let mut press = Press::default();
        payload(&mut press).expect("a digest takes every byte");
        let mut digest = String::with_capacity(64);
        for byte in press.digest.finalize() {
            let _ = write!(digest, "{byte:02x}");
        }
        Self {
            digest,
            length: press.length,
        }
    }
}

#[derive(Debug, Default)]
struct Press {
    digest: Sha256,
    length: usize,
}

impl Write for Press {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.digest.update(bytes);
        self.length += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a segment: the line, and what `payload` writes, whose imprint is known, compressed.
pub(super) fn seal(
    imprint: &Imprint,
    payload: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    file: &mut dyn Write,
) -> io::Result<()> {
    writeln!(file, "{MAGIC} {FORMAT} {} {}", imprint.digest, imprint.length)?;
    let level = if imprint.length > LARGE { 3 } else { 9 };
    let mut encoder = zstd::Encoder::new(file, level)?;
    encoder.set_pledged_src_size(Some(imprint.length as u64))?;
    payload(&mut encoder)?;
    encoder.finish()?;
    Ok(())
}

/// The format of what was sealed, and its bytes, if nothing has changed since.
pub(super) fn open(file: &[u8]) -> Result<(u32, Vec<u8>), Fault> {
    let end = file.iter().take(LINE).position(|byte| *byte == b'\n');
    let end = end.ok_or_else(|| Fault::Damaged("it does not begin as a segment does".to_owned()))?;
    let line = std::str::from_utf8(&file[..end]).unwrap_or_default();
    let (format, expected, length) = head(line)?;
    let payload = zstd::bulk::decompress(&file[end + 1..], length)
        .map_err(|error| Fault::Damaged(format!("it does not decompress: {error}")))?;
    if payload.len() != length || Imprint::of(|sink| sink.write_all(&payload)).digest != expected {
        return Err(Fault::Damaged("its checksum is another one".to_owned()));
    }
    Ok((format, payload))
}

/// Format, checksum and length, by the first line.
fn head(line: &str) -> Result<(u32, &str, usize), Fault> {
    let words: Vec<&str> = line.split(' ').collect();
    let format = match (words.first(), words.get(1).and_then(|word| word.parse().ok())) {
        (Some(&MAGIC), Some(format)) if format > FORMAT => return Err(Fault::Newer(format)),
        (Some(&MAGIC), Some(format)) if format > 0 => format,
        _ => return Err(Fault::Damaged("it does not begin as a segment does".to_owned())),
    };
    let length = words.get(3).and_then(|word| word.parse().ok());
    match (words.get(2), length) {
        (Some(digest), Some(length)) if length <= MOST => Ok((format, digest, length)),
        _ => Err(Fault::Damaged("its first line makes no sense".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_can_change_unseen() {
        let payload = |sink: &mut dyn Write| sink.write_all(&[7; 300]);
        let mut file = Vec::new();
        seal(&Imprint::of(payload), payload, &mut file).unwrap();
        assert_eq!(open(&file).unwrap().1, [7; 300]);
        for at in 0..file.len() {
            let mut other = file.clone();
            other[at] ^= 0x10;
            let opened = open(&other);
            assert!(opened.is_err() || opened.unwrap().1 == [7; 300], "byte {at}");
            assert!(open(&file[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_later_format_is_told_from_damage() {
        let file = format!("{MAGIC} 7 anything that a later version may say\n");
        assert!(matches!(open(file.as_bytes()), Err(Fault::Newer(7))));
    }

    #[test]
    fn a_length_that_nobody_wrote_takes_no_memory() {
        let file = format!("{MAGIC} 1 {} {}\n", "0".repeat(64), u64::MAX);
        assert!(matches!(open(file.as_bytes()), Err(Fault::Damaged(_))));
    }
}
