//! What goes, and what remains.

use crate::scene::{Run, Scene};

fn scene(runs: u32) -> Scene {
    let run = |day: u32| Run::new(&day.to_string(), day, &[("x", "passed"), ("y", "passed")]);
    Scene::of(&(0..runs).map(run).collect::<Vec<_>>())
}

#[test]
fn the_newest_stay_and_months_that_are_over_are_packed() {
    let scene = scene(40);
    let before = scene.shown();
    let (code, said, _) = scene.verb(&["prune", "--keep", "0"]);
    assert_eq!((code, scene.shown() == before), (0, true), "{said}");
    let files = scene.files();
    let of = |folder: &str| files.keys().filter(|path| path.starts_with(folder)).count();
    assert_eq!((of("packs"), of("runs/2026-11"), of("runs")), (1, 9, 9));
    assert!(!scene.history().join("runs/2026-10").exists());
    scene.verb(&["prune", "--keep", "0"]);
    assert_eq!(scene.files(), files);
    scene.verb(&["prune", "--keep", "12"]);
    let ids: Vec<String> = (28..40).rev().map(|day| day.to_string()).collect();
    assert_eq!(scene.ids(), ids);
}

#[test]
fn a_dry_run_says_what_would_go_and_touches_nothing() {
    let scene = scene(5);
    let files = scene.files();
    let (code, said, _) = scene.verb(&["prune", "--keep", "2", "--dry-run"]);
    assert_eq!(code, 0);
    assert_eq!(said.matches("would be removed: run").count(), 3, "{said}");
    assert_eq!(scene.files(), files);
    let (_, said, _) = scene.verb(&["prune", "--keep", "2"]);
    assert!(said.contains("3 runs removed, 2 kept"), "{said}");
}

#[test]
fn what_is_young_or_among_the_newest_stays() {
    let scene = scene(5);
    scene.verb(&["prune", "--keep", "2", "--older-than", "36500"]);
    assert_eq!(scene.ids().len(), 5);
    scene.verb(&["prune", "--keep", "4", "--older-than", "0"]);
    assert!(scene.ids().len() >= 4);
    scene.verb(&["prune", "--keep", "0"]);
    assert!(!scene.ids().is_empty());
}

#[test]
fn a_late_run_of_a_packed_month_joins_it() {
    let scene = scene(35);
    scene.verb(&["prune", "--keep", "0"]);
    scene.aggregate(&Run::new("late", 3, &[("x", "failed")]));
    assert_eq!(scene.ids().len(), 36);
    scene.verb(&["prune", "--keep", "0"]);
    let packs = scene.files().into_keys().filter(|path| path.starts_with("packs"));
    assert_eq!((packs.count(), scene.ids().len()), (1, 36));
}

#[test]
fn what_a_killed_writer_left_goes_a_day_later() {
    let scene = scene(3);
    let month = scene.history().join("runs/2026-11");
    std::fs::create_dir_all(&month).unwrap();
    let two_days_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 24 * 60 * 60);
    for (name, is_old) in [(".new-old", true), (".new-young", false), ("note", true)] {
        let file = std::fs::File::create(month.join(name)).unwrap();
        if is_old {
            file.set_modified(two_days_ago).unwrap();
        }
    }
    let shown = scene.shown();
    scene.verb(&["prune", "--keep", "0", "--dry-run"]);
    assert!(month.join(".new-old").exists());
    let (code, said, _) = scene.verb(&["prune", "--keep", "0"]);
    assert_eq!((code, scene.shown()), (0, shown), "{said}");
    let is_there = |name: &str| month.join(name).exists();
    assert_eq!(
        [".new-old", ".new-young", "note"].map(is_there),
        [false, true, true]
    );
}
