use std::path::Path;

use anyhow::Context;

use super::{Record, line};

/// What a journal holds.
#[derive(Debug)]
pub(crate) struct Read {
    /// Its records.
    pub(crate) records: Vec<Record>,
    /// Its length in bytes, up to the end of the last whole line.
    pub(crate) length: u64,
    /// Whole lines that are no records: something else wrote into the file, or the disk lost it.
    pub(crate) damaged: usize,
}

/// Reads a journal. A last line that is cut off is what a killed process leaves, and is dropped.
pub(crate) fn read(path: &Path) -> anyhow::Result<Read> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut read = Read {
        records: Vec::new(),
        length: 0,
        damaged: 0,
    };
    for text in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(text) = text.strip_suffix(b"\n") else {
            break;
        };
        read.length += text.len() as u64 + 1;
        match line::decode(text) {
            Some(record) => read.records.push(record),
            None => read.damaged += 1,
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::super::record::Problem;
    use super::*;

    fn record(message: &str) -> Record {
        Record::Problem(Problem {
            message: message.to_owned(),
        })
    }

    fn read_of(bytes: &[u8]) -> Read {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut file.as_file(), bytes).unwrap();
        read(file.path()).unwrap()
    }

    #[test]
    fn a_journal_that_is_cut_anywhere_holds_its_whole_lines() {
        let lines: Vec<Vec<u8>> = ["a", "b", "c"]
            .iter()
            .map(|text| line::encode(&record(text)).unwrap())
            .collect();
        let all = lines.concat();
        for cut in 0..=all.len() {
            let read = read_of(&all[..cut]);
            let whole = all[..cut].iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(
                read.records,
                [record("a"), record("b"), record("c")][..whole],
                "cut at {cut}"
            );
            assert_eq!(read.length as usize, lines[..whole].concat().len());
            assert_eq!(read.damaged, 0);
        }
    }

    #[test]
    fn damage_in_the_middle_is_counted_and_costs_one_line() {
        let mut all = [
            line::encode(&record("a")).unwrap(),
            line::encode(&record("b")).unwrap(),
        ]
        .concat();
        all[40] ^= 1;
        let read = read_of(&all);
        assert_eq!((read.records, read.damaged), (vec![record("b")], 1));
    }
}
