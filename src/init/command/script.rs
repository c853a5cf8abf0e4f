use super::{Finding, Look};

/// Scripts of a folder that is called `test` or `tests`: shell scripts one by one, bats files together.
pub(super) fn find(look: Look<'_>) -> Vec<Finding> {
    let folder = look.folder.path.rsplit('/').next().unwrap_or_default();
    if folder != "test" && folder != "tests" {
        return Vec::new();
    }
    let with = |end: &'static str| look.folder.names.iter().filter(move |name| name.ends_with(end));
    let mut found = Vec::new();
    if with(".bats").next().is_some() {
        let place = look.folder.argument();
        let seen = format!("{}/*.bats", look.folder.path);
        let finding = Finding::new("bats", &look.folder.path, seen, &["bats", &place]);
        found.push(
            finding.advised("Hosted runners have no bats: give the scenario a `setup` that installs it."),
        );
    }
    for name in with(".sh") {
        let file = look.file(name);
        // A path that begins with `-` would be an option.
        let argument = if file.starts_with('-') {
            format!("./{file}")
        } else {
            file.clone()
        };
        let stem = name.trim_end_matches(".sh");
        found.push(Finding::new(stem, &look.folder.path, file, &["bash", &argument]));
    }
    found
}
