//! What `uses` names, done by hand. An action that is not here is a failure of the test, never passed over.

use std::path::{Path, PathBuf};
use std::process::Command;

use pipewright::pipeline::glob_matches;
use serde_json::{Map, Value as Json, json};

use super::binaries;
use super::job::Place;
use super::machine::Machine;

pub(crate) fn run(
    machine: &Machine<'_>,
    uses: &str,
    with: &Map<String, Json>,
    place: &Place,
) -> Result<Json, String> {
    let text = |key: &str| with.get(key).and_then(Json::as_str).unwrap_or_default();
    let name = uses.split('@').next().unwrap_or_default();
    match name {
        "actions/checkout" => checkout(machine, text("ref"), &place.work.join(text("path"))),
        "actions/cache" => cache(machine, text("path")),
        // What they install is on the machine already, or the scene would not have begun.
        "actions/setup-python" | "azure/setup-helm" if machine.scene.is_real => Ok(json!({})),
        "actions/upload-artifact" => {
            let paths: Vec<PathBuf> = text("path").lines().map(|path| place.work.join(path)).collect();
            upload(machine, text("name"), &paths)
        }
        "actions/download-artifact" => {
            let to = place.work.join(text("path"));
            let run = machine.number.to_string();
            assert!(["", &run].contains(&text("run-id")), "artifacts of another run");
            match text("pattern") {
                "" => download(machine, text("name"), &to),
                pattern => download_all(machine, pattern, &to),
            }
        }
        _ => panic!("nobody knows how to do {uses}"),
    }
}

/// The cache has the programs, unless they are to be built. What else it is asked for is on the machine already.
fn cache(machine: &Machine<'_>, path: &str) -> Result<Json, String> {
    if path.ends_with("/pipewright") && !machine.scene.is_real {
        copy(binaries::folder(), "pipewright*", Path::new(path))?;
        return Ok(json!({ "cache-hit": "true" }));
    }
    Ok(json!({ "cache-hit": "" }))
}

fn checkout(machine: &Machine<'_>, reference: &str, to: &Path) -> Result<Json, String> {
    std::fs::create_dir_all(to).unwrap();
    if reference.is_empty() {
        copy_all(&machine.scene.root(), to)?;
        return Ok(json!({}));
    }
    let cloned = Command::new("git")
        .args(["clone", "--quiet", "--branch", reference])
        .arg(machine.scene.origin())
        .arg(to)
        .output()
        .unwrap();
    if cloned.status.success() {
        Ok(json!({}))
    } else {
        Err(format!("there is no branch {reference}"))
    }
}

/// Names of artifacts are unique in a run, unless one is overwritten on purpose. Several files lie beside each other in
/// it, as they are here: the action keeps what is below their common folder.
fn upload(machine: &Machine<'_>, name: &str, from: &[PathBuf]) -> Result<Json, String> {
    let there: Vec<&PathBuf> = from.iter().filter(|path| path.exists()).collect();
    if there.is_empty() {
        return Err(format!("no files were found: {from:?}"));
    }
    if machine.lost.contains(&name) {
        return Err(format!("the artifact {name} could not be uploaded"));
    }
    let to = machine.artifacts.join(name);
    assert!(!to.exists(), "two artifacts are called {name}");
    std::fs::create_dir_all(&to).unwrap();
    for path in there {
        if path.is_dir() {
            copy_all(path, &to)?;
        } else {
            std::fs::copy(path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
    Ok(json!({}))
}

fn download(machine: &Machine<'_>, name: &str, to: &Path) -> Result<Json, String> {
    let from = machine.artifacts.join(name);
    if !from.is_dir() {
        return Err(format!("there is no artifact {name}"));
    }
    copy_all(&from, to)?;
    Ok(json!({}))
}

/// Each in a folder of its name. That none matches is no error of the action.
fn download_all(machine: &Machine<'_>, pattern: &str, to: &Path) -> Result<Json, String> {
    std::fs::create_dir_all(to).unwrap();
    for entry in machine.artifacts.read_dir().unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if glob_matches(pattern, &name) {
            copy_all(&machine.artifacts.join(&name), &to.join(&name))?;
        }
    }
    Ok(json!({}))
}

fn copy_all(from: &Path, to: &Path) -> Result<(), String> {
    copy(from, ".", to)
}

/// Copies with the times and rights of files, except for the rights to execute, which an artifact loses.
fn copy(from: &Path, what: &str, to: &Path) -> Result<(), String> {
    std::fs::create_dir_all(to).unwrap();
    let script = if what == "." {
        format!("cp -R '{}/.' '{}'", from.display(), to.display())
    } else {
        format!(
            "for file in '{}'/pipewright '{}'/pipewright-runtime; do ln -s \"$file\" '{}'; done",
            from.display(),
            from.display(),
            to.display()
        )
    };
    let copied = Command::new("sh").args(["-c", &script]).output().unwrap();
    if copied.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&copied.stderr).into_owned())
    }
}
