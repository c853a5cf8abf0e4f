//! The report, first as text, then as a browser sees it.

use serde_json::Value;
use tempfile::TempDir;

use super::render;
use crate::report::browser::Browser;
use crate::report::sample;

#[test]
fn ten_thousand_tests_are_less_than_two_megabytes_whatever_they_say() {
    let html = render(&sample::large(417));
    println!("10,008 failures: {} bytes", html.len());
    assert!(html.len() < 2_000_000, "{} bytes", html.len());
    assert!(
        html.len() > 900_000,
        "the scene is no longer large: {} bytes",
        html.len()
    );
}

#[test]
fn in_a_browser() {
    let Some(browser) = Browser::find() else { return };
    let folder = TempDir::new().unwrap();
    for (name, page) in [
        ("busy", sample::busy()),
        ("calm", sample::calm()),
        ("hostile", sample::hostile()),
        ("large", sample::large(5)),
    ] {
        let path = folder.path().join(format!("{name}.html"));
        crate::results::atomically(&path, render(&page).as_bytes()).unwrap();
    }
    let told: Value = browser.run("report.mjs", folder.path());
    println!("{told:#}");
    let wrong = told["wrong"].as_array().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        told["checks"].as_u64().unwrap() >= 60,
        "only {} checks ran",
        told["checks"]
    );
}
