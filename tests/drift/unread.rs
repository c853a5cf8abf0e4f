//! Generated files that GitHub does not read, or nobody can.

use super::repository::{Ended, Repository};

/// GitHub follows no symbolic links: it would run nothing, and everything here would be green.
#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "the fault that this test is about")]
fn a_generated_file_behind_a_link_is_no_workflow() {
    let repository = Repository::generated();
    let folder = repository.path(".github");
    std::fs::rename(&folder, repository.path(".shared")).unwrap();
    std::os::unix::fs::symlink(".shared", &folder).unwrap();
    let Ended {
        code,
        out,
        error: err,
    } = repository.run(&["prove"]);
    assert_eq!(code, 1, "{out}");
    assert!(
        err.contains("`.github` is a symbolic link, and GitHub follows none"),
        "{err}"
    );
    for words in [&["gen", "--check"][..], &["gen"]] {
        let Ended { code, error: err, .. } = repository.run(words);
        assert_eq!(code, 2, "{err}");
        assert!(
            err.contains("`.github` is a symbolic link, and GitHub follows none"),
            "{err}"
        );
    }
}

/// What is there and cannot be read is one finding with its place, and all other files are judged.
#[test]
#[expect(clippy::disallowed_methods, reason = "the fault that this test is about")]
fn a_file_that_cannot_be_read_is_a_finding() {
    let repository = Repository::generated();
    std::fs::write(
        repository.path(".github/workflows/test-cell.yml"),
        b"name: x\n  \xff\n",
    )
    .unwrap();
    let Ended { code, out, .. } = repository.run(&["prove", "--format", "json"]);
    assert_eq!(code, 1, "{out}");
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let own: Vec<_> = answer["findings"].as_array().unwrap().iter().collect();
    assert_eq!(own.len(), 1, "{own:#?}");
    assert_eq!((&own[0]["line"], &own[0]["column"]), (&2.into(), &3.into()));
}
