//! The examples of `docs/running-tests.md` do what the line above each says.

use super::kitchen::Kitchen;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/running-tests.md");

/// An exit code, statuses by name, and the pipeline.
type Example<'a> = (i32, Vec<(&'a str, &'a str)>, &'a str);

/// What stands above an example: `<!-- exit 1: passes passed, fails failed -->`.
fn examples(text: &str) -> Vec<Example<'_>> {
    let mut examples = Vec::new();
    for part in text.split("<!-- exit ").skip(1) {
        let (head, rest) = part
            .split_once(" -->\n```toml\n")
            .expect("an example follows its expectation");
        let (code, verdicts) = head.split_once(": ").expect("a code and verdicts");
        let verdicts = verdicts
            .split(", ")
            .map(|verdict| verdict.rsplit_once(' ').expect("a name and a status"));
        examples.push((
            code.parse().unwrap(),
            verdicts.collect(),
            rest.split_once("\n```").unwrap().0,
        ));
    }
    examples
}

/// Every key of an object, and of those in it.
fn keys(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(table) => {
            for (key, value) in table {
                found.push(key.clone());
                if key != "metrics" {
                    keys(value, found);
                }
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_a_result_is_explained() {
    let text = std::fs::read_to_string(DOCS).unwrap();
    let served = Kitchen::new()
        .scenario("teardown = [\"false\"]")
        .test("fails", "echo why; exit 1")
        .test("crashes", "kill -SEGV $$")
        .test_with("skips", "exit 0", "secrets = [\"NONE\"]")
        .test_with("needs", "exit 0", "needs = [\"python\"]")
        .test_with(
            "cases",
            "echo '<testsuite><testcase classname=\"k\" name=\"a\" file=\"f\"><failure/></testcase></testsuite>' > $PIPEWRIGHT_OUTPUT/r.xml; echo '{\"m\": 1}' > $PIPEWRIGHT_OUTPUT/metrics.json",
            "junit = [\"*.xml\"]",
        )
        .tables("[[quarantine]]\ntest = \"fails\"\nowner = \"a\"\nreason = \"b\"\nissue = \"https://c\"\nexpires = \"2020-01-01\"")
        .run();
    let mut found = Vec::new();
    keys(&served.result, &mut found);
    for key in found {
        assert!(
            text.contains(&format!("`{key}`")) || text.contains(&format!(".{key}`")),
            "{key} is not explained"
        );
    }
}

#[test]
fn every_example_does_what_it_says() {
    let text = std::fs::read_to_string(DOCS).unwrap();
    let examples = examples(&text);
    assert_eq!(
        examples.len(),
        text.matches("```toml").count(),
        "an example without an expectation"
    );
    for (code, verdicts, example) in examples {
        let mut kitchen = Kitchen::new().tables(example);
        for line in example.lines() {
            if let Some(name) = line
                .strip_prefix("[tests.")
                .and_then(|rest| rest.strip_suffix(']'))
            {
                kitchen = kitchen.named(name);
            }
        }
        let served = kitchen.run();
        served.code(code);
        for (name, expected) in verdicts {
            let test = served.test(name);
            let status = if test["flaky"] == true {
                "flaky"
            } else {
                test["status"].as_str().unwrap()
            };
            assert_eq!(status, expected, "{name} in\n{example}");
        }
    }
}
