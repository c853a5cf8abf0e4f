use super::{Finding, Look};

/// What `npm init` writes for a package that has no tests.
const NO_TESTS: &str = "no test specified";

/// JavaScript: a `package.json` with a script `test`, by the package manager whose lock file is there.
pub(super) fn find(look: Look<'_>) -> Option<Finding> {
    let package: serde_json::Value = serde_json::from_str(&look.text("package.json")?).ok()?;
    let script = package.get("scripts")?.get("test")?.as_str()?;
    if script.contains(NO_TESTS) || look.is_below("package.json") {
        return None;
    }
    let place = look.folder.argument();
    let seen = format!("{}, script `test`", look.file("package.json"));
    let managers = [
        (
            "pnpm-lock.yaml",
            "pnpm",
            "--dir",
            &["install", "--frozen-lockfile"][..],
        ),
        ("yarn.lock", "yarn", "--cwd", &["install", "--frozen-lockfile"]),
        ("package-lock.json", "npm", "--prefix", &["ci"]),
    ];
    let manager = managers.into_iter().find(|(lock, ..)| look.folder.has(lock));
    let (program, option, install) = manager
        .map_or(("npm", "--prefix", None), |(_, program, option, install)| {
            (program, option, Some(install))
        });
    let call = |verb: &[&'static str]| -> Vec<String> {
        [program, option, &place]
            .into_iter()
            .chain(verb.iter().copied())
            .map(str::to_owned)
            .collect()
    };
    let mut finding = Finding::new(program, &look.folder.path, seen, &[]);
    finding.command = call(&["test"]);
    finding.setup = install.map(call);
    Some(finding)
}
