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
