//! Filters behind an event: refs, paths, workflows, and the words in a commit's message that skip a run.

use serde_json::Value as Json;

use super::Question;
use super::event::{Starts, reference, text};
use super::glob::{Pattern, included};
use super::source::Fault;
use crate::yaml::{Data, Node};

/// GitHub looks at so many changed files, and at no others.
const MOST_FILES: usize = 300;

/// What a commit's message holds when pushes and pull requests are to start nothing.
const SKIPS: [&str; 5] = [
    "[skip ci]",
    "[ci skip]",
    "[no ci]",
    "[skip actions]",
    "[actions skip]",
];

/// A commit that asks for no run. Of a pull request, the payload does not have the message.
pub(super) fn skipped(_: &str, _: &Node, question: &Question) -> Result<Starts, Fault> {
    let message = match question.event.as_str() {
        "push" => text(question, "/head_commit/message"),
        _ => None,
    };
    let message = message.unwrap_or_default();
    let word = SKIPS.into_iter().find(|word| message.contains(word));
    let trailer = ["skip-checks:true", "skip-checks: true"]
        .into_iter()
        .find(|trailer| message.trim_end().ends_with(&format!("\n\n\n{trailer}")));
    Ok(match word.or(trailer) {
        Some(word) => Starts::No(format!("the message of the commit says `{word}`")),
        None => Starts::Yes,
    })
}

/// The workflows whose runs are waited for.
pub(super) fn workflows(file: &str, node: &Node, question: &Question) -> Result<Starts, Fault> {
    if question.event != "workflow_run" {
        return Ok(Starts::Yes);
    }
    let Some(list) = node.get("workflows") else {
        return Err(Fault::new(file, node.at, "`workflow_run` names no `workflows`"));
    };
    let wanted = strings(file, list)?;
    let shown = wanted.join(", ");
    let name = text(question, "/workflow_run/name").or_else(|| text(question, "/workflow/name"));
    Ok(match name {
        None => Starts::Unknown(format!(
            "github.event.workflow_run.name is not given; it has to be one of {shown}"
        )),
        Some(name) if wanted.iter().any(|wanted| wanted == name) => Starts::Yes,
        Some(name) => Starts::No(format!("the workflow `{name}` is not one of {shown}")),
    })
}

/// The branch or tag that the filters look at.
fn filtered(question: &Question) -> Option<String> {
    match question.event.as_str() {
        "pull_request" | "pull_request_target" => {
            text(question, "/pull_request/base/ref").map(|name| format!("refs/heads/{name}"))
        }
        "workflow_run" => {
            text(question, "/workflow_run/head_branch").map(|name| format!("refs/heads/{name}"))
        }
        "merge_group" => text(question, "/merge_group/base_ref").map(str::to_owned),
        _ => reference(question),
    }
}

pub(super) fn refs(file: &str, node: &Node, question: &Question) -> Result<Starts, Fault> {
    let filter = |key: &str| patterns(file, node, key);
    let (branches, branches_ignore) = (filter("branches")?, filter("branches-ignore")?);
    let (tags, tags_ignore) = (filter("tags")?, filter("tags-ignore")?);
    for (one, other, names) in [
        (&branches, &branches_ignore, "`branches` and `branches-ignore`"),
        (&tags, &tags_ignore, "`tags` and `tags-ignore`"),
    ] {
        if one.is_some() && other.is_some() {
            return Err(Fault::new(file, node.at, format!("{names} cannot both be there")));
        }
    }
    let about_branches = branches.is_some() || branches_ignore.is_some();
    let about_tags = tags.is_some() || tags_ignore.is_some();
    if !about_branches && !about_tags {
        return Ok(Starts::Yes);
    }
    let Some(reference) = filtered(question) else {
        return Ok(Starts::Unknown("the branch or tag is not given".to_owned()));
    };
    let (kind, name, about, wanted, ignored) = match reference.strip_prefix("refs/tags/") {
        Some(tag) => ("tag", tag, about_tags, tags, tags_ignore),
        None => {
            let branch = reference.strip_prefix("refs/heads/").unwrap_or(&reference);
            ("branch", branch, about_branches, branches, branches_ignore)
        }
    };
    if !about {
        return Ok(Starts::No(format!(
            "the filters are not about a {kind}, and `{name}` is one"
        )));
    }
    let passes = match (&wanted, &ignored) {
        (Some(wanted), _) => included(wanted, name),
        (None, Some(ignored)) => !included(ignored, name),
        (None, None) => true,
    };
    Ok(if passes {
        Starts::Yes
    } else {
        Starts::No(format!("the {kind} `{name}` does not pass the filters"))
    })
}

pub(super) fn paths(file: &str, node: &Node, question: &Question) -> Result<Starts, Fault> {
    let (wanted, ignored) = (
        patterns(file, node, "paths")?,
        patterns(file, node, "paths-ignore")?,
    );
    if wanted.is_some() && ignored.is_some() {
        return Err(Fault::new(
            file,
            node.at,
            "`paths` and `paths-ignore` cannot both be there",
        ));
    }
    // GitHub looks at no paths when a tag is pushed.
    let is_tag = filtered(question).is_some_and(|reference| reference.starts_with("refs/tags/"));
    if (wanted.is_none() && ignored.is_none()) || is_tag {
        return Ok(Starts::Yes);
    }
    let Some(changed) = question.changed.clone().or_else(|| committed(question)) else {
        return Ok(Starts::Unknown("the changed files are not given".to_owned()));
    };
    let counts = |path: &String| match (&wanted, &ignored) {
        (Some(wanted), _) => included(wanted, path),
        (None, Some(ignored)) => !included(ignored, path),
        (None, None) => true,
    };
    let counting = changed.iter().filter(|path| counts(path)).count();
    let unseen = changed.len().saturating_sub(MOST_FILES);
    Ok(match counting {
        0 if changed.is_empty() && wanted.is_none() => Starts::Yes,
        0 => Starts::No("no changed file passes the filters of paths".to_owned()),
        some if some <= unseen => Starts::Unknown(format!(
            "GitHub looks at {MOST_FILES} of the {} changed files; which, is not documented",
            changed.len()
        )),
        _ => Starts::Yes,
    })
}

/// The files that the commits of a push changed, if the payload names them.
fn committed(question: &Question) -> Option<Vec<String>> {
    let commits = question.payload.as_ref()?.get("commits")?.as_array()?;
    // Without commits the payload tells nothing: GitHub then compares with another commit of the repository.
    if commits.is_empty() {
        return None;
    }
    let mut files = Vec::new();
    for commit in commits {
        for list in ["added", "modified", "removed"] {
            let names = commit.get(list)?.as_array()?;
            files.extend(names.iter().filter_map(Json::as_str).map(str::to_owned));
        }
    }
    Some(files)
}

fn patterns(file: &str, node: &Node, key: &str) -> Result<Option<Vec<Pattern>>, Fault> {
    let Some(list) = node.get(key) else {
        return Ok(None);
    };
    let texts = strings(file, list)?;
    let patterns = texts
        .iter()
        .zip(places(list))
        .map(|(text, at)| Pattern::parse(text).map_err(|message| Fault::new(file, at, message)));
    patterns.collect::<Result<_, _>>().map(Some)
}

fn places(list: &Node) -> impl Iterator<Item = crate::yaml::At> {
    let single = matches!(list.data, Data::Text(_)).then_some(list.at);
    list.items().iter().map(|item| item.at).chain(single)
}

/// A string, or several.
pub(super) fn strings(file: &str, node: &Node) -> Result<Vec<String>, Fault> {
    let text = |node: &Node| {
        node.scalar().ok_or_else(|| {
            Fault::new(
                file,
                node.at,
                format!("a string is expected, and this is {}", node.kind()),
            )
        })
    };
    match &node.data {
        Data::List(items) => items.iter().map(text).collect(),
        _ => Ok(vec![text(node)?]),
    }
}
