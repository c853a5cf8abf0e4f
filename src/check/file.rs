//! Words about a file that is not there, or not within the repository.

use crate::diagnostic::{Diagnostic, Place};
use crate::read::{Kind, Root};

/// That there is no such file, and what there is: the entries of the deepest folder of its path that exists. Names are
/// given as they would be written, from `base` on.
pub(super) fn missing(rule: &'static str, place: Place, root: &Root, base: &str, file: &str) -> Diagnostic {
    let from_root = |path: &str| match (base, path) {
        ("", path) => path.to_owned(),
        (base, "") => base.to_owned(),
        (base, path) => format!("{base}/{path}"),
    };
    let (mut folder, mut wrong) = file.rsplit_once('/').unwrap_or(("", file));
    while !folder.is_empty() && root.kind(&from_root(folder)) != Kind::Folder {
        (folder, wrong) = folder.rsplit_once('/').unwrap_or(("", folder));
    }
    let written = |name: &str| match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let there = match from_root(folder) {
        top if top.is_empty() => "the root".to_owned(),
        folder => folder,
    };
    let names = root.names(&from_root(folder));
    let names: Vec<String> = names.iter().map(|name| written(name)).collect();
    let message = format!("there is no file `{}`", from_root(file));
    Diagnostic::error(rule, place, message).known(
        &format!("files in {there}"),
        &written(wrong),
        names.iter().map(String::as_str),
    )
}

/// That a path leads out of the repository, if it does: what is there is not what is there in a job.
pub(super) fn outside(rule: &'static str, place: Place, path: &str) -> Option<Diagnostic> {
    let leads_out = path.starts_with('/') || path.split(['/', '\\']).any(|part| part == "..");
    leads_out.then(|| {
        let message = format!("`{path}` leads out of the repository");
        Diagnostic::error(rule, place, message).help("write a path within the repository, without `..`")
    })
}
