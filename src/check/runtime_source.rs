use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;
use crate::read::Kind;

pub(super) const RULE: Rule = Rule {
    id: "runtime-source",
    summary: "Generated jobs could not get the pipewright binaries.",
    why: "Either this repository holds the sources of pipewright and jobs build them (`[runtime.build]`, the default), or jobs \
          download a released archive (`[runtime.release]`), whose checksum is given.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let runtime = &input.pipeline.runtime;
    if runtime.build.is_some() && runtime.release.is_some() {
        found.push(
            Diagnostic::error(
                RULE.id,
                path!["runtime", "release"].key(),
                "both a build and a release are given",
            )
            .related(path!["runtime", "build"].key(), "the build")
            .help("keep one of [runtime.build] and [runtime.release]"),
        );
    }
    if runtime
        .release
        .as_ref()
        .is_some_and(|release| is_unfilled(&release.url))
    {
        let message = "the address of the release is still to be filled in: every run would end red";
        found.push(
            Diagnostic::warning(RULE.id, path!["runtime", "release", "url"].value(), message)
                .help("give the address of a released archive, and its SHA-256"),
        );
    }
    if runtime.release.is_none() && input.root.kind("Cargo.toml") != Kind::File {
        let message = "jobs would build pipewright from this repository, which has no Cargo.toml";
        found.push(
            Diagnostic::error(RULE.id, path!["runtime"].key(), message)
                .help("give [runtime.release] with `version`, `url` and `sha256` of a released archive"),
        );
    }
}

/// Whether the host is one that RFC 2606 keeps from ever being there.
fn is_unfilled(url: &str) -> bool {
    let host = url.split('/').nth(2).unwrap_or_default();
    host.ends_with(".invalid")
}
