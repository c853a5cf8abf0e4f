//! Rows and their names, as GitHub's own matrix builder makes them.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Question, event, outcomes, run};

fn report(job: &str) -> Json {
    let main = format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n{job}\n");
    run(&main, &event("push", json!({})))["jobs"][0].clone()
}

fn names(job: &str) -> Vec<Json> {
    let report = report(job);
    report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].clone())
        .collect()
}

#[test]
fn a_name_without_expressions_is_followed_by_what_the_row_is_made_of() {
    let matrix = "    strategy: { matrix: { os: [linux, mac], include: [{ os: linux, extra: 1 }, { os: bsd, n: 2 }] } }";
    assert_eq!(names(matrix), ["a (linux)", "a (mac)", "a (bsd, 2)"]);
    assert_eq!(
        names(&format!("    name: Test\n{matrix}")),
        ["Test (linux)", "Test (mac)", "Test (bsd, 2)"]
    );
    assert_eq!(
        names(&format!("    name: On ${{{{ matrix.os }}}}\n{matrix}")),
        ["On linux", "On mac", "On bsd"]
    );
    assert_eq!(
        names(&format!("    name: ${{{{ matrix.extra }}}}\n{matrix}")),
        ["1", "a (mac)", "a (bsd, 2)"]
    );
}

#[test]
fn leaves_of_a_row_are_in_its_name_and_what_is_empty_is_not() {
    let matrix = "    strategy: { matrix: { v: [{ os: linux, list: [x, { y: true }] }, null, '', 1.50] } }";
    assert_eq!(names(matrix), ["a (linux, x, true)", "a", "a", "a (1.5)"]);
    let long = "z".repeat(120);
    let matrix = format!("    strategy: {{ matrix: {{ v: [{long}] }} }}");
    let name = names(&matrix)[0].as_str().unwrap().to_owned();
    assert_eq!(
        (name.len(), name.as_str()),
        (100, &*format!("a ({}...", "z".repeat(94)))
    );
    let unknown = "    strategy: { matrix: { v: ['${{ vars.X }}'] } }";
    assert_eq!(names(unknown), [Json::Null]);
}

#[test]
fn a_strategy_may_be_an_expression_as_a_whole_or_in_its_keys() {
    let whole = "    strategy: ${{ fromJSON('{\"matrix\":{\"v\":[1,2]}}') }}";
    assert_eq!(names(whole), ["a (1)", "a (2)"]);
    assert_eq!(
        names("    strategy: ${{ fromJSON('{\"fail-fast\":false}') }}"),
        ["a"]
    );
    let inserted =
        "    strategy: { matrix: { '${{ insert }}': \"${{ fromJSON('{\\\"v\\\":[1,2]}') }}\", w: [3] } }";
    assert_eq!(names(inserted), ["a (1, 3)", "a (2, 3)"]);
    let named = "    strategy: { matrix: { \"${{ format('{0}', 'v') }}\": [1] } }";
    assert_eq!(report(named)["rows"][0]["matrix"], json!({ "v": 1 }));
    for unknown in [
        "    strategy: ${{ fromJSON(vars.S) }}",
        "    strategy: { matrix: { '${{ insert }}': '${{ fromJSON(vars.S) }}' } }",
    ] {
        let report = report(unknown);
        assert_eq!(report["rows"], json!([]));
        assert!(report["reason"].as_str().unwrap().contains("vars.S"), "{report}");
    }
}

/// GitHub's evaluator then makes one row without a matrix.
#[test]
fn a_job_whose_rows_are_all_excluded_runs_once() {
    let report = report("    strategy: { matrix: { v: [1, 2], exclude: [{ v: 1 }, { v: 2 }] } }");
    assert_eq!(
        report["rows"],
        json!([{ "name": "a", "outcome": "runs", "matrix": {} }])
    );
}

#[test]
fn a_job_that_may_fail_is_a_success_to_those_that_need_it() {
    let main = |may_fail: &str| {
        format!(
            "on: push\njobs:\n  a: {{ continue-on-error: {may_fail}, strategy: {{ matrix: {{ v: [true, false] }} }}, runs-on: x, steps: [] }}\n  \
             b: {{ needs: a, runs-on: x, steps: [] }}\n  c: {{ needs: a, if: \"failure() || needs.a.result == 'failure'\", runs-on: x, steps: [] }}\n"
        )
    };
    let question = |result: &str| Question {
        results: BTreeMap::from([("a".to_owned(), result.to_owned())]),
        ..event("push", json!({}))
    };
    let ends =
        |may_fail: &str, result: &str| outcomes(&run(&main(may_fail), &question(result)))[1..].to_vec();
    assert_eq!(ends("true", "failure"), ["b runs", "c skipped"]);
    assert_eq!(ends("false", "failure"), ["b skipped", "c runs"]);
    assert_eq!(ends("true", "cancelled"), ["b skipped", "c skipped"]);
    // Which row failed is not known, and so not whether it may.
    assert_eq!(ends("'${{ matrix.v }}'", "failure"), ["b unknown", "c unknown"]);
}
