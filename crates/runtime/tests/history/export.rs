//! All of it, for other programs.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::scene::{Run, Scene};

fn scene() -> Scene {
    Scene::of(&[
        Run::new("1", 1, &[("x", "passed"), ("=1+1, \"a\"\r\nb", "failed")]),
        Run::new("2", 2, &[("x", "flaky")]).of("@SUM(A1)", "push"),
    ])
}

/// Records of a CSV text, by a reader of its own.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => field.push(chars.next().unwrap()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(std::mem::take(&mut field)),
            '\r' if !is_quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    assert!(
        field.is_empty() && record.is_empty() && !is_quoted,
        "it ends within a record"
    );
    records
}

#[test]
fn both_formats_say_the_same_of_every_table() {
    let scene = scene();
    for (table, count) in [("runs", 2), ("results", 3), ("metrics", 3)] {
        let export = |format| scene.verb(&["export", "--format", format, "--table", table]);
        let ((code, text, _), (_, lines, _)) = (export("csv"), export("jsonl"));
        let records = csv(&text);
        assert_eq!(
            (code, records.len(), lines.lines().count()),
            (0, count + 1, count)
        );
        for (line, record) in lines.lines().zip(&records[1..]) {
            let object: BTreeMap<String, Value> = serde_json::from_str(line).unwrap();
            assert_eq!(object.len(), records[0].len());
            for (name, field) in records[0].iter().zip(record) {
                let plain = match &object[name] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let as_number = (plain.parse::<f64>(), field.parse::<f64>());
                let is_same = *field == plain || *field == format!("'{plain}");
                assert!(
                    is_same || matches!(as_number, (Ok(a), Ok(b)) if a == b),
                    "{name}: {field} or {plain}"
                );
            }
        }
    }
}

#[test]
fn no_field_of_a_spreadsheet_is_a_formula() {
    let (_, text, _) = scene().verb(&["export", "--format", "csv", "--table", "runs"]);
    let (_, results, _) = scene().verb(&["export", "--format", "csv"]);
    let fields = csv(&text).into_iter().chain(csv(&results)).flatten();
    let mut guarded = 0;
    for field in fields {
        assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{field}");
        guarded += usize::from(field.starts_with('\''));
    }
    assert!(guarded >= 2, "the branch and the message begin like formulas");
}

#[test]
fn what_a_branch_has_and_where_it_goes_can_be_chosen() {
    let scene = scene();
    let path = scene.path().join("runs.jsonl");
    let arguments = [
        "export", "--format", "jsonl", "--table", "runs", "--branch", "main", "--output",
    ];
    let (code, out, _) = scene.verb(&[&arguments[..], &[path.to_str().unwrap()]].concat());
    assert_eq!((code, out.as_str()), (0, ""));
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(text.lines().count(), 1);
    let run: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&run["commit_sha"], &run["failed"]),
        (&"commit-1".into(), &1.into())
    );
}

#[test]
fn people_see_the_course_of_a_test_and_nothing_else_in_its_name() {
    let scene = Scene::of(&[
        Run::new("1", 1, &[("x\u{1b}[31m", "passed")]),
        Run::new("2", 2, &[("y", "passed")]),
        Run::new("3", 3, &[("x\u{1b}[31m", "failed")]),
    ]);
    let (code, out, _) = scene.verb(&["show", "--test", "t/x"]);
    assert_eq!(code, 0);
    assert!(out.contains("P-F  1.0/a t/x\\u{1b}[31m"), "{out}");
    assert!(!out.contains('\u{1b}'));
}
