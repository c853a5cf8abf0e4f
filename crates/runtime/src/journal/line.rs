//! A record as a line: `{"crc32":"xxxxxxxx","record":{…}}`, the checksum being that of the bytes of the record.

use super::Record;

const HEAD: &str = r#"{"crc32":""#;
const MIDDLE: &str = r#"","record":"#;
const DIGITS: usize = 8;

/// The line of a record, with its newline.
pub(super) fn encode(record: &Record) -> serde_json::Result<Vec<u8>> {
    let body = serde_json::to_vec(record)?;
    let mut line = format!("{HEAD}{:08x}{MIDDLE}", crc32fast::hash(&body)).into_bytes();
    line.extend_from_slice(&body);
    line.extend_from_slice(b"}\n");
    Ok(line)
}

/// The record of a line, if the line is whole.
pub(super) fn decode(line: &[u8]) -> Option<Record> {
    let rest = line.strip_prefix(HEAD.as_bytes())?;
    let (sum, rest) = rest.split_at_checked(DIGITS)?;
    let body = rest.strip_prefix(MIDDLE.as_bytes())?.strip_suffix(b"}")?;
    let sum = u32::from_str_radix(std::str::from_utf8(sum).ok()?, 16).ok()?;
    if crc32fast::hash(body) != sum {
        return None;
    }
    serde_json::from_slice(body).ok()
}

#[cfg(test)]
mod tests {
    use super::super::record::Problem;
    use super::*;

    #[test]
    fn a_line_is_json_and_survives_the_way_there_and_back() {
        let record = Record::Problem(Problem {
            message: "a \"quoted\"\nline".into(),
        });
        let line = encode(&record).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&line).is_ok());
        assert_eq!(decode(&line[..line.len() - 1]), Some(record));
    }

    #[test]
    fn no_part_of_a_line_and_no_changed_line_is_believed() {
        let line = encode(&Record::Problem(Problem { message: "x".into() })).unwrap();
        let line = &line[..line.len() - 1];
        for end in 0..line.len() {
            assert_eq!(decode(&line[..end]), None, "cut at {end}");
        }
        for at in 0..line.len() {
            let mut changed = line.to_vec();
            changed[at] ^= 1;
            assert_eq!(decode(&changed), None, "changed at {at}");
        }
    }
}
