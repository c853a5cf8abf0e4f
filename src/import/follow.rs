//! Workflows of the repository that jobs call: their jobs take the place of the call, with what they are handed in the
//! place of their inputs. Lines of a called file are counted on from the end of the files before it.

use crate::expression::{Piece, pieces};
use crate::simulate::Source;
use crate::yaml::{self, At, Data, Entry, Node};

/// Deepest chain of called workflows, and most files that are followed.
const MOST: usize = 10;

/// A key, which no workflow has, of the jobs of called workflows: what stands around the calling jobs is not theirs.
pub(super) const CALLED: &str = "<called>";

/// Between the id of a call and that of a job behind it: no id of a job holds one, so that no two are the same.
pub(super) const BORDER: char = '/';

/// A workflow with those that it calls.
pub(super) struct Followed {
    /// The workflow, with the jobs of those that it calls.
    pub(super) root: Node,
    /// The text of all files, one after the other.
    pub(super) text: String,
    /// Each file, and how many lines are before it.
    pub(super) files: Vec<(String, usize)>,
    /// Calls that cannot be followed, and why.
    pub(super) faults: Vec<(At, String)>,
}

/// Follows the calls of a workflow.
pub(super) fn follow(source: &dyn Source, path: &str, text: &str, root: Node) -> Followed {
    let mut followed = Followed {
        root: root.clone(),
        text: format!("{}\n", text.trim_end_matches('\n')),
        files: vec![(path.to_owned(), 0)],
        faults: Vec::new(),
    };
    let jobs = followed.jobs(source, &root, &[path]);
    if let Data::Map(entries) = &mut followed.root.data {
        for entry in entries.iter_mut().filter(|entry| entry.key == "jobs") {
            entry.value.data = Data::Map(jobs.clone());
        }
    }
    followed
}

impl Followed {
    fn jobs(&mut self, source: &dyn Source, root: &Node, chain: &[&str]) -> Vec<Entry> {
        let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
        let each = jobs.iter().flat_map(|job| {
            let called = self.called(source, job, chain);
            called.unwrap_or_else(|| vec![job.clone()])
        });
        each.collect()
    }

    /// The jobs that take the place of one that calls a workflow of this repository.
    fn called(&mut self, source: &dyn Source, job: &Entry, chain: &[&str]) -> Option<Vec<Entry>> {
        let uses = job.value.get("uses")?;
        let path = uses
            .text()?
            .strip_prefix("./")
            .or_else(|| uses.text()?.strip_prefix("$/"))?;
        match self.read(source, path, chain) {
            Err(why) => {
                self.faults.push((uses.at, format!("`{path}` {why}")));
                None
            }
            Ok(root) => {
                let chain: Vec<&str> = chain.iter().copied().chain([path]).collect();
                let jobs = self.jobs(source, &root, &chain);
                let handed = handed(&job.value, &root);
                let alone = jobs.len() == 1;
                if jobs.iter().any(|inner| clash(&job.value, &inner.value)) {
                    let why = format!(
                        "`{path}` has a matrix of its own, beside that of job `{}`",
                        job.key
                    );
                    self.faults.push((uses.at, why));
                    return None;
                }
                let inlined = jobs
                    .into_iter()
                    .map(|inner| inline(job, inner, &root, alone, &handed));
                Some(inlined.collect())
            }
        }
    }

    fn read(&mut self, source: &dyn Source, path: &str, chain: &[&str]) -> Result<Node, String> {
        if chain.contains(&path) {
            return Err(format!("is called in a circle: {} -> {path}", chain.join(" -> ")));
        }
        if chain.len() > MOST || self.files.len() > MOST {
            return Err(format!("is not followed: more than {MOST} workflows are called"));
        }
        let text = source
            .text(path)
            .map_err(|why| format!("cannot be read: {}", why.trim_start_matches("cannot read it: ")))?;
        let mut root = yaml::parse(&text).map_err(|fault| {
            format!(
                "cannot be read: {}:{} {}",
                fault.at.line, fault.at.column, fault.message
            )
        })?;
        let event = root.get("on").is_some_and(|on| {
            let named = |node: &Node| node.text() == Some("workflow_call");
            named(on) || on.items().iter().any(named) || on.entry("workflow_call").is_some()
        });
        if !event {
            return Err("cannot be called: its `on` has no `workflow_call`".to_owned());
        }
        let before = self.text.lines().count();
        shift(&mut root, before);
        self.text.push_str(text.trim_end_matches('\n'));
        self.text.push('\n');
        self.files.push((path.to_owned(), before));
        Ok(root)
    }
}

/// The file and line of a place that is counted on over several files.
pub(super) fn place(files: &[(String, usize)], at: At) -> (&str, At) {
    let found = files.iter().rev().find(|(_, before)| at.line > *before);
    match found {
        Some((file, before)) => {
            let line = at.line - before;
            (file, At { line, ..at })
        }
        None => ("", at),
    }
}

fn shift(node: &mut Node, lines: usize) {
    node.at.line += lines;
    match &mut node.data {
        Data::List(items) => items.iter_mut().for_each(|item| shift(item, lines)),
        Data::Map(entries) => entries.iter_mut().for_each(|entry| {
            entry.at.line += lines;
            shift(&mut entry.value, lines);
        }),
        _ => {}
    }
}

fn clash(caller: &Node, inner: &Node) -> bool {
    caller.get("strategy").is_some() && inner.get("strategy").is_some()
}

/// What each declared input is: what the caller says, or the default.
fn handed(caller: &Node, called: &Node) -> Vec<(String, String)> {
    let event = called.get("on").and_then(|on| on.get("workflow_call"));
    let declared = event.and_then(|event| event.get("inputs")).map(Node::entries);
    let value = |input: &Entry| {
        let said = caller.get("with").and_then(|with| {
            let entries = with.entries().iter();
            let mut named = entries.filter(|entry| entry.key.eq_ignore_ascii_case(&input.key));
            named.next().map(|entry| &entry.value)
        });
        let node = said.or_else(|| input.value.get("default"));
        let nothing = match input.value.get("type").and_then(Node::text) {
            Some("boolean") => "false",
            Some("number") => "0",
            _ => "",
        };
        node.map_or_else(|| Some(nothing.to_owned()), Node::scalar)
    };
    let declared = declared.unwrap_or_default().iter();
    declared
        .filter_map(|input| Some((input.key.clone(), value(input)?)))
        .collect()
}

/// A job of a called workflow in the place of the one that calls it.
fn inline(job: &Entry, inner: Entry, called: &Node, alone: bool, handed: &[(String, String)]) -> Entry {
    let id = |inner: &str| {
        if alone {
            job.key.clone()
        } else {
            format!("{}{BORDER}{inner}", job.key)
        }
    };
    let mut value = inner.value;
    // What stands around the jobs of the called workflow, where the job does not say it itself; before inputs are
    // replaced, since it may read them, too.
    if let Data::Map(entries) = &mut value.data
        && !entries.iter().any(|entry| entry.key == CALLED)
    {
        for around in ["env", "defaults"]
            .into_iter()
            .filter_map(|key| called.entry(key))
        {
            merge(entries, around);
        }
        entries.push(Entry {
            key: CALLED.to_owned(),
            at: job.at,
            value: Node {
                at: job.at,
                data: Data::Text(job.key.clone()),
            },
        });
    }
    replace(&mut value, handed, false);
    let secrets = job.value.get("secrets");
    if secrets.and_then(Node::text) != Some("inherit") {
        hand_secrets(&mut value, secrets.map(Node::entries).unwrap_or_default());
    }
    let Data::Map(entries) = &mut value.data else {
        return job.clone();
    };
    for entry in entries.iter_mut().filter(|entry| entry.key == "needs") {
        let node = &mut entry.value;
        let names: Vec<Node> = match &node.data {
            Data::List(items) => items.clone(),
            _ => vec![node.clone()],
        };
        let renamed = names.into_iter().map(|name| Node {
            at: name.at,
            data: Data::Text(id(name.text().unwrap_or_default())),
        });
        node.data = Data::List(renamed.collect());
    }
    for key in ["strategy", "needs"] {
        let missing = !entries.iter().any(|entry| entry.key == key);
        if let Some(entry) = job.value.entry(key).filter(|_| missing) {
            entries.push(entry.clone());
        }
    }
    if let Some(outer) = job.value.entry("if") {
        also(entries, outer);
    }
    Entry {
        key: id(&inner.key),
        at: inner.at,
        value,
    }
}

/// A condition beside the one that is there: both have to hold.
fn also(entries: &mut Vec<Entry>, outer: &Entry) {
    let Some(own) = entries.iter_mut().find(|entry| entry.key == "if") else {
        return entries.push(outer.clone());
    };
    let bare = |node: &Node| {
        let text = node.scalar().unwrap_or_default();
        let text = text.trim();
        let inside = text.strip_prefix("${{").and_then(|text| text.strip_suffix("}}"));
        inside.unwrap_or(text).trim().to_owned()
    };
    own.value.data = Data::Text(format!("({}) && ({})", bare(&outer.value), bare(&own.value)));
}

/// Adds what is not there.
fn merge(into: &mut Vec<Entry>, new: &Entry) {
    match into.iter_mut().find(|entry| entry.key == new.key) {
        None => into.push(new.clone()),
        Some(own) => {
            if let Data::Map(own) = &mut own.value.data {
                new.value.entries().iter().for_each(|entry| merge(own, entry));
            }
        }
    }
}

/// Puts the secrets that are handed in the place of those that are read; one that is not handed is empty.
fn hand_secrets(node: &mut Node, handed: &[Entry]) {
    match &mut node.data {
        Data::Text(text) if text.contains("secrets.") => {
            let Ok(found) = pieces(text) else { return };
            let each = found.into_iter().map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Expression { text, .. } => match text.trim().strip_prefix("secrets.") {
                    Some(name) => {
                        let mut named = handed.iter().filter(|entry| entry.key.eq_ignore_ascii_case(name));
                        named
                            .next()
                            .and_then(|entry| entry.value.scalar())
                            .unwrap_or_default()
                    }
                    None => format!("${{{{{text}}}}}"),
                },
            });
            *text = each.collect();
        }
        Data::List(items) => items.iter_mut().for_each(|item| hand_secrets(item, handed)),
        Data::Map(entries) => entries
            .iter_mut()
            .for_each(|entry| hand_secrets(&mut entry.value, handed)),
        _ => {}
    }
}

/// Puts what is handed in the place of inputs, in every scalar.
fn replace(node: &mut Node, handed: &[(String, String)], condition: bool) {
    match &mut node.data {
        Data::Text(text) if text.contains("${{") => *text = replaced(text, handed),
        Data::Text(text) if condition => *text = expression(text, handed),
        Data::List(items) => items.iter_mut().for_each(|item| replace(item, handed, false)),
        Data::Map(entries) => {
            for entry in entries.iter_mut() {
                replace(&mut entry.value, handed, entry.key == "if");
            }
            // What is handed has settled these.
            entries.retain(|entry| entry.key != "if" || entry.value.text() != Some("true"));
        }
        _ => {}
    }
}

fn replaced(text: &str, handed: &[(String, String)]) -> String {
    let Ok(pieces) = pieces(text) else {
        return text.to_owned();
    };
    let each = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Expression { text, .. } => match handed.iter().find(|(name, _)| is_input(text, name)) {
            Some((_, value)) => value.clone(),
            None => format!("${{{{ {} }}}}", expression(text, handed)),
        },
    });
    each.collect()
}

fn is_input(text: &str, name: &str) -> bool {
    let rest = text.trim().strip_prefix("inputs.");
    rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name))
}

/// An expression with values in the place of `inputs.NAME`.
fn expression(text: &str, handed: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("inputs.") {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let behind = &behind["inputs.".len()..];
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let length = behind.find(|c| !part(c)).unwrap_or(behind.len());
        let word = out.chars().next_back().is_some_and(|c| part(c) || c == '.');
        let value = handed
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&behind[..length]));
        match value.filter(|_| !word).and_then(|(_, value)| operand(value)) {
            Some(value) => out.push_str(&value),
            None => {
                out.push_str("inputs.");
                out.push_str(&behind[..length]);
            }
        }
        rest = &behind[length..];
    }
    out + rest
}

/// A value as part of an expression; one that is text around expressions has no such form.
fn operand(value: &str) -> Option<String> {
    match pieces(value).ok()?.as_slice() {
        [Piece::Expression { text, .. }] => Some(format!("({text})")),
        [] => Some("''".to_owned()),
        [Piece::Text(text)] if ["true", "false"].contains(text) || text.parse::<f64>().is_ok() => {
            Some((*text).to_owned())
        }
        [Piece::Text(text)] => Some(format!("'{}'", text.replace('\'', "''"))),
        _ => None,
    }
}
