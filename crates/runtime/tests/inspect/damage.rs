//! Files as killed jobs and careless tools leave them.

use std::path::Path;

use super::{inspect, inspect_bytes, numbers, problems};

fn encoded(text: &str, is_big: bool) -> Vec<u8> {
    let units = text.encode_utf16();
    units
        .flat_map(|unit| {
            if is_big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

#[test]
fn encodings_are_told_from_marks_and_declarations() {
    let text =
        "<?xml version='1.0' encoding='UTF-16'?><testsuite name='größe 🦀'><testcase name='ä'/></testsuite>";
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><testsuite><testcase name='\xe4'/></testsuite>";
    for bytes in [
        marked(b"\xFF\xFE", encoded(text, false)),
        marked(b"\xFE\xFF", encoded(text, true)),
        encoded(text, false),
        encoded(text, true),
        marked(b"\xEF\xBB\xBF", text.into()),
        text.into(),
        latin.to_vec(),
        marked(b"\n\n  ", b"<testsuite><testcase name='a'/></testsuite>".to_vec()),
    ] {
        let (line, code) = inspect_bytes(&bytes);
        assert_eq!((numbers(&line)[0], code), (1, 0), "{bytes:?}");
        assert!(problems(&line).is_empty(), "{bytes:?}: {line}");
    }
}

/// UTF-32.
fn wide(text: &str, is_big: bool) -> Vec<u8> {
    let units = text.chars().map(u32::from);
    units
        .flat_map(|unit| {
            if is_big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

#[test]
fn wide_characters_are_read_with_a_mark_and_without_one() {
    let text = " <testsuite name='größe 🦀'><testcase name='ä'/><testcase name='b'><failure/></testcase></testsuite>";
    for is_big in [false, true] {
        let marked = format!("\u{feff}{text}");
        for bytes in [wide(text, is_big), wide(&marked, is_big), encoded(text, is_big)] {
            let (line, code) = inspect_bytes(&bytes);
            assert_eq!((numbers(&line), code), ([2, 1, 1, 0, 0, 0], 0), "{line}");
            assert!(problems(&line).is_empty(), "{line}");
            let (line, _) = inspect_bytes(&bytes[..bytes.len() - 5]);
            assert_eq!((numbers(&line)[0], &line["truncated"]), (2, &true.into()));
            assert!(problems(&line).contains(&"bytes that are no text in its encoding"));
        }
    }
}

#[test]
fn what_was_said_before_the_report_does_not_hide_it() {
    let report = "<?xml version='1.0'?><testsuite><testcase name='a'/></testsuite>";
    for before in [
        "npm warn a < b, <c> is gone\n",
        "\0\u{1}",
        "\u{feff}\u{feff}",
        "<<<",
    ] {
        let (line, code) = inspect_bytes(format!("{before}{report}").as_bytes());
        assert_eq!((numbers(&line)[0], code), (1, 0), "{before}: {line}");
    }
    let (line, _) = inspect_bytes(format!("x{report}").as_bytes());
    assert_eq!(problems(&line), ["line 1, column 1: text before the report"]);
    let long = format!("{}{report}", "fish < chips\n".repeat(100_000));
    assert_eq!(numbers(&inspect_bytes(long.as_bytes()).0)[0], 1);
}

#[test]
fn what_a_suite_says_of_itself_and_no_case_bears_out_is_told() {
    for (text, problem) in [
        (
            "<testsuites errors='1'><testsuite name='s' failures='2'><testcase name='a'/></testsuite></testsuites>",
            Some(
                "line 1, column 77: the suite `s` says that there are failures (2) or errors (0), and no case has one",
            ),
        ),
        (
            "<testsuites><testsuite name='s' tests='3'/></testsuites>",
            Some("line 1, column 13: the suite `s` says that it has 3 tests, and has no case"),
        ),
        (
            "<testsuites tests='9' failures='0'><testsuite><testcase/></testsuite></testsuites>",
            None,
        ),
        (
            "<testsuite failures='1'><testsuite><testcase><error/></testcase></testsuite></testsuite>",
            None,
        ),
        (
            "<testsuite errors='1'><testcase><flakyError/></testcase></testsuite>",
            None,
        ),
        (
            "<testsuite tests='many' failures='-1'><testcase/></testsuite>",
            None,
        ),
    ] {
        let (line, _) = inspect_bytes(text.as_bytes());
        assert_eq!(problems(&line), problem.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn what_is_no_report_is_said_to_be_none() {
    for (bytes, code) in [
        (b"".as_slice(), 0),
        (b" \n\t", 0),
        (b"\x89PNG\r\n\x1a\n", 2),
        (b"<html><body>502</body></html>", 2),
        (b"[]", 2),
        (b"{\"a\":1}", 2),
        (b"hello", 2),
    ] {
        let (line, actual) = inspect_bytes(bytes);
        assert_eq!((actual, numbers(&line)[0]), (code, 0), "{line}");
        assert_eq!(problems(&line).len(), 1, "{line}");
    }
}

#[test]
fn a_file_that_cannot_be_read_has_its_line_and_the_others_too() {
    let (lines, code) = inspect(&[Path::new("/nowhere/at/all.xml"), Path::new("/")]);
    assert_eq!((lines.len(), code), (2, 2));
    for line in &lines {
        assert!(problems(line)[0].starts_with("cannot be read: "), "{line}");
    }
}

#[test]
fn damage_is_told_with_its_place_and_the_rest_is_read() {
    for (text, cases, problem) in [
        (
            "<testsuite>\n <testcase name='a'/>\n <testcase name='b'><failure>",
            1,
            "line 3, column 30: the file ends inside of the case `b`, which had failed",
        ),
        (
            "<testsuite>\n<testcase name=\"<<a>>\"/></testsuite>",
            1,
            "line 2, column 17: a `<` inside of a value",
        ),
        (
            "<testsuite>\nfish & <testcase name='a & b'/></testsuite>",
            1,
            "line 2, column 8: a `&` that begins no reference",
        ),
        (
            "<testsuite><testcase name='a'></testsuite>",
            0,
            "line 1, column 31: the case `a` does not end",
        ),
        (
            "<testsuite><testcase name='a'/></testsuites></testsuite>",
            1,
            "line 1, column 32: an end tag of nothing that is open",
        ),
        (
            "<testsuite><testcase name='a/>\n<testcase name='b'/></testsuite>",
            1,
            "line 2, column 1: a tag begins inside of another",
        ),
        (
            "<testsuite><testcase name='a'/></testsuite>\0\0",
            1,
            "line 1, column 44: text outside of the report",
        ),
        (
            "<testsuite>\n<testcase name=\"say \"hi\" now\"/></testsuite>",
            1,
            "line 2, column 1: something in a tag that is no attribute",
        ),
        (
            "<testsuite>\n<testcase name='\x1b[31mred'/></testsuite>",
            1,
            "line 2, column 1: a control character, which XML does not allow",
        ),
        (
            "<testsuite><error message='x'/><testcase name='a'/></testsuite>",
            1,
            "line 1, column 12: the suite `` failed outside of its cases",
        ),
    ] {
        let (line, code) = inspect_bytes(text.as_bytes());
        assert_eq!((numbers(&line)[0], code), (cases, 0), "{text}: {line}");
        assert!(problems(&line).contains(&problem), "{text}: {line}");
    }
}

#[test]
fn a_reference_to_a_control_character_is_told_too() {
    let (line, _) = inspect_bytes(b"<testsuite>\n<testcase name='a&#8;'/></testsuite>");
    assert_eq!(
        problems(&line),
        ["line 2, column 1: a control character, which XML does not allow"]
    );
}

#[test]
fn entities_of_the_document_are_never_resolved() {
    let mut bomb = "<!DOCTYPE x [<!ENTITY a \"lol\">".to_owned();
    for level in 1..20 {
        bomb.push_str(&format!("<!ENTITY a{level} \"{}\">", "&a;".repeat(10)));
    }
    bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\">]><testsuite><testcase name='&a19;'/>");
    bomb.push_str("<testcase name='b'><failure>&file;</failure></testcase></testsuite>");
    let (line, code) = inspect_bytes(bomb.as_bytes());
    assert_eq!((numbers(&line), code), ([2, 1, 1, 0, 0, 0], 0));
    assert_eq!(problems(&line).len(), 2, "{line}");
}

#[test]
fn nothing_is_too_deep_too_long_or_too_many() {
    let deep = format!("{}<testcase name='a'/>", "<testsuite name='x'>".repeat(100_000));
    let (line, _) = inspect_bytes(deep.as_bytes());
    assert_eq!(line["truncated"], true);
    let text = "x".repeat(3 << 20);
    for long in [
        format!("<testsuite><testcase name='{text}'/><testcase name='b'/></testsuite>"),
        format!("<testsuite><testcase name='a'><failure>{text}</failure></testcase><testcase/></testsuite>"),
        format!(
            "<testsuite><testcase name='a'><failure><![CDATA[{text}]]></failure></testcase><testcase/></testsuite>"
        ),
        format!("<testsuite><!--{text}--><?{text}?><testcase/><testcase/>{text}</testsuite>"),
    ] {
        let (line, _) = inspect_bytes(long.as_bytes());
        assert_eq!((numbers(&line)[0], &line["truncated"]), (2, &false.into()));
    }
    let many = format!(
        "<testsuite>{}</testsuite>",
        "<testcase time='never'/>".repeat(1_000)
    );
    let (line, _) = inspect_bytes(many.as_bytes());
    assert_eq!((numbers(&line)[0], problems(&line).len()), (1_000, 51));
}

/// Tells the complete cases of a text in the most simple way: by looking for where they end.
fn complete(text: &[u8]) -> usize {
    let ends = |end: &[u8]| text.windows(end.len()).filter(|window| *window == end).count();
    ends(b"</testcase>") + ends(b"/><!--c-->")
}

#[test]
fn of_a_file_that_ends_at_any_byte_each_complete_case_is_kept() {
    let text = "<?xml version='1.0' encoding='UTF-8'?>\n<testsuites><testsuite name='größe'><testcase name='a'/><!--c-->\n\
        <testcase name='b'><failure message='é &amp; x'><![CDATA[</testcas > ]]></failure></testcase>\n\
        <testcase name='c 🦀'><system-out>x &lt; y</system-out></testcase></testsuite></testsuites>\n";
    let text = text.as_bytes();
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..text.len())
        .map(|end| {
            let file = folder.path().join(format!("{end}.xml"));
            super::put(&file, &text[..end]);
            file
        })
        .collect();
    let (lines, code) = inspect(&files.iter().map(|file| file.as_path()).collect::<Vec<_>>());
    assert_eq!((lines.len(), code), (text.len(), 0));
    for (end, line) in lines.iter().enumerate() {
        let kept = complete(&text[..end]);
        // A case without anything in it is complete with its own tag.
        let is_short = text[..end].ends_with(b"<testcase name='a'/>")
            || (text[..end]
                .windows(20)
                .any(|window| window == b"<testcase name='a'/>")
                && kept == 0);
        assert_eq!(
            numbers(line)[0] as usize,
            kept + usize::from(is_short),
            "{end}: {line}"
        );
        let is_whole = text[..end].windows(13).any(|window| window == b"</testsuites>");
        assert_eq!(line["truncated"], !is_whole, "{end}: {line}");
        let has_place = |problem: &&str| problem.starts_with("line ") && problem.contains("column ");
        let is_told = problems(line).iter().any(has_place) || text[..end].trim_ascii().is_empty();
        assert!(is_whole || is_told, "{end}: {line}");
    }
}
