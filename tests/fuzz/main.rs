//! The properties of `fuzz/` on texts that chance makes of real ones: no panic, bounded work, places inside of the file.
//!
//! The seed is printed with every failure. `PIPEWRIGHT_FUZZ_SEED` and `PIPEWRIGHT_FUZZ_INPUTS` choose others; the nightly
//! fuzzer goes deeper: `cargo +nightly fuzz run expression`.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its own corpus, and ends where it is not there"
)]

mod mutation;
#[path = "../../fuzz/properties/mod.rs"]
mod properties;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use mutation::Mutator;

/// The seed where none is given.
const SEED: u64 = 20_261_122;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable)
        .ok()
        .map_or(default, |text| text.parse().expect("a whole number"))
}

/// The texts of the files below these folders that end so.
fn corpus(places: &[&str], ends: &[&str]) -> Vec<String> {
    fn collect(path: &Path, ends: &[&str], texts: &mut Vec<String>) {
        if path.is_dir() {
            let mut entries: Vec<_> = path
                .read_dir()
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect();
            entries.sort();
            entries.iter().for_each(|path| collect(path, ends, texts));
        } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
            texts.extend(std::fs::read_to_string(path));
        }
    }
    let mut texts = Vec::new();
    for place in places {
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(place),
            ends,
            &mut texts,
        );
    }
    assert!(texts.len() > 1, "the corpus is empty: has it moved?");
    texts
}

/// Runs a property on every text of a corpus, and on so many that are made of them.
fn fuzz(property: fn(&str), corpus: &[String], inputs: u64) {
    let seed = number("PIPEWRIGHT_FUZZ_SEED", SEED);
    let inputs = number("PIPEWRIGHT_FUZZ_INPUTS", inputs);
    corpus.iter().for_each(|text| property(text));
    for at in 0..inputs {
        let text = Mutator::new(seed, at).text(corpus);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| property(&text))) {
            eprintln!("input {at} of seed {seed}: {text:?}");
            std::panic::resume_unwind(panic);
        }
    }
    println!("{inputs} inputs of seed {seed}");
}

#[test]
fn expressions() {
    let workflows = corpus(&["tests/fixtures/workflows", ".github/workflows"], &[".yml"]);
    let mut expressions: Vec<String> = workflows
        .iter()
        .flat_map(|text| text.split("${{").skip(1))
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(inside, _)| inside.trim().to_owned())
        .collect();
    expressions.sort();
    expressions.dedup();
    let more = [
        "format('{0}{{', toJSON(github))",
        "a[0].*.b['c'] >= 0x1F || !(-1e3 != .5)",
        "case(true, 'it''s', fromJSON('[1]'))",
    ];
    expressions.extend(more.map(str::to_owned));
    fuzz(properties::expression, &expressions, 3_000);
}

#[test]
fn yaml() {
    fuzz(
        properties::yaml,
        &corpus(&["tests/fixtures", ".github/workflows"], &[".yml", ".yaml"]),
        400,
    );
}

#[test]
fn pipelines() {
    fuzz(
        properties::pipeline,
        &corpus(&["tests/fixtures", "examples"], &[".toml"]),
        400,
    );
}

#[test]
fn workflows() {
    fuzz(
        properties::workflow,
        &corpus(&["tests/fixtures/workflows"], &[".yml"]),
        120,
    );
}
