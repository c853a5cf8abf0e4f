//! Properties find their faults themselves. What the typed workflow says is no help where it is what is wrong.

use pipewright::prove::Property;

use super::Suite;

/// That a change of the main workflow is found by a property, in words that hold these.
#[track_caller]
fn found(property: Property, from: &str, to: &str, words: &str) {
    let suite = Suite::read("pipeline.toml");
    let text = suite.text(0);
    assert!(text.contains(from), "{from}");
    let findings = suite.with(0, text.replacen(from, to, 1));
    let own: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.property == property)
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(
        own.iter().any(|message| message.contains(words)),
        "{to}: {own:#?}"
    );
}

#[test]
fn exactly_the_planned_choices_are_offered() {
    let own = "options: [smoke, e2e, load, security, all]";
    for (options, words) in [
        (
            "options: [e2e, load, security, all]",
            "`smoke` cannot be chosen as `test_type`",
        ),
        (
            "options: [smoke, e2e, load, all]",
            "`security` cannot be chosen as `test_type`",
        ),
        ("options: all", "`smoke` cannot be chosen as `test_type`"),
        (
            "options: [smoke, e2e, load, security, soak, all]",
            "`soak` can be chosen as `test_type`, and is not planned",
        ),
    ] {
        found(Property::Routing, own, options, words);
    }
    found(
        Property::Routing,
        "default: smoke",
        "default: all",
        "the default of `test_type` is not `smoke`",
    );
    found(
        Property::Routing,
        "      spark_version:\n",
        "      version:\n",
        "a run by hand cannot choose `spark_version`",
    );
}

#[test]
fn what_nothing_defines_is_no_reference() {
    for (from, to) in [
        ("steps.fetch-aggregate.outcome", "steps.fetch-aggregates.outcome"),
        ("needs.aggregate.result", "needs.aggregates.result"),
        ("inputs.test_type ==", "inputs.test_types =="),
        ("${{ matrix.version }}", "${{ matrix.versions }}"),
    ] {
        let name = to.split(['.', ' ']).find(|part| !from.contains(part)).unwrap();
        found(Property::References, from, to, name);
    }
}

/// Found by people who edited the files by hand: each would run something else, or nothing, on GitHub.
#[test]
fn what_github_reads_otherwise_is_found() {
    for (property, from, to, words) in [
        (
            Property::Meaning,
            "      timeout: 40\n",
            "      timeout: '40'\n",
            "should be 40",
        ),
        (
            Property::Meaning,
            "timeout-minutes: 10",
            "timeout-minutes: !!int '10'",
            "stands before a text in quotes",
        ),
        (Property::Meaning, "name: Spark", "!!int name: Spark", "!!int"),
    ] {
        found(property, from, to, words);
    }
}

/// Laid out anew: the same to GitHub.
#[test]
fn one_value_is_a_list_of_one_and_the_order_of_plain_filters_means_nothing() {
    let suite = Suite::read("pipeline.toml");
    for (from, to) in [
        ("    branches: [main, dev]\n", "    branches: [dev, main]\n"),
        ("runs-on: ubuntu-24.04", "runs-on: [ubuntu-24.04]"),
        ("types: completed", "types: [completed]"),
        ("branches-ignore: ['**']", "branches-ignore: '**'"),
    ] {
        let holds = |file: &usize| suite.text(*file).contains(from);
        let file = (0..suite.files.len())
            .find(holds)
            .unwrap_or_else(|| panic!("{from}"));
        assert_eq!(
            suite.with(file, suite.text(file).replacen(from, to, 1)),
            [],
            "{to}"
        );
    }
}

#[test]
fn a_change_far_down_in_a_script_is_shown_where_it_is() {
    let suite = Suite::read("pipeline.toml");
    let text = suite.text(0);
    let last = include_str!("../../templates/gate.sh")
        .trim_end()
        .lines()
        .last()
        .unwrap();
    let line = text.lines().find(|line| line.trim() == last.trim()).unwrap();
    let found = suite.with(0, text.replacen(line, &format!("{line} x"), 1));
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    let said =
        |told: &String| told.contains("differs in its line") && told.contains(" x\" and should be \"exit");
    assert!(told.iter().any(said), "{told:#?}");
}
