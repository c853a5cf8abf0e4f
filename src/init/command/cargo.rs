use super::{Finding, Look};

/// Rust: the outermost `Cargo.toml` tests what is below it.
pub(super) fn find(look: Look<'_>) -> Option<Finding> {
    if !look.folder.has("Cargo.toml") || look.is_below("Cargo.toml") {
        return None;
    }
    let file = look.file("Cargo.toml");
    let workspace = look
        .text("Cargo.toml")?
        .lines()
        .any(|line| line.trim() == "[workspace]");
    let scope = if workspace { &["--workspace"][..] } else { &[] };
    let place = format!("--manifest-path={file}");
    let place = if look.folder.path.is_empty() {
        vec![]
    } else {
        vec![place.as_str()]
    };
    let command: Vec<&str> = ["cargo", "test"]
        .into_iter()
        .chain(scope.iter().copied())
        .chain(place)
        .collect();
    Some(Finding::new("cargo", &look.folder.path, file.clone(), &command))
}
