use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "email",
    summary: "Email without recipients, with two lists of them, or with an address that is none.",
    why: "A message to nobody is refused by the server and is noticed when it was needed. Recipients are either in the file \
          (`to`) or in a secret (`to_secret`).",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let Some(email) = &input.pipeline.alerts.email else {
        return;
    };
    let path = path!["alerts", "email"];
    match (&email.to_secret, email.to.is_empty()) {
        (None, true) => found.push(
            Diagnostic::error(RULE.id, path.clone().key(), "nobody would get this email")
                .help("give `to = [\"team@…\"]`, or `to_secret` with the name of a secret"),
        ),
        (Some(_), false) => found.push(
            Diagnostic::error(
                RULE.id,
                path.join("to").key(),
                "both `to` and `to_secret` are given",
            )
            .related(path.join("to_secret").key(), "the other one")
            .help("keep one of the two"),
        ),
        _ => {}
    }
    let to = email
        .to
        .iter()
        .enumerate()
        .map(|(index, address)| (path.join("to").join(index), address));
    for (path, address) in to.chain(email.from.iter().map(|from| (path.join("from"), from))) {
        if !is_address(address) {
            found.push(
                Diagnostic::error(
                    RULE.id,
                    path.value(),
                    format!("`{address}` is not an email address"),
                )
                .help("write name@host, without a display name"),
            );
        }
    }
}

fn is_address(text: &str) -> bool {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\".contains(c);
    match text.split_once('@') {
        Some((name, host)) => {
            let host_is_name =
                host.contains('.') && host.split('.').all(|part| !part.is_empty()) && !host.contains('@');
            !name.is_empty() && host_is_name && text.chars().all(allowed)
        }
        None => false,
    }
}
