//! The steps of a job -> one script, each step in a subshell of its own, as GitHub runs each in a process of its own.

use super::facts::{Facts, Job, Step, is_dynamic};
use super::report::Import;
use super::shell::{Word, single, substitute};
use crate::expression::{Piece, pieces};
use crate::yaml::Node;

/// What a test runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Script {
    /// The script, for `bash -e -c`.
    pub(super) text: String,
    /// Variables whose values are in the file.
    pub(super) env: Vec<(String, String)>,
    /// Secrets that it reads.
    pub(super) secrets: Vec<String>,
    /// Variables that are set around its steps, with their values where these are in the file.
    known: Vec<(String, Option<String>)>,
}

/// A variable that a script sets.
struct Export {
    name: String,
    line: String,
    /// The secrets that it reads.
    secrets: Vec<String>,
}

impl Script {
    fn secret(&mut self, name: &str) {
        if !self.secrets.iter().any(|known| known == name) {
            self.secrets.push(name.to_owned());
        }
    }
}

/// What is set further in takes the place of what is set around it.
fn forget(name: &str, script: &mut Script, exports: &mut Vec<Export>) {
    script.env.retain(|(known, _)| known != name);
    script.known.retain(|(known, _)| known != name);
    exports.retain(|export| export.name != name);
}

/// What the expressions of a job may mean.
pub(super) struct Meaning<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) job: &'a Job,
    /// The key of the matrix that is the version.
    pub(super) version: Option<&'a str>,
}

/// The variable that holds a value of the matrix.
pub(super) fn matrix_variable(key: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    format!("MATRIX_{}", key.chars().map(letter).collect::<String>())
}

pub(super) fn script(meaning: &Meaning<'_>, import: &mut Import) -> Script {
    let mut script = Script::default();
    let mut exports: Vec<Export> = Vec::new();
    for owner in meaning
        .facts
        .around(meaning.job)
        .into_iter()
        .chain([&meaning.job.node])
    {
        meaning.env(owner, &mut script, &mut exports, import);
    }
    let mut head = String::new();
    for export in exports {
        head.push_str(&export.line);
        export.secrets.iter().for_each(|name| script.secret(name));
    }
    let mut body = String::new();
    for step in meaning.job.steps.iter().filter(|step| step.run.is_some()) {
        let what = format!("step `{}` of job `{}`", step.label(), meaning.job.id);
        match meaning.step(step, &mut script) {
            Ok(text) => {
                if let Some(limit) = step.node.entry("timeout-minutes") {
                    let why = "a test has one limit, that of its job; a step that needs its own is a test of its own";
                    import.leave(limit.at, format!("the limit of {what}"), why);
                }
                if text.contains("junit") && text.contains(".xml") && !text.contains("PIPEWRIGHT_OUTPUT") {
                    let why = "the whole job is one test until it writes into $PIPEWRIGHT_OUTPUT and the test's `junit` names the file: then each case is one";
                    import.leave(step.at, format!("the JUnit file of {what}"), why);
                }
                import.carry(step.at, what, format!("tests.{}.command", meaning.job.id));
                body.push_str(&text);
            }
            Err(why) => import.leave(step.at, what, why),
        }
    }
    for name in [
        "GITHUB_OUTPUT",
        "GITHUB_ENV",
        "GITHUB_PATH",
        "GITHUB_STEP_SUMMARY",
    ] {
        if body.contains(name) {
            head.push_str(&format!("export {name}=/dev/null\n"));
            let why =
                "it leads nowhere in a test: results are reported through JUnit files in $PIPEWRIGHT_OUTPUT";
            import.leave(
                meaning.job.at,
                format!("what job `{}` writes to ${name}", meaning.job.id),
                why,
            );
        }
    }
    if !body.is_empty() {
        script.text = head + &body;
    }
    script
}

impl Meaning<'_> {
    /// The variables of the workflow or of the job.
    fn env(&self, owner: &Node, script: &mut Script, exports: &mut Vec<Export>, import: &mut Import) {
        for entry in owner.get("env").map(Node::entries).unwrap_or_default() {
            let what = format!("env `{}`", entry.key);
            let value = entry.value.scalar().unwrap_or_default();
            if !is_variable(&entry.key) {
                import.leave(entry.at, what, "no test can be given a variable of this name");
            } else if !is_dynamic(&value) {
                forget(&entry.key, script, exports);
                script.known.push((entry.key.clone(), Some(value.clone())));
                script.env.push((entry.key.clone(), value));
                import.carry(entry.at, what, format!("tests.{}.env", self.job.id));
            } else {
                let mut own = Script {
                    known: script.known.clone(),
                    ..Script::default()
                };
                match self.export(&entry.key, &value, &mut own) {
                    Ok(line) => {
                        forget(&entry.key, script, exports);
                        script.known.push((entry.key.clone(), None));
                        exports.push(Export {
                            name: entry.key.clone(),
                            line,
                            secrets: own.secrets,
                        });
                        import.carry(entry.at, what, format!("tests.{}.command", self.job.id));
                    }
                    Err(why) => {
                        forget(&entry.key, script, exports);
                        import.leave(entry.at, what, why);
                    }
                }
            }
        }
    }

    fn export(&self, name: &str, value: &str, script: &mut Script) -> Result<String, String> {
        if super::literal::sole(value).as_deref() == Some(&format!("secrets.{name}")) {
            self.secret(name, script)?;
            return Ok(String::new());
        }
        Ok(format!("export {name}={}\n", self.quoted(value, None, script)?))
    }

    /// A text as one word of the shell, which reads nothing of it as code.
    fn quoted(&self, value: &str, step: Option<&Step>, script: &mut Script) -> Result<String, String> {
        let mut word = String::new();
        for piece in pieces(value).map_err(|error| error.message)? {
            match piece {
                Piece::Text(text) => word.push_str(&single(text)),
                Piece::Expression { text, .. } => match self.word(text, step, script)? {
                    Word::Variable(variable, _) => word.push_str(&format!("\"${{{variable}}}\"")),
                    Word::Text(text) => word.push_str(&single(&text)),
                },
            }
        }
        Ok(word)
    }

    fn step(&self, step: &Step, script: &mut Script) -> Result<String, String> {
        self.runs_always(step)?;
        let mut secrets = script.clone();
        // Only where a workflow names bash does GitHub give it `pipefail`.
        let named = self.default(step, "shell").as_deref() == Some("bash");
        let mut text = format!("(\nset -e{}\n", if named { "o pipefail" } else { "" });
        let label = step.label();
        let mut lines = vec![format!(
            "# {}\n",
            crate::draft::harmless(label.lines().next().unwrap_or_default())
        )];
        lines.extend(
            step.node
                .get("env")
                .map(Node::entries)
                .unwrap_or_default()
                .iter()
                .map(|entry| {
                    let value = entry.value.scalar().unwrap_or_default();
                    if !is_variable(&entry.key) {
                        return Err(format!("it sets `{}`, which no test can be given", entry.key));
                    }
                    let outer = secrets.known.iter().find(|(name, _)| *name == entry.key);
                    if is_dynamic(&value)
                        && outer.is_some()
                        && super::literal::sole(&value).is_some_and(|text| text.starts_with("secrets."))
                    {
                        return Err(format!(
                            "it sets `{}` to a secret, and it is something else around the step",
                            entry.key
                        ));
                    }
                    if let Some(name) = own_name(step, &value) {
                        return Err(format!("its variables read `env.{name}`, which it sets itself"));
                    }
                    if is_dynamic(&value) {
                        self.export(&entry.key, &value, &mut secrets)
                    } else {
                        Ok(format!("export {}={}\n", entry.key, single(&value)))
                    }
                })
                .collect::<Result<Vec<_>, _>>()?,
        );
        text.insert_str(0, &lines.remove(0));
        text.extend(lines);
        if let Some(folder) = self.folder(step) {
            let folder = self.quoted(&folder, Some(step), &mut secrets)?;
            text.push_str(&format!("cd -- {folder}\n"));
        }
        let run = step.run.as_deref().unwrap_or_default();
        let body = substitute(run.trim_end(), |expression| {
            self.word(expression, Some(step), &mut secrets)
        })?;
        *script = secrets;
        Ok(text + &body + "\n)\n")
    }

    /// A step with a condition, or with another shell, is not one of a script.
    fn runs_always(&self, step: &Step) -> Result<(), String> {
        if let Some(condition) = &step.condition {
            return Err(format!(
                "it runs only if `{}`; a test either runs or is skipped for a need that is missing",
                condition.trim()
            ));
        }
        if let Some(node) = step
            .node
            .get("continue-on-error")
            .and_then(Node::scalar)
            .filter(|flag| flag != "false")
        {
            return Err(format!(
                "`continue-on-error: {node}` would hide its failure; make it a test, or quarantine it"
            ));
        }
        match self.default(step, "shell").as_deref() {
            None | Some("bash" | "sh") => Ok(()),
            Some(shell) => Err(format!(
                "its shell is `{shell}`; call that program in the command of a test"
            )),
        }
    }

    fn folder(&self, step: &Step) -> Option<String> {
        self.default(step, "working-directory")
    }

    /// A key of the step, or its default in the job or the workflow.
    fn default(&self, step: &Step, key: &str) -> Option<String> {
        let run = |node: &Node| {
            node.get("defaults")
                .and_then(|defaults| defaults.get("run"))
                .and_then(|run| run.get(key))
                .cloned()
        };
        let own = step.node.get(key).cloned();
        own.or_else(|| run(&self.job.node))
            .or_else(|| self.facts.around(self.job).and_then(run))
            .and_then(|node| node.scalar())
    }

    /// What an expression of a script becomes.
    fn word(&self, expression: &str, step: Option<&Step>, script: &mut Script) -> Result<Word, String> {
        let path: Vec<&str> = expression.split('.').map(str::trim).collect();
        match path.as_slice() {
            ["matrix", key] if self.has_twin(key) => Err(format!(
                "it reads `matrix.{key}`, and another key of the matrix would be the same variable"
            )),
            ["matrix", key] if self.job.matrix().is_some() => {
                let variable = match self.version {
                    Some(version) if version.eq_ignore_ascii_case(key) => "PIPEWRIGHT_VERSION".to_owned(),
                    _ => matrix_variable(key),
                };
                Ok(Word::Variable(variable, self.values(key)))
            }
            ["env", name] if is_variable(name) && own_value(step, name).is_some() => {
                let value = own_value(step, name).filter(|value| !is_dynamic(value));
                Ok(Word::Variable((*name).to_owned(), value.into_iter().collect()))
            }
            ["env", name] if script.known.iter().any(|(known, _)| known == name) => {
                let known = script.known.iter().filter(|(known, _)| known == name);
                Ok(Word::Variable(
                    (*name).to_owned(),
                    known.filter_map(|(_, value)| value.clone()).collect(),
                ))
            }
            ["env", name] => Err(format!("it reads `env.{name}`, which nothing sets")),
            ["secrets", name] => self
                .secret(name, script)
                .map(|()| Word::Variable((*name).to_owned(), Vec::new())),
            ["runner", "os"] => Ok(Word::Text("Linux".to_owned())),
            ["runner", "temp"] => Ok(Word::Variable("TMPDIR".to_owned(), Vec::new())),
            _ => Err(format!(
                "it reads `{expression}`, which only GitHub knows; a test runs anywhere"
            )),
        }
    }

    /// Whether another key of the matrix is the same variable.
    fn has_twin(&self, key: &str) -> bool {
        let entries = self.job.matrix().map(Node::entries).unwrap_or_default();
        let keys = entries.iter().flat_map(|entry| match entry.key.as_str() {
            "include" | "exclude" => entry
                .value
                .items()
                .iter()
                .flat_map(Node::entries)
                .map(|entry| &entry.key)
                .collect(),
            _ => vec![&entry.key],
        });
        let mut others = keys.filter(|other| !other.eq_ignore_ascii_case(key));
        others.any(|other| matrix_variable(other) == matrix_variable(key))
    }

    /// The values that a key of the matrix has in the file.
    fn values(&self, key: &str) -> Vec<String> {
        let entries = self.job.matrix().map(Node::entries).unwrap_or_default();
        let own = entries.iter().filter(|entry| entry.key.eq_ignore_ascii_case(key));
        let own = own.flat_map(|entry| entry.value.items());
        let rows = entries.iter().filter(|entry| entry.key == "include");
        let rows = rows.flat_map(|entry| entry.value.items()).flat_map(Node::entries);
        let rows = rows
            .filter(|entry| entry.key.eq_ignore_ascii_case(key))
            .map(|entry| &entry.value);
        own.chain(rows).filter_map(Node::scalar).collect()
    }

    fn secret(&self, name: &str, script: &mut Script) -> Result<(), String> {
        let capital = |c: char| c.is_ascii_uppercase() || c == '_';
        let fits = name.starts_with(capital) && name.chars().all(|c| capital(c) || c.is_ascii_digit());
        if !fits || name.starts_with("GITHUB_") || name.starts_with("PIPEWRIGHT_") {
            return Err(format!("it reads the secret `{name}`, which no test is given"));
        }
        script.secret(name);
        Ok(())
    }
}

/// The value that a step gives a variable.
fn own_value(step: Option<&Step>, name: &str) -> Option<String> {
    step?.node.get("env")?.get(name)?.scalar()
}

/// A variable that an expression of a step's variables reads, and the step sets: GitHub gives what is around the step.
fn own_name(step: &Step, value: &str) -> Option<String> {
    let names = step.node.get("env").map(Node::entries).unwrap_or_default().iter();
    let mut read = names.filter(|entry| is_dynamic(value) && value.contains(&format!("env.{}", entry.key)));
    read.next().map(|entry| entry.key.clone())
}

/// Whether the rule `variable` lets a test set it.
fn is_variable(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !upper.starts_with("GITHUB_")
        && !upper.starts_with("PIPEWRIGHT_")
}
