//! What a damaged file may have lost keeps a run from passing.

use crate::scene::{Outcome, Scene};

fn one(name: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    Scene::new().file(&format!("x/{name}"), bytes).aggregate()
}

/// What is told as damage, and what is told only.
fn told(outcome: &Outcome) -> (String, String) {
    let cells = outcome.summary["cells"].as_array().unwrap();
    let problems: String = cells.iter().map(|cell| cell["problems"].to_string()).collect();
    (problems, outcome.summary["ignored"].to_string())
}

#[test]
fn text_between_the_cases_is_damage() {
    let zeros = "\0".repeat(40);
    for (middle, place) in [
        ("stcase name='B'/>", "line 1, column 55"),
        (zeros.as_str(), "line 1, column 55"),
        ("\n&r1;", "line 2, column 1"),
    ] {
        let text = format!(
            "<testsuite name='s' tests='3'><testcase name='A'/>    {middle}<testcase name='C'/> lost too </testsuite>"
        );
        let outcome = one("x.xml", text);
        assert_eq!(outcome.numbers(), (3, [2, 2, 0, 0, 0, 0]), "{middle}");
        let (problems, _) = told(&outcome);
        let problem = format!("x.xml: {place}: text between the cases: one may be lost");
        assert!(problems.contains(&problem), "{problems}");
        assert_eq!(problems.matches("text between").count(), 1, "{problems}");
    }
    let entity = "<!DOCTYPE x [<!ENTITY r1 SYSTEM 'r1.ent'>]><testsuites><testsuite><testcase/></testsuite>&r1;</testsuites>";
    assert_eq!(one("x.xml", entity).numbers().0, 3);
    let jenkins = "<result><suites><suite><name>s</name><cases><case><testName>a</testName></case>estName>b</testName></case>\
        <case><testName>c</testName></case></cases></suite></suites></result>";
    assert_eq!(one("x.xml", jenkins).numbers().0, 3);
}

#[test]
fn an_end_tag_in_a_value_is_damage_and_a_type_is_not() {
    for (text, said) in [
        (
            "<t:testsuite name='s'><t:testcase name='c'/><t:testcase name='a><t:failure/></t:testcase><t:testcase name='b/></t:testsuite>",
            "a tag begins inside of another",
        ),
        (
            "<result><suites><suite><cases><case x='1><testName>a</testName><errorDetails>boom</errorDetails></case><case>\
            <testName>b</testName></case><case x='><testName>c</testName></case></cases></suite></suites></result>",
            "an end tag inside of a value",
        ),
    ] {
        let outcome = one("x.xml", text);
        assert_eq!(outcome.code, 3, "{text}");
        let (problems, _) = told(&outcome);
        assert!(problems.contains(said), "{problems}");
    }
    let text = "<t:testsuite><t:testcase name='a/>\n<t:testcase name='b'/></t:testsuite>";
    assert_eq!(one("x.xml", text).numbers(), (3, [1, 1, 0, 0, 0, 0]));
    let outcome = one(
        "x.xml",
        "<testsuite><testcase name='List<String> < / </ >'/></testsuite>",
    );
    assert_eq!(outcome.numbers(), (0, [1, 1, 0, 0, 0, 0]));
    assert!(told(&outcome).1.contains("a `<` inside of a value"));
}

#[test]
fn quotes_in_comments_of_a_document_type_open_nothing() {
    for kind in [
        "<!DOCTYPE testsuites [ <!-- don't --> ]>",
        "<!DOCTYPE testsuites [ <?x don't > ?> <!ENTITY a '<!-- ]>'> <!ELEMENT a (b)> ]>",
        "<!DOCTYPE testsuites SYSTEM \"it's.dtd\">",
    ] {
        let text = format!("{kind}<testsuite name='s'><testcase name='F'/></testsuite>");
        let outcome = one("x.xml", &text);
        assert_eq!(outcome.numbers(), (0, [1, 1, 0, 0, 0, 0]), "{kind}");
        assert_eq!(told(&outcome).1, "[]");
        let (before, _) = text.split_at(kind.len() - 2);
        let cut = one("x.xml", before);
        assert!(cut.code != 0, "{kind}");
        assert!(told(&cut).0.contains("does not end"), "{kind}");
    }
}

#[test]
fn one_bad_string_costs_no_case_of_json() {
    let ctrf = |text: &str| {
        let tests = format!(
            r#"{{"name":"a","status":"passed","trace":"{text}"}},{{"name":"b","status":"failed","message":"no"}}"#
        );
        format!("\n{{\"results\":{{\"tests\":[\n{tests}]}}}}")
    };
    let outcome = one("x.json", ctrf(&r"\u4e2d".repeat(240_000)));
    assert_eq!(outcome.numbers(), (1, [2, 1, 1, 0, 0, 0]));
    assert_eq!(told(&outcome), ("[]".to_owned(), "[]".to_owned()));
    for (text, odd) in [
        (
            r"cut \ud83d",
            "line 3, column 44: an escape that is half of a character",
        ),
        (
            "cut \u{1b}[0m",
            "line 3, column 44: a control character, which JSON does not allow",
        ),
    ] {
        let outcome = one("x.json", ctrf(text));
        assert_eq!(outcome.numbers(), (1, [2, 1, 1, 0, 0, 0]), "{text}");
        let (problems, ignored) = told(&outcome);
        assert_eq!(problems, "[]");
        assert!(ignored.contains(odd), "{ignored}");
    }
    let cut = ctrf("x").replace(":\"no\"", ": no");
    let (problems, _) = told(&one("x.json", cut));
    assert!(
        problems.contains("line 3, column 86: expected ident"),
        "{problems}"
    );
}

const CTRF: &str = r#"{"results":{"tests":[{"name":"x","status":"failed","duration":1}]}}"#;

#[test]
fn what_was_said_before_a_report_in_json_does_not_hide_it() {
    for before in [
        "npm warn x\n",
        "[1/3] {x}\n{no json}\n{\"level\":\"info\",\"msg\":\"<testsuite>\"}\n",
        "\0\u{feff}",
        "{}\n{\"a\":[\n{}\n]}\n",
    ] {
        let outcome = one("r.json", format!("{before}{CTRF}"));
        assert_eq!(outcome.numbers(), (1, [1, 0, 1, 0, 0, 0]), "{before}");
        let (problems, ignored) = told(&outcome);
        assert_eq!(problems, "[]", "{before}");
        assert!(
            ignored.contains("line 1, column 1: text before the report"),
            "{ignored}"
        );
    }
    let long = format!("{}{CTRF}", "{\"level\":\"info\"}\nfish\n".repeat(20_000));
    assert_eq!(one("r.json", long).numbers().0, 1);
    let log = "{\"level\":\"info\"}\n<testsuite><testcase name='a'/></testsuite>";
    assert_eq!(one("x.xml", log).numbers(), (0, [1, 1, 0, 0, 0, 0]));
    // Lines and columns are those of the file.
    let bad = CTRF.replace(":1}", ":1,}");
    let (problems, _) = told(&one("r.json", format!("npm warn x\n{bad}")));
    assert!(
        problems.contains("line 2, column 65: trailing comma"),
        "{problems}"
    );
}

#[test]
fn what_is_no_text_is_damage_and_json_is_called_json() {
    let report = "<testsuite name='s'><testcase name='a'/></testsuite>";
    let wide: Vec<u8> = format!("\u{feff}{report}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, problem) in [
        (vec![0; 300_000], "no text"),
        (
            b"\x1f\x8b\x08\0\0\0\0\0".to_vec(),
            "it is compressed with gzip: unpack it",
        ),
        (wide[1..].to_vec(), "no text"),
    ] {
        for name in ["x.xml", "x.json"] {
            let outcome = Scene::new()
                .file(&format!("x/{name}"), &bytes)
                .file("y/x.xml", report)
                .aggregate();
            assert_eq!(outcome.numbers(), (3, [1, 1, 0, 0, 0, 0]), "{problem}");
            let (problems, _) = told(&outcome);
            assert!(problems.contains(&format!("{name}: {problem}")), "{problems}");
        }
    }
    for (text, said) in [
        ("[1]", "x.json: JSON, and no report of tests"),
        ("[1] hello", "x.json: neither XML nor JSON"),
        (
            "{\"log\":\"<testsuite><testcase/></testsuite>\"}",
            "x.json: no report of tests",
        ),
        (
            "hello\n{\"log\":\"<testsuite><testcase/></testsuite>\"}",
            "x.json: neither XML nor JSON",
        ),
    ] {
        let outcome = Scene::new()
            .file("x/x.json", text)
            .file("y/x.xml", report)
            .aggregate();
        assert_eq!(outcome.numbers(), (0, [1, 1, 0, 0, 0, 0]), "{text}");
        assert!(told(&outcome).1.contains(said), "{}", told(&outcome).1);
    }
}

#[test]
fn what_a_summary_says_and_no_test_bears_out_is_damage() {
    let ctrf = |summary: &str, tests: &str| format!("{{\"results\":{{\"summary\":{summary}{tests}}}}}");
    let passed = r#","tests":[{"name":"x","status":"passed"}]"#;
    let flaky =
        r#","tests":[{"name":"x","status":"passed","retryAttempts":[{"attempt":1,"status":"failed"}]}]"#;
    for (text, said) in [
        (
            ctrf(r#"{"tests":5,"failed":3}"#, r#","tests":[]"#),
            "that failed (3) or are other (0)",
        ),
        (
            ctrf(r#"{"tests":5,"failed":0}"#, r#","tests":[]"#),
            "says that it has 5 tests, and there is none",
        ),
        (ctrf(r#"{"failed":3}"#, ""), "that failed (3) or are other (0)"),
        (
            ctrf(r#"{"failed":0,"other":1}"#, passed),
            "that failed (0) or are other (1)",
        ),
        (
            format!(
                "{{\"results\":{{{},\"summary\":{{\"failed\":1}}}}}}",
                &passed[1..]
            ),
            "that failed (1) or are other (0)",
        ),
    ] {
        let outcome = Scene::new()
            .file("x/x.json", &text)
            .file("y/x.xml", "<testsuite><testcase name='a'/></testsuite>")
            .aggregate();
        assert_eq!(outcome.code, 3, "{text}");
        assert!(told(&outcome).0.contains(said), "{}", told(&outcome).0);
    }
    for text in [
        ctrf(r#"{"tests":9,"failed":0}"#, passed),
        ctrf(r#"{"tests":1,"failed":1}"#, flaky),
        ctrf(r#"{"tests":"many","failed":-1}"#, passed),
        ctrf("[]", passed),
    ] {
        let outcome = one("x.json", &text);
        assert_eq!(outcome.numbers().0, 0, "{text}");
        assert_eq!(told(&outcome), ("[]".to_owned(), "[]".to_owned()), "{text}");
    }
    // Some other tool's.
    let empty = ctrf(r#"{"tests":0,"failed":0}"#, "");
    assert!(told(&one("x.json", empty)).1.contains("no report of tests"));
}

/// What a tool says around a report costs nothing; what is left of a report does.
#[test]
fn what_is_left_of_another_report_is_no_text_around_this_one() {
    for (text, code, passed) in [
        ("npm warn <x/>\n<testsuite><testcase name='b'/></testsuite>", 0, 1),
        ("me='a'/><testcase name='b'/>", 3, 1),
        ("me='a'/>\n<testsuite><testcase name='b'/></testsuite>", 3, 1),
        ("<testsuite><testcase name='b'/></testsuite>\ndone in {1 s}", 0, 1),
        (
            "<testsuite><testcase name='b'/></testsuite>\n{\"results\":{\"tests\":[{\"name\":\"x\",\"status\":\"failed\"}]}}",
            3,
            1,
        ),
    ] {
        let outcome = one("x.xml", text);
        assert_eq!(outcome.numbers(), (code, [passed, passed, 0, 0, 0, 0]), "{text}");
    }
}
