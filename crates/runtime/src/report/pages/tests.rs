use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Request, site};
use crate::report::browser::Browser;
use crate::report::sample;

/// A folder as `aggregate` writes it, with some keys of the summary changed.
fn put(folder: &Path, changes: Value) {
    std::fs::create_dir_all(folder).unwrap();
    let mut summary = serde_json::to_value(sample::calm().summary).unwrap();
    for (key, value) in changes.as_object().unwrap() {
        summary[key] = value.clone();
    }
    let id = summary["run_id"].as_str().unwrap().to_owned();
    crate::results::atomically(&folder.join("summary.json"), summary.to_string().as_bytes()).unwrap();
    crate::results::atomically(&folder.join("report.html"), format!("report of {id}").as_bytes()).unwrap();
}

fn run(id: &str, branch: &str, day: &str) -> Value {
    json!({ "run_id": id, "branch": branch, "started": format!("{day}T02:00:00.000Z") })
}

struct Yard(TempDir);

impl Yard {
    /// A yard with this run: run 9 of main.
    fn new() -> Self {
        let yard = Self(TempDir::new().unwrap());
        put(&yard.0.path().join("aggregate"), run("9", "main", "2026-11-22"));
        std::fs::create_dir(yard.0.path().join("runs")).unwrap();
        yard
    }

    fn earlier(self, folder: &str, changes: Value) -> Self {
        put(&self.0.path().join("runs").join(folder), changes);
        self
    }

    fn site(&self) -> Vec<String> {
        site(&self.request()).unwrap()
    }

    fn request(&self) -> Request {
        Request {
            input: self.0.path().join("aggregate"),
            history: Some(self.0.path().join("runs")),
            output: self.0.path().join("site"),
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.0.path().join("site").join(name)).ok()
    }
}

#[test]
fn every_branch_has_its_last_report_and_every_run_its_own() {
    let yard = Yard::new()
        .earlier("8", run("8", "main", "2026-11-21"))
        .earlier("7", run("7", "feature/x", "2026-11-20"))
        .earlier("6", run("6", "feature/x", "2026-11-19"));
    assert!(yard.site().is_empty());
    assert_eq!(yard.text("branches/main/report.html").unwrap(), "report of 9");
    assert_eq!(yard.text("runs/8/report.html").unwrap(), "report of 8");
    assert!(yard.text("badge.json").unwrap().contains("passing"));
    let index = yard.text("index.html").unwrap();
    let places: Vec<usize> = ["runs/9/", "runs/8/", "runs/7/", "runs/6/"]
        .map(|link| index.find(link).unwrap_or_else(|| panic!("no {link}")))
        .to_vec();
    assert!(places.is_sorted(), "{places:?}");
    let branches = std::fs::read_dir(yard.0.path().join("site/branches")).unwrap();
    let mut reports: Vec<String> = branches
        .map(|branch| std::fs::read_to_string(branch.unwrap().path().join("report.html")).unwrap())
        .collect();
    reports.sort();
    assert_eq!(reports, ["report of 7", "report of 9"]);
}

#[test]
fn what_outlived_its_retention_is_gone() {
    let yard = Yard::new()
        .earlier("young", run("8", "main", "2026-08-25"))
        .earlier("old", run("5", "main", "2026-08-20"))
        .earlier(
            "timeless",
            json!({ "run_id": "4", "branch": "main", "started": null }),
        );
    yard.site();
    assert!(yard.text("runs/8/report.html").is_some());
    assert!(yard.text("runs/5/report.html").is_none() && yard.text("runs/4/report.html").is_none());
}

#[test]
fn this_run_stays_however_many_there_are() {
    let mut yard = Yard::new();
    for number in 0..70 {
        yard = yard.earlier(
            &format!("a{number}"),
            run(&format!("1{number:03}"), "main", "2026-11-23"),
        );
    }
    yard.site();
    let runs = std::fs::read_dir(yard.0.path().join("site/runs"))
        .unwrap()
        .count();
    assert_eq!(runs, 50);
    assert_eq!(yard.text("runs/9/report.html").unwrap(), "report of 9");
}

#[test]
fn the_badge_is_that_of_the_newest_run_even_if_an_older_one_publishes_later() {
    let mut newer = run("10", "main", "2026-11-23");
    newer["verdict"] = "incomplete".into();
    let yard = Yard::new().earlier("10", newer);
    yard.site();
    assert!(yard.text("badge.json").unwrap().contains("incomplete"));
    assert_eq!(yard.text("branches/main/report.html").unwrap(), "report of 10");
}

#[test]
fn a_run_that_is_told_twice_is_there_once_and_attempts_are_two() {
    let again =
        json!({ "run_id": "8", "branch": "main", "started": "2026-11-21T02:00:00.000Z", "run_attempt": 2 });
    let yard = Yard::new()
        .earlier("a", run("8", "main", "2026-11-21"))
        .earlier("b", run("8", "main", "2026-11-21"))
        .earlier("c", again)
        .earlier("d", run("9", "main", "2026-11-22"));
    yard.site();
    assert_eq!(
        std::fs::read_dir(yard.0.path().join("site/runs"))
            .unwrap()
            .count(),
        3
    );
}

#[test]
fn a_damaged_folder_is_told_and_the_rest_is_there() {
    let yard = Yard::new().earlier("8", run("8", "main", "2026-11-21"));
    let runs = yard.0.path().join("runs");
    std::fs::create_dir(runs.join("empty")).unwrap();
    std::fs::create_dir(runs.join("cut")).unwrap();
    crate::results::atomically(&runs.join("cut/summary.json"), b"{\"format\": 1,").unwrap();
    std::os::unix::fs::symlink("/etc", runs.join("link")).unwrap();
    std::fs::create_dir(runs.join("linked")).unwrap();
    std::os::unix::fs::symlink(
        yard.0.path().join("aggregate/summary.json"),
        runs.join("linked/summary.json"),
    )
    .unwrap();
    let problems = yard.site();
    assert_eq!(problems.len(), 4, "{problems:#?}");
    assert!(yard.text("runs/8/report.html").is_some());
}

#[test]
fn hostile_names_stay_inside_of_the_site() {
    let mut yard = Yard::new();
    for (number, text) in sample::HOSTILE
        .iter()
        .chain(&["../../../outside", "..", "."])
        .enumerate()
    {
        let mut changes = run(text, text, "2026-11-21");
        changes["commit"] = (*text).into();
        changes["trigger"] = (*text).into();
        changes["verdict"] = (*text).into();
        yard = yard.earlier(&number.to_string(), changes);
    }
    yard.site();
    let mut outside: Vec<String> = std::fs::read_dir(yard.0.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    outside.sort();
    assert_eq!(outside, ["aggregate", "runs", "site"]);
    let Some(browser) = Browser::find() else { return };
    let told = browser.run("site.mjs", &yard.0.path().join("site"));
    let wrong = told["wrong"].as_array().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_old_site_is_never_published_with_the_new_one() {
    let yard = Yard::new();
    yard.site();
    let error = site(&yard.request()).unwrap_err().to_string();
    assert!(error.contains("is not empty"), "{error}");
}
