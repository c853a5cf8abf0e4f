use super::{Finding, Look};

/// Java and its neighbours: Maven or Gradle, by the wrapper of the repository where there is one.
pub(super) fn find(look: Look<'_>) -> Option<Finding> {
    maven(look).or_else(|| gradle(look))
}

/// The outermost `pom.xml` builds the modules below it.
fn maven(look: Look<'_>) -> Option<Finding> {
    if !look.folder.has("pom.xml") || look.is_below("pom.xml") {
        return None;
    }
    let file = look.file("pom.xml");
    let program = wrapper(look, "mvnw", "mvn");
    let command = [program.as_str(), "--batch-mode", "--file", &file, "test"];
    Some(Finding::new("maven", &look.folder.path, file.clone(), &command))
}

/// The settings name the outermost project; without them it is a build of its own.
fn gradle(look: Look<'_>) -> Option<Finding> {
    const FILES: [&str; 4] = [
        "settings.gradle.kts",
        "settings.gradle",
        "build.gradle.kts",
        "build.gradle",
    ];
    let file = FILES.into_iter().find(|name| look.folder.has(name))?;
    if FILES.into_iter().any(|name| look.is_below(name)) {
        return None;
    }
    let place = look.folder.argument();
    let program = wrapper(look, "gradlew", "gradle");
    let command = [program.as_str(), "--project-dir", &place, "test"];
    Some(Finding::new(
        "gradle",
        &look.folder.path,
        look.file(file),
        &command,
    ))
}

/// The wrapper as a file of the repository, which has a `/` in its path.
fn wrapper(look: Look<'_>, name: &str, program: &str) -> String {
    if !look.folder.has(name) {
        return program.to_owned();
    }
    match look.folder.argument().as_str() {
        "." => format!("./{name}"),
        folder => format!("{folder}/{name}"),
    }
}
