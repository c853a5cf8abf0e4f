//! The frame of a segment: a line that says what it is, then its bytes, compressed.
//!
//! `pipewright-history FORMAT SHA256 LENGTH`, where SHA-256 and length are of what was compressed.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::fault::Fault;

/// The format of segments that this version writes and reads.
pub(super) const FORMAT: u32 = 1;
/// What a segment begins with.
const MAGIC: &str = "pipewright-history";
/// Most bytes of a segment, once decompressed: 10,000 runs of 1,000 tests take a tenth.
const MOST: usize = 1 << 30;
/// Most bytes of the line.
const LINE: usize = 200;

/// SHA-256 in hexadecimal digits.
pub(super) fn digest(payload: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(payload) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What goes to disk.
pub(super) fn seal(payload: &[u8]) -> std::io::Result<Vec<u8>> {
    let head = format!("{MAGIC} {FORMAT} {} {}\n", digest(payload), payload.len());
    let mut file = head.into_bytes();
    file.extend(zstd::bulk::compress(payload, 9)?);
    Ok(file)
}

/// What was sealed, if nothing has changed since.
pub(super) fn open(file: &[u8]) -> Result<Vec<u8>, Fault> {
    let end = file.iter().take(LINE).position(|byte| *byte == b'\n');
    let end = end.ok_or_else(|| Fault::Damaged("it does not begin as a segment does".to_owned()))?;
    let line = std::str::from_utf8(&file[..end]).unwrap_or_default();
    let (expected, length) = head(line)?;
    let payload = zstd::bulk::decompress(&file[end + 1..], length)
        .map_err(|error| Fault::Damaged(format!("it does not decompress: {error}")))?;
    if payload.len() != length || digest(&payload) != expected {
        return Err(Fault::Damaged("its checksum is another one".to_owned()));
    }
    Ok(payload)
}

/// Checksum and length, by the first line.
fn head(line: &str) -> Result<(&str, usize), Fault> {
    let words: Vec<&str> = line.split(' ').collect();
    let format = words.get(1).and_then(|word| word.parse().ok());
    match (words.first(), format) {
        (Some(&MAGIC), Some(format)) if format > FORMAT => return Err(Fault::Newer(format)),
        (Some(&MAGIC), Some(FORMAT)) => {}
        _ => return Err(Fault::Damaged("it does not begin as a segment does".to_owned())),
    }
    let length = words.get(3).and_then(|word| word.parse().ok());
    match (words.get(2), length) {
        (Some(digest), Some(length)) if length <= MOST => Ok((digest, length)),
        _ => Err(Fault::Damaged("its first line makes no sense".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_can_change_unseen() {
        let file = seal(&[7; 300]).unwrap();
        assert_eq!(open(&file).unwrap(), [7; 300]);
        for at in 0..file.len() {
            let mut other = file.clone();
            other[at] ^= 0x10;
            let opened = open(&other);
            assert!(opened.is_err() || opened.unwrap() == [7; 300], "byte {at}");
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
