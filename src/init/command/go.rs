use super::{Finding, Look};

/// Go: each `go.mod` is a module of its own, which `./...` of an outer one does not reach.
pub(super) fn find(look: Look<'_>) -> Option<Finding> {
    if !look.folder.has("go.mod") {
        return None;
    }
    let place = look.folder.argument();
    let place = if place == "." {
        vec![]
    } else {
        vec!["-C", place.as_str()]
    };
    let command: Vec<&str> = ["go"].into_iter().chain(place).chain(["test", "./..."]).collect();
    Some(Finding::new(
        "go",
        &look.folder.path,
        look.file("go.mod"),
        &command,
    ))
}
