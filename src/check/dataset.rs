use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "dataset",
    summary: "A dataset that cannot be had, or that could not be verified.",
    why: "Downloaded data is held against its size and SHA-256 before a test sees it. A dataset without a URL needs a command \
          that makes a sample.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, dataset) in &input.pipeline.datasets {
        let path = path!["datasets", name];
        if dataset.url.is_none() && dataset.sample.is_none() {
            let message = format!("there is no way to get the dataset `{name}`");
            found.push(
                Diagnostic::error(RULE.id, path.clone().key(), message).help("give `url`, `sample`, or both"),
            );
        }
        for (key, set) in [
            ("sha256", dataset.sha256.is_some()),
            ("size", dataset.size.is_some()),
        ] {
            match (dataset.url.is_some(), set) {
                (true, false) if dataset.sample.is_none() => {
                    let message =
                        format!("the dataset `{name}` has a `url` and no `{key}`, so it cannot be verified");
                    found.push(
                        Diagnostic::error(RULE.id, path.join("url").key(), message).help(format!(
                            "give `{key}`, or a `sample` command to use until it is known"
                        )),
                    );
                }
                (false, true) => {
                    let message = format!("`{key}` without `url` describes nothing");
                    found.push(
                        Diagnostic::error(RULE.id, path.join(key).key(), message)
                            .help("give `url`, or remove it"),
                    );
                }
                _ => {}
            }
        }
    }
}
