//! How long the stages of the compiler take, and that they grow with the work and not faster.
//!
//! `cargo bench --bench compile`. For whole processes, and beside another generator, see `benches/compare`.

use std::collections::HashMap;
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pipewright::decode::decode;
use pipewright::emit;
use pipewright::lower::{self, lower};
use pipewright::plan::plan;
use pipewright::prove::{self, prove};

/// A pipeline of so many versions and scenarios, all of which run every night.
fn pipeline(versions: usize, scenarios: usize) -> String {
    let mut toml = String::from(
        "name = \"Big\"\n[triggers.push]\nbranches = [\"main\"]\nselect = { scenarios = [\"s0\"], versions = [\"v0\"] }\n\
         [triggers.schedule.nightly]\ncron = \"0 2 * * *\"\n[suites.a]\n[tests.t]\ncommand = [\"true\"]\n",
    );
    for version in 0..versions {
        let _infallible = writeln!(toml, "[versions.v{version}]");
    }
    for scenario in 0..scenarios {
        let _infallible = writeln!(toml, "[scenarios.s{scenario}]\nsuite = \"a\"\ntests = [\"t\"]");
    }
    toml
}

fn compile(toml: &str) -> usize {
    let decoded = decode(toml);
    let pipeline = decoded.pipeline.expect("the pipeline is sound");
    let plan = plan(&pipeline);
    let files = lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source: "pipeline.toml",
    });
    files
        .iter()
        .map(|file| emit::text(file, "pipeline.toml").len())
        .sum()
}

fn proof(toml: &str) -> impl Fn() -> usize {
    let pipeline = decode(toml).pipeline.expect("the pipeline is sound");
    let plan = plan(&pipeline);
    let files = lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source: "pipeline.toml",
    });
    let texts: HashMap<String, String> = files
        .iter()
        .map(|file| (file.path.clone(), emit::text(file, "pipeline.toml")))
        .collect();
    move || {
        let proof = prove(prove::Input {
            plan: &plan,
            expected: &files,
            texts: &texts,
        });
        assert!(proof.findings.is_empty(), "{}", proof.findings[0]);
        texts.len()
    }
}

fn proofs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prove");
    group.sample_size(20);
    let own = pipewright::read::text(Path::new("pipeline.toml")).expect("the repository has a pipeline");
    for (name, toml) in [("own", own), ("cells-10000", pipeline(100, 100))] {
        group.bench_function(name, |bencher| bencher.iter(proof(&toml)));
    }
    group.finish();
}

fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(20);
    for (versions, scenarios) in [(10, 10), (10, 100), (100, 100)] {
        let cells = versions * scenarios;
        let toml = pipeline(versions, scenarios);
        group.throughput(Throughput::Elements(cells as u64));
        group.bench_with_input(BenchmarkId::new("cells", cells), &toml, |bencher, toml| {
            bencher.iter(|| compile(black_box(toml)));
        });
    }
    group.finish();
}

criterion_group!(benches, stages, proofs);
criterion_main!(benches);
