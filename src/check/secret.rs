use serde_json::Value;

use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "secret",
    summary: "The value of a secret, written into the file.",
    why: "What is committed is public for ever. Secrets are kept in the settings of the repository, and this file only names \
          them. A secret that was written here must be revoked, since removing it does not unpublish it.",
    check,
};

/// Beginnings of tokens that their issuers document, and who issues them.
const TOKENS: [(&str, &str, usize); 14] = [
    ("ghp_", "a GitHub personal access token", 30),
    ("gho_", "a GitHub OAuth token", 30),
    ("ghs_", "a GitHub app token", 30),
    ("ghr_", "a GitHub refresh token", 30),
    ("github_pat_", "a GitHub personal access token", 30),
    ("xoxb-", "a Slack bot token", 20),
    ("xoxp-", "a Slack user token", 20),
    ("xapp-", "a Slack app token", 20),
    ("https://hooks.slack.com/services/", "a Slack webhook", 40),
    ("AKIA", "an AWS access key", 20),
    ("glpat-", "a GitLab personal access token", 20),
    ("npm_", "an npm token", 36),
    ("pypi-", "a PyPI token", 40),
    ("-----BEGIN ", "a private key", 20),
];

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    for (name, version) in &pipeline.versions {
        table(&path!["versions", name, "env"], &version.env, found);
        for (key, value) in &version.values {
            value_of(&path!["versions", name, "values", key], key, value, found);
        }
    }
    for (name, scenario) in &pipeline.scenarios {
        table(&path!["scenarios", name, "env"], &scenario.env, found);
    }
    for (name, test) in &pipeline.tests {
        table(&path!["tests", name, "env"], &test.env, found);
        for (index, word) in test.command.iter().enumerate() {
            text(&path!["tests", name, "command", index], "", word, found);
        }
    }
    for (name, capability) in &pipeline.capabilities {
        table(&path!["capabilities", name, "env"], &capability.env, found);
    }
    for (name, dataset) in &pipeline.datasets {
        if let Some(url) = &dataset.url {
            text(&path!["datasets", name, "url"], "", url, found);
        }
    }
    for (index, step) in pipeline.steps.iter().enumerate() {
        table(&path!["steps", index, "env"], &step.env, found);
        table(&path!["steps", index, "with"], &step.with, found);
        text(
            &path!["steps", index, "run"],
            "",
            step.run.as_deref().unwrap_or_default(),
            found,
        );
    }
}

fn table(path: &Path, entries: &indexmap::IndexMap<String, String>, found: &mut Vec<Diagnostic>) {
    for (key, value) in entries {
        text(&path.join(key), key, value, found);
    }
}

fn value_of(path: &Path, key: &str, value: &Value, found: &mut Vec<Diagnostic>) {
    match value {
        Value::String(value) => text(path, key, value, found),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                value_of(&path.join(index), key, item, found);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                value_of(&path.join(key), key, value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn text(path: &Path, key: &str, value: &str, found: &mut Vec<Diagnostic>) {
    if let Some(what) = secret(key, value) {
        // The value itself is not repeated: logs are public too.
        found.push(
            Diagnostic::error(RULE.id, path.clone().key(), format!("`{path}` holds {what}"))
                .conceal(path.clone().value())
                .help("revoke it now: what was committed cannot be made unseen")
                .help("keep it as a secret of the repository and name that here"),
        );
    }
}

fn secret(key: &str, value: &str) -> Option<&'static str> {
    if value.contains("${{") {
        return None;
    }
    for (prefix, what, length) in TOKENS {
        let found = value.match_indices(prefix).any(|(at, _)| {
            let token = value[at..].split(char::is_whitespace).next().unwrap_or_default();
            let begins = at == 0 || !value.as_bytes()[at - 1].is_ascii_alphanumeric();
            begins && (token.len() >= length || prefix.ends_with(' '))
        });
        if found {
            return Some(what);
        }
    }
    let authority = value
        .split_once("://")
        .map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    if authority.is_some_and(|authority| {
        authority
            .split_once('@')
            .is_some_and(|(user, _)| user.contains(':'))
    }) {
        return Some("a URL with a password");
    }
    let key = key.to_ascii_lowercase();
    let named = [
        "password",
        "passwd",
        "secret_key",
        "secretkey",
        "access_token",
        "api_key",
        "apikey",
        "private_key",
    ];
    let plain = value.len() >= 8 && !value.starts_with('/') && !value.contains(['$', '{']);
    (plain && named.iter().any(|name| key.ends_with(name))).then_some("what looks like a password")
}
