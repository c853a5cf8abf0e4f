use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;
use crate::pipeline::{Retry, RetryOn};

pub(super) const RULE: Rule = Rule {
    id: "output-pattern",
    summary: "A regular expression that is none, or retries on output without a pattern.",
    why: "`retry.output` holds regular expressions in the syntax of the Rust crate `regex`, which runs in linear time: no \
          look-around and no back-references.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    retry(&path!["retry"], &pipeline.retry, &[], found);
    for (name, suite) in &pipeline.suites {
        retry(
            &path!["suites", name, "retry"],
            &suite.retry,
            &[&pipeline.retry],
            found,
        );
    }
    for (name, test) in &pipeline.tests {
        let above: Vec<&Retry> = pipeline
            .suites
            .values()
            .map(|suite| &suite.retry)
            .chain([&pipeline.retry])
            .collect();
        retry(&path!["tests", name, "retry"], &test.retry, &above, found);
    }
}

fn retry(path: &Path, retry: &Retry, above: &[&Retry], found: &mut Vec<Diagnostic>) {
    for (index, pattern) in retry.output.iter().flatten().enumerate() {
        if let Err(error) = regex::Regex::new(pattern) {
            let reason = error.to_string();
            let reason = reason
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned();
            let place = path.join("output").join(index).value();
            found.push(
                Diagnostic::error(RULE.id, place, format!("not a regular expression: {reason}"))
                    .help("the syntax is at https://docs.rs/regex"),
            );
        }
    }
    let on_output = retry.on.as_ref().is_some_and(|on| on == &[RetryOn::Output]);
    if on_output && retry.output.is_none() && above.iter().all(|above| above.output.is_none()) {
        found.push(
            Diagnostic::error(
                RULE.id,
                path.join("on").value(),
                "retries on output, and no output is named",
            )
            .help("give `output = [\"…\"]` with regular expressions"),
        );
    }
}
