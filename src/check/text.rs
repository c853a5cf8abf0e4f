use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "text",
    summary: "A text that GitHub would read as an expression, or with characters that nobody sees.",
    why: "Names, descriptions, patterns and commands are copied into workflows. GitHub evaluates `${{ … }}` wherever it \
          finds it, so a text that holds it is code, or is refused. Line ends and other control characters, and those \
          that turn the direction of writing, show a reviewer something else than what is read. Expressions have their \
          place in the `env` and `with` of a step of your own.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    line(path!["name"], &pipeline.name, found);
    for (name, suite) in &pipeline.suites {
        prose(
            path!["suites", name, "description"],
            suite.description.as_ref(),
            found,
        );
    }
    for (name, capability) in &pipeline.capabilities {
        let path = path!["capabilities", name];
        for (index, word) in capability.install.iter().flatten().enumerate() {
            expression(path.join("install").join(index), word, found);
        }
        for (key, value) in &capability.env {
            expression(path.join("env").join(key), value, found);
        }
    }
    for (index, step) in pipeline.steps.iter().enumerate() {
        step.name
            .iter()
            .for_each(|name| line(path!["steps", index, "name"], name, found));
    }
    let report = &pipeline.report;
    line(path!["report", "pages", "branch"], &report.pages.branch, found);
    line(
        path!["report", "status", "context"],
        &report.status.context,
        found,
    );
    line(path!["report", "badge", "label"], &report.badge.label, found);
    for (key, address) in pipeline.alerts.email.iter().flat_map(|email| {
        let to = email.to.iter().enumerate();
        let to = to.map(|(index, address)| (path!["alerts", "email", "to", index], address));
        to.chain(
            email
                .from
                .iter()
                .map(|from| (path!["alerts", "email", "from"], from)),
        )
    }) {
        expression(key, address, found);
    }
    triggers(input, found);
    runtime(input, found);
}

fn triggers(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let triggers = &input.pipeline.triggers;
    let mut filter = |event: &str, key: &str, patterns: Option<&Vec<String>>| {
        for (index, pattern) in patterns.into_iter().flatten().enumerate() {
            line(path!["triggers", event, key, index], pattern, found);
        }
    };
    if let Some(push) = &triggers.push {
        filter("push", "branches", Some(&push.branches));
        filter("push", "paths", push.paths.as_ref());
        filter("push", "paths_ignore", push.paths_ignore.as_ref());
    }
    if let Some(request) = &triggers.pull_request {
        filter("pull_request", "branches", Some(&request.branches));
        filter("pull_request", "paths", request.paths.as_ref());
        filter("pull_request", "paths_ignore", request.paths_ignore.as_ref());
    }
    if let Some(group) = &triggers.merge_group {
        filter("merge_group", "branches", group.branches.as_ref());
    }
    if let Some(dispatch) = &triggers.workflow_dispatch {
        for (key, about) in [
            ("suite_input", &dispatch.suite_input),
            ("version_input", &dispatch.version_input),
        ] {
            let path = path!["triggers", "workflow_dispatch", key, "description"];
            prose(path, about.description.as_ref(), found);
        }
    }
    for (name, schedule) in &triggers.schedule {
        let path = path!["triggers", "schedule", name, "description"];
        prose(path, schedule.description.as_ref(), found);
    }
}

fn runtime(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let runtime = &input.pipeline.runtime;
    if let Some(release) = &runtime.release {
        line(path!["runtime", "release", "version"], &release.version, found);
        line(path!["runtime", "release", "url"], &release.url, found);
    }
    for (index, pattern) in runtime.build.iter().flat_map(|build| &build.sources).enumerate() {
        line(path!["runtime", "build", "sources", index], pattern, found);
    }
}

/// Text for people, which may have several lines.
fn prose(path: Path, text: Option<&String>, found: &mut Vec<Diagnostic>) {
    let Some(text) = text else { return };
    hidden(&path, text, |c| c == '\n' || c == '\r' || c == '\t', found);
    expression(path, text, found);
}

/// Text of one line.
fn line(path: Path, text: &str, found: &mut Vec<Diagnostic>) {
    hidden(&path, text, |_| false, found);
    expression(path, text, found);
}

fn expression(path: Path, text: &str, found: &mut Vec<Diagnostic>) {
    if text.contains("${{") {
        let message = format!("`${{{{` in `{path}` would be an expression to GitHub");
        found.push(Diagnostic::error(RULE.id, path.value(), message).help(
            "write it without `${{`; expressions have their place in the `env` and `with` of [[steps]]",
        ));
    }
}

fn hidden(path: &Path, text: &str, allowed: impl Fn(char) -> bool, found: &mut Vec<Diagnostic>) {
    if let Some(c) = text.chars().find(|c| is_hidden(*c) && !allowed(*c)) {
        let message = format!("`{path}` holds the invisible character U+{:04X}", u32::from(c));
        found
            .push(Diagnostic::error(RULE.id, path.clone().value(), message).help(
                "remove it: line ends, control characters and marks of direction are not allowed here",
            ));
    }
}

/// Controls; breaks of lines and paragraphs, which some readers of YAML take for ends of lines; embeddings, overrides and
/// isolates of direction; and the mark of a file's beginning.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c), 0x200e | 0x200f | 0x2028..=0x202e | 0x2066..=0x2069 | 0xfeff | 0xfffe | 0xffff)
}
