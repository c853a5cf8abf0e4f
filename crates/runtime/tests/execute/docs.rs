//! The examples of `docs/running-tests.md` do what the line above each says.

use super::kitchen::Kitchen;

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

#[test]
fn every_example_does_what_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/running-tests.md");
    let text = std::fs::read_to_string(path).unwrap();
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
