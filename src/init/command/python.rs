use super::{Finding, Look};
use crate::init::folder::Folder;

/// Each test is told by itself, so that it can be retried, quarantined and watched by itself.
const REPORTED: &str = r#"exec python3 -m pytest "$1" --junitxml="$PIPEWRIGHT_OUTPUT/junit.xml""#;

/// Python: pytest, where its settings or its fixtures are, or a folder of tests as pytest finds them.
pub(super) fn find(look: Look<'_>) -> Option<Finding> {
    let project = look
        .text("pyproject.toml")
        .filter(|text| text.contains("pytest"))
        .map(|_| "pyproject.toml");
    let settings = ["pytest.ini", "conftest.py"]
        .into_iter()
        .find(|name| look.folder.has(name));
    let file = project.or(settings).or_else(|| tests(&look.folder.names))?;
    let is_told = ["pytest.ini", "conftest.py"]
        .into_iter()
        .any(|name| look.is_below(name));
    let is_reached = look.all.iter().any(|outer| {
        look.folder.is_in(&outer.path) && (tests(&outer.names).is_some() || has_settings(look, outer))
    });
    if is_told || is_reached {
        return None;
    }
    let place = look.folder.argument();
    let mut finding = Finding::new(
        "pytest",
        &look.folder.path,
        look.file(file),
        &["sh", "-c", REPORTED, "pytest", &place],
    );
    finding.junit = Some("junit.xml");
    Some(finding.advised("Nothing installs pytest and what the tests import: give their scenario a `setup`."))
}

/// A file that pytest takes for tests.
fn tests(names: &[String]) -> Option<&str> {
    let is_test = |name: &&String| {
        let stem = name.strip_suffix(".py");
        stem.is_some_and(|stem| stem.starts_with("test_") || stem.ends_with("_test"))
    };
    names.iter().find(is_test).map(String::as_str)
}

/// Whether the project file of an outer folder says something of pytest.
fn has_settings(look: Look<'_>, outer: &Folder) -> bool {
    let outer = Look {
        folder: outer,
        ..look
    };
    outer
        .text("pyproject.toml")
        .is_some_and(|text| text.contains("pytest"))
}
