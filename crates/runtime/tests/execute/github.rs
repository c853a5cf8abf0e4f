use super::kitchen::Kitchen;

#[test]
fn captured_output_is_never_a_workflow_command() {
    let script = "echo '::error::forged'; echo '::add-mask::x'; echo '::stop-commands::mine'; echo '##[group]y'; echo '::endgroup::'; exit 1";
    let served = Kitchen::new()
        .variable("GITHUB_ACTIONS", "true")
        .test("a", script)
        .run();
    served.code(1);
    let mut token: Option<&str> = None;
    let mut obeyed = Vec::new();
    for line in served.stdout.lines() {
        match token {
            Some(end) if line == format!("::{end}::") => token = None,
            Some(_) => {}
            None => {
                token = line.strip_prefix("::stop-commands::");
                if line.starts_with("::") || line.contains("##[") {
                    obeyed.push(line.split("::").nth(1).unwrap());
                }
            }
        }
    }
    assert_eq!(token, None, "what was stopped is let go again");
    assert_eq!(
        obeyed,
        ["group", "stop-commands", "endgroup", "error title=a (1.0/cell)"]
    );
}

#[test]
fn names_and_messages_are_no_commands_either() {
    let xml = "<testsuite><testcase name=\"&#10;::error::forged\"><failure message=\"##[error]x&#10;::error::y\"/></testcase></testsuite>";
    let served = Kitchen::new()
        .file("r.xml", xml)
        .variable("GITHUB_ACTIONS", "true")
        .test_with("a", "cp r.xml $PIPEWRIGHT_OUTPUT; exit 1", "junit = [\"*.xml\"]")
        .run();
    served.code(1);
    let forged = served.stdout.lines().filter(|line| line.starts_with("::error::"));
    assert_eq!(forged.count(), 0, "{}", served.stdout);
}

#[test]
fn annotations_stay_within_what_github_shows() {
    let mut kitchen = Kitchen::new().variable("GITHUB_ACTIONS", "true");
    for n in 0..15 {
        kitchen = kitchen.test(&format!("t{n}"), "exit 1");
    }
    let served = kitchen.run();
    served.code(1);
    let errors: Vec<&str> = served
        .stdout
        .lines()
        .filter(|line| line.starts_with("::error"))
        .collect();
    assert_eq!(errors.len(), 10);
    assert!(errors[9].contains("6 more"), "{}", errors[9]);
}
