use super::scene::{Repository, good};

#[test]
fn a_file_that_is_none_is_said_to_be_so() {
    let refused = |repository: Repository, message: &str| {
        let err = repository.refused();
        assert!(
            err.starts_with("error[unreadable]: ") && err.contains(message),
            "{message}: {err}"
        );
        assert!(err.contains("= help: "), "{err}");
        let json = repository.diagnostics();
        assert_eq!(json.len(), 1);
        assert!(json[0]["line"].as_u64() >= Some(1) && json[0]["column"].as_u64() >= Some(1));
    };
    refused(Repository::new(), "there is no pipeline.toml in ");
    refused(Repository::with(""), "the file is empty");
    refused(Repository::with(" \r\n\t\n"), "the file is empty");
    refused(Repository::with("\u{feff}"), "the file is empty");
    refused(Repository::new().called("charts"), "it is a folder");
    for outside in ["/dev/zero", "../pipeline.toml", "charts/../../pipeline.toml"] {
        refused(
            Repository::new().called(outside),
            "is not inside of the repository",
        );
    }
    #[cfg(unix)]
    {
        let device = Repository::new();
        std::os::unix::fs::symlink("/dev/zero", device.path("zero.toml")).unwrap();
        refused(device.called("zero.toml"), "it is no regular file");
    }
    refused(
        Repository::new().called("a\u{1b}[31m\nb.toml"),
        "cannot be called \"a\\u{1b}[31m\\nb.toml\"",
    );
    refused(Repository::new().called("${{ x }}.toml"), "cannot be called");
    let large = Repository::with("");
    let file = std::fs::File::create(large.path("pipeline.toml")).unwrap();
    file.set_len(50 << 20).unwrap();
    refused(large, "it has 52428800 bytes, and at most 4194304 are read");
}

#[test]
fn bytes_that_are_no_text_are_named_by_line_and_column() {
    let repository = Repository::with(b"name = \"x\"\n# \xc3\xa9 \xff\n");
    let err = repository.refused();
    assert!(
        err.contains("not UTF-8 text: the byte 0xff begins no character"),
        "{err}"
    );
    assert!(err.contains("pipeline.toml:2:5"), "{err}");
    assert!(
        Repository::with(b"\xff\xfen\0a\0")
            .refused()
            .contains("pipeline.toml:1:1"),
        "UTF-16"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_an_error_that_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::with(good());
    let path = repository.path("pipeline.toml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything is not refused.
    if std::fs::File::open(&path).is_err() {
        assert!(
            repository
                .refused()
                .contains("give yourself the right to read it")
        );
    }
}

#[test]
fn a_values_file_is_read_with_the_same_care() {
    for (bytes, message) in [
        (b"replicas: \xff\n".to_vec(), "plain.yaml:1:11"),
        (vec![b'#'; 5 << 20], "at most 4194304 are read"),
        (b"a: [1\nb: }".to_vec(), "not YAML"),
        ("[".repeat(100_000).into_bytes(), "not YAML"),
    ] {
        let repository = Repository::with(good());
        std::fs::write(repository.path("charts/operator/ci/plain.yaml"), bytes).unwrap();
        let err = repository.refused();
        assert!(err.contains(message), "{message}: {err}");
    }
}

#[test]
fn no_path_leads_out_of_the_repository() {
    for (inside, outside) in [
        ("ci/plain.yaml", "../../ci/plain.yaml"),
        ("charts/operator", "/etc"),
        ("charts/operator", "charts/../charts/operator"),
        ("suites/lint", "../suites/lint"),
    ] {
        let err = Repository::with(good().replace(inside, outside)).refused();
        assert!(
            err.contains(&format!("`{outside}` leads out of the repository")),
            "{err}"
        );
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = Repository::with(good());
    assert_eq!(plain.run(&["gen"]).code, Some(0));
    for text in [good().replace('\n', "\r\n"), format!("\u{feff}{}", good())] {
        let repository = Repository::with(&text);
        assert_eq!(repository.run(&["gen"]).code, Some(0));
        let read = |repository: &Repository| {
            std::fs::read(repository.path(".github/workflows/test-suite.yml")).unwrap()
        };
        assert!(read(&repository) == read(&plain));
    }
    let marked = format!("\u{feff}nam = 1\r\n{}", good().replacen("name", "title", 1));
    let err = Repository::with(marked).refused();
    assert!(
        err.contains("pipeline.toml:1:1\n") && err.contains("1 | nam = 1\n") && !err.contains('␍'),
        "{err}"
    );
}

#[test]
fn nesting_without_end_is_an_error_with_a_place() {
    let deep = 20_000;
    for (text, place) in [
        (format!("a = {}{}", "[".repeat(deep), "]".repeat(deep)), ":1:"),
        (format!("a = {}1{}", "{a=".repeat(deep), "}".repeat(deep)), ":1:"),
        (format!("x = 1\n[{}]", vec!["a"; deep].join(".")), ":2:1"),
        (format!("x = 1\n{} = 1", vec!["a"; deep].join(".")), ":2:1"),
        (format!("a = {}", "[{a=".repeat(deep)), ":1:"),
        ("[[a]]\n".repeat(deep), ":1:"),
    ] {
        let err = Repository::with(text).refused();
        assert!(
            err.contains(&format!("pipeline.toml{place}")),
            "{}",
            &err[..err.len().min(500)]
        );
    }
}
