use super::scene::Scene;

#[test]
fn names_that_are_not_there_are_answered_with_those_that_are() {
    let scene = Scene::new("exit 0");
    let (code, said) = scene.run(&["nightli"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("did you mean `nightly`?") && said.contains("known: push"),
        "{said}"
    );
    let (code, said) = scene.run(&[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("which profile?") && said.contains("known: push"),
        "{said}"
    );
    let (code, said) = scene.run(&["push", "--cell", "2.0/smal"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("did you mean `2.0/small`?"), "{said}");
    assert!(
        !scene.path(".pipewright").exists(),
        "nothing is written where nothing runs"
    );
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let scene = Scene::new("exit 0");
    #[expect(clippy::disallowed_methods, reason = "a test makes the files it needs")]
    {
        std::fs::create_dir(scene.path("thesis")).unwrap();
        std::fs::write(scene.path("thesis/chapter"), "years of work").unwrap();
    }
    let (code, said) = scene.run(&["push", "--output", "thesis"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("did not make it"), "{said}");
    let left: Vec<_> = scene.path("thesis").read_dir().unwrap().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(
        pipewright::read::text(&scene.path("thesis/chapter")).unwrap(),
        "years of work"
    );
}

#[test]
fn a_runtime_that_is_not_there_is_named_with_what_to_do() {
    let scene = Scene::new("exit 0");
    let (code, said) = scene.run(&["push", "--runtime", "./nowhere"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("cannot start ./nowhere") && said.contains("--runtime"),
        "{said}"
    );
}

#[test]
fn without_a_last_run_there_is_nothing_whose_failures_could_be_repeated() {
    let scene = Scene::new("exit 0");
    let (code, said) = scene.run(&["--failed"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is no last run"), "{said}");
}
