use super::{Finding, Look};

/// Python: pytest, where its settings or its fixtures are.
pub(super) fn find(look: Look<'_>) -> Option<Finding> {
    let project = look
        .text("pyproject.toml")
        .filter(|text| text.contains("pytest"))
        .map(|_| "pyproject.toml");
    let settings = ["pytest.ini", "conftest.py"]
        .into_iter()
        .find(|name| look.folder.has(name));
    let file = project.or(settings)?;
    let covered = ["pyproject.toml", "pytest.ini", "conftest.py"]
        .into_iter()
        .any(|name| look.is_below(name));
    if covered {
        return None;
    }
    let place = look.folder.argument();
    let finding = Finding::new(
        "pytest",
        &look.folder.path,
        look.file(file),
        &["python3", "-m", "pytest", &place],
    );
    Some(finding.advised("Nothing installs pytest and what the tests import: give their scenario a `setup`."))
}
