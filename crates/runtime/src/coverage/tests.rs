use super::{FileCoverage, Kind, Lines, tell_bytes};

const COBERTURA: &str = r#"<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage line-rate="0.5" lines-valid="4" lines-covered="2" version="7">
  <packages><package name="a"><classes>
    <class name="one.py" filename="src/./one.py" line-rate="0.5">
      <methods><method name="f"><lines><line number="1" hits="3"/></lines></method></methods>
      <lines><line number="1" hits="1"/><line number="2" hits="0"/></lines>
    </class>
    <class name="two.py" filename="src\two.py"><lines><line hits="0" number="7"/><line number="8" hits="1" branch="true"/></lines></class>
  </classes></package></packages>
</coverage>"#;

const LCOV: &str = "TN:\nSF:/src/one.py\nDA:2,5\nDA:3,0,checksum\nLF:2\nLH:1\nend_of_record\n";

fn read(text: &str, lines: &mut Lines) -> Vec<String> {
    let problems = match tell_bytes(text.as_bytes()) {
        Some(Kind::Cobertura) => super::cobertura::read(text.as_bytes(), lines),
        Some(Kind::Lcov) => super::lcov::read(text.as_bytes(), lines),
        None => panic!("no coverage file: {text}"),
    };
    problems.unwrap().told()
}

fn files(lines: &Lines) -> Vec<(String, u64, u64)> {
    let told = |file: FileCoverage| (file.path, file.covered, file.lines);
    lines.files().map(told).collect()
}

#[test]
fn a_line_that_is_told_twice_counts_once() {
    let mut lines = Lines::default();
    assert_eq!(read(COBERTURA, &mut lines), [""; 0]);
    assert_eq!(
        files(&lines),
        [("src/one.py".to_owned(), 1, 2), ("src/two.py".to_owned(), 1, 2)]
    );
}

#[test]
fn files_of_two_formats_are_merged_line_by_line_in_either_order() {
    let (mut one, mut other) = (Lines::default(), Lines::default());
    read(COBERTURA, &mut one);
    read(LCOV, &mut one);
    read(LCOV, &mut other);
    read(COBERTURA, &mut other);
    // Line 2 was run through by the tests of the second file only.
    assert_eq!(files(&one)[0], ("src/one.py".to_owned(), 2, 3));
    assert_eq!(one.totals(), (3, 5));
    assert_eq!(one, other);
    read(LCOV, &mut other);
    assert_eq!(one, other, "reading a file again changes nothing");
}

#[test]
fn what_a_file_is_its_content_tells() {
    assert_eq!(tell_bytes(LCOV.as_bytes()), Some(Kind::Lcov));
    assert_eq!(tell_bytes(COBERTURA.as_bytes()), Some(Kind::Cobertura));
    assert_eq!(tell_bytes(b"<testsuites><testsuite/></testsuites>"), None);
    assert_eq!(
        tell_bytes(b"<coverage generated=\"1\" clover=\"4.2\"><project/></coverage>"),
        None
    );
    assert_eq!(tell_bytes(b"SFX: no tracefile"), None);
    assert_eq!(tell_bytes(b""), None);
}

#[test]
fn of_a_file_that_is_cut_off_every_whole_line_counts_and_the_damage_is_told() {
    for cut in 0..COBERTURA.len() {
        let mut lines = Lines::default();
        let Some(Kind::Cobertura) = tell_bytes(&COBERTURA.as_bytes()[..cut]) else {
            continue;
        };
        let problems = read(&COBERTURA[..cut], &mut lines);
        assert!(!problems.is_empty(), "nothing is said about a file cut at {cut}");
        let whole = COBERTURA[..cut].matches("/>").count() as u64;
        // One of the five is told twice.
        assert_eq!(
            lines.totals().1,
            whole.saturating_sub(u64::from(whole > 1)),
            "cut at {cut}"
        );
    }
    let mut lines = Lines::default();
    let problems = read("SF:a\nDA:1,1\nDA:2", &mut lines);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(lines.totals(), (1, 1));
}

#[test]
fn numbers_of_any_size_are_taken_for_what_they_can_mean() {
    let mut lines = Lines::default();
    let text = "SF:a\nDA:1,99999999999999999999999999\nDA:2,-3\nDA:0,1\nDA:4294967295,1\nDA:99999999999,1\nDA:3,x\nDA:,\nend_of_record\nDA:9,1\n";
    let problems = read(text, &mut lines);
    assert_eq!(lines.totals(), (1, 2));
    assert_eq!(problems.len(), 6, "{problems:?}");
    assert!(
        problems[5].starts_with("line 10: it is of no file"),
        "{problems:?}"
    );
}

#[test]
fn no_entity_is_resolved_and_no_file_opened() {
    let text = "<!DOCTYPE coverage [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y \"&x;&x;&x;\">]>
        <coverage line-rate=\"1\"><class filename=\"&y;\"><line number=\"1\" hits=\"1\"/></class>
        <class filename=\"../../../etc/passwd\"><line number=\"1\" hits=\"1\"/></class>
        <class filename=\"C:\\..\\..\\x&#10;y\"><line number=\"1\" hits=\"1\"/></class></coverage>";
    let mut lines = Lines::default();
    read(text, &mut lines);
    let paths: Vec<String> = lines.files().map(|file| file.path).collect();
    assert_eq!(paths, ["&y;", "etc/passwd", "xy"]);
}

#[test]
fn elements_inside_of_each_other_and_lines_without_end_take_no_memory() {
    let deep = format!(
        "<coverage line-rate=\"1\">{}",
        "<class filename=\"a\">".repeat(200_000)
    );
    let mut lines = Lines::default();
    assert_eq!(read(&deep, &mut lines).len(), 1);
    let long = format!("SF:{}\nDA:1,1\nend_of_record\n", "x/".repeat(1 << 20));
    assert_eq!(read(&long, &mut lines), [""; 0]);
    assert!(lines.files().all(|file| file.path.len() <= 1_000));
}

/// Two programs that share modules, measured by coverage.py 7.17.3, and what its own `combine` and `json` make of both:
/// covered lines and lines of each file.
#[test]
fn merged_lines_are_those_that_coverage_py_combines() {
    let combined = [
        ("first.py", 3, 3),
        ("inner/tools.py", 7, 9),
        ("second.py", 6, 6),
        ("shapes.py", 16, 17),
    ];
    let combined = combined.map(|(path, covered, lines)| (path.to_owned(), covered, lines));
    let (first_xml, second_xml) = (
        include_str!("fixtures/first.xml"),
        include_str!("fixtures/second.xml"),
    );
    let (first_info, second_info) = (
        include_str!("fixtures/first.info"),
        include_str!("fixtures/second.info"),
    );
    for pair in [
        [first_xml, second_xml],
        [first_info, second_info],
        [second_info, first_xml],
    ] {
        let mut lines = Lines::default();
        for text in pair {
            assert_eq!(read(text, &mut lines), [""; 0]);
        }
        assert_eq!(files(&lines), combined);
        assert_eq!(lines.totals(), (32, 35));
    }
}

/// A program measured by c8, with what its own summary says.
#[test]
fn lines_of_c8_are_those_of_its_summary() {
    for text in [include_str!("fixtures/c8.xml"), include_str!("fixtures/c8.info")] {
        let mut lines = Lines::default();
        assert_eq!(read(text, &mut lines), [""; 0]);
        assert_eq!(files(&lines), [("app.mjs".to_owned(), 8, 12)]);
    }
}
