use serde_json::Value;

use super::scene::{Repository, fixture, good};

#[test]
fn exit_codes_are_0_as_asked_1_drift_2_wrong_input() {
    let repository = Repository::with(good());
    assert_eq!(repository.run(&["check"]).code, Some(0));
    let drift = repository.run(&["gen", "--check"]);
    assert_eq!(drift.code, Some(1), "{}", drift.err);
    assert_eq!(repository.run(&["gen"]).code, Some(0));
    assert_eq!(repository.run(&["gen", "--check"]).code, Some(0));
    let bad = Repository::with(fixture("everything.toml"));
    for arguments in [
        &["check"][..],
        &["gen"],
        &["gen", "--check"],
        &["gen", "--dry-run"],
        &["plan"],
        &["check", "--format", "sarif"],
    ] {
        assert_eq!(bad.run(arguments).code, Some(2), "{arguments:?}");
    }
    assert_eq!(bad.run(&["check", "--format", "xml"]).code, Some(2));
    let warned = Repository::with(fixture("rules/unused/bad.toml"));
    assert_eq!(
        warned.run(&["check"]).code,
        Some(0),
        "a warning keeps nobody from working"
    );
    assert_eq!(warned.run(&["gen"]).code, Some(0));
}

#[test]
fn annotations_for_github_are_escaped() {
    let repository = Repository::with(good() + "\"100%\\r\\n::error::a,b:c\" = 1\n").called("a,b:c%.toml");
    std::fs::rename(repository.path("pipeline.toml"), repository.path("a,b:c%.toml")).unwrap();
    let ran = repository.run(&["check", "--format", "github"]);
    let line = good().lines().count() + 1;
    let expected = format!("::error file=a%2Cb%3Ac%25.toml,line={line},endLine={line},col=1,endColumn=");
    assert!(ran.out.starts_with(&expected), "{}", ran.out);
    assert!(ran.out.contains("100%25%0D%0A::error::a,b:c"), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

#[test]
fn sarif_has_what_code_scanning_asks_for() {
    let repository = Repository::with(fixture("everything.toml"));
    let ran = repository.run(&["check", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "pipewright");
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), repository.diagnostics().len());
    for result in results {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
        assert!(
            ["error", "warning"].contains(&result["level"].as_str().unwrap()),
            "{result}"
        );
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "pipeline.toml");
        let region = &place["region"];
        let number = |key: &str| region[key].as_u64().unwrap();
        assert!(number("startLine") >= 1 && number("startColumn") >= 1, "{result}");
        assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")));
    }
}
