//! The steps of a job -> one script, each step in a subshell of its own, as GitHub runs each in a process of its own.

use super::facts::{Facts, Job, Step, is_dynamic};
use super::report::Import;
use super::shell::{Word, single, substitute};
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
    let mut head = String::new();
    for owner in [&meaning.facts.root, &meaning.job.node] {
        meaning.env(owner, &mut script, &mut head, import);
    }
    let mut body = String::new();
    for step in meaning.job.steps.iter().filter(|step| step.run.is_some()) {
        let what = format!("step `{}` of job `{}`", step.label(), meaning.job.id);
        match meaning.step(step, &mut script) {
            Ok(text) => {
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
    fn env(&self, owner: &Node, script: &mut Script, head: &mut String, import: &mut Import) {
        for entry in owner.get("env").map(Node::entries).unwrap_or_default() {
            let what = format!("env `{}`", entry.key);
            let value = entry.value.scalar().unwrap_or_default();
            if !is_variable(&entry.key) {
                import.leave(entry.at, what, "no test can be given a variable of this name");
            } else if !is_dynamic(&value) {
                script.env.retain(|(name, _)| *name != entry.key);
                script.env.push((entry.key.clone(), value));
                import.carry(entry.at, what, format!("tests.{}.env", self.job.id));
            } else {
                match self.export(&entry.key, &value, script) {
                    Ok(line) => {
                        head.push_str(&line);
                        import.carry(entry.at, what, format!("tests.{}.command", self.job.id));
                    }
                    Err(why) => import.leave(entry.at, what, why),
                }
            }
        }
    }

    fn export(&self, name: &str, value: &str, script: &mut Script) -> Result<String, String> {
        if super::literal::sole(value).as_deref() == Some(&format!("secrets.{name}")) {
            self.secret(name, script)?;
            return Ok(String::new());
        }
        let quoted: String = value
            .chars()
            .map(|c| {
                if c == '"' {
                    "\\\"".to_owned()
                } else {
                    c.to_string()
                }
            })
            .collect();
        let word = substitute(&format!("\"{quoted}\""), |expression| {
            self.word(expression, None, script)
        })?;
        Ok(format!("export {name}={word}\n"))
    }

    fn step(&self, step: &Step, script: &mut Script) -> Result<String, String> {
        self.runs_always(step)?;
        let mut secrets = script.clone();
        let mut text = String::from("(\nset -e\n");
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
            let folder = substitute(&format!("\"{}\"", folder.replace('"', "")), |expression| {
                self.word(expression, Some(step), &mut secrets)
            })?;
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
            .or_else(|| run(&self.facts.root))
            .and_then(|node| node.scalar())
    }

    /// What an expression of a script becomes.
    fn word(&self, expression: &str, step: Option<&Step>, script: &mut Script) -> Result<Word, String> {
        let path: Vec<&str> = expression.split('.').map(str::trim).collect();
        match path.as_slice() {
            ["matrix", key] if self.job.matrix().is_some() => Ok(Word::Variable(match self.version {
                Some(version) if version.eq_ignore_ascii_case(key) => "PIPEWRIGHT_VERSION".to_owned(),
                _ => matrix_variable(key),
            })),
            ["env", name] if self.is_set(name, step) => Ok(Word::Variable((*name).to_owned())),
            ["env", name] => Err(format!("it reads `env.{name}`, which nothing sets")),
            ["secrets", name] => self
                .secret(name, script)
                .map(|()| Word::Variable((*name).to_owned())),
            ["runner", "os"] => Ok(Word::Text("Linux".to_owned())),
            ["runner", "temp"] => Ok(Word::Variable("TMPDIR".to_owned())),
            _ => Err(format!(
                "it reads `{expression}`, which only GitHub knows; a test runs anywhere"
            )),
        }
    }

    fn is_set(&self, name: &str, step: Option<&Step>) -> bool {
        let owners = [
            Some(&self.facts.root),
            Some(&self.job.node),
            step.map(|step| &step.node),
        ];
        let known = |node: &Node| node.get("env").and_then(|env| env.get(name)).is_some();
        is_variable(name) && owners.into_iter().flatten().any(known)
    }

    fn secret(&self, name: &str, script: &mut Script) -> Result<(), String> {
        let capital = |c: char| c.is_ascii_uppercase() || c == '_';
        let fits = name.starts_with(capital) && name.chars().all(|c| capital(c) || c.is_ascii_digit());
        if !fits || name.starts_with("GITHUB_") || name.starts_with("PIPEWRIGHT_") {
            return Err(format!("it reads the secret `{name}`, which no test is given"));
        }
        if !script.secrets.iter().any(|known| known == name) {
            script.secrets.push(name.to_owned());
        }
        Ok(())
    }
}

/// Whether the rule `variable` lets a test set it.
fn is_variable(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !upper.starts_with("GITHUB_")
        && !upper.starts_with("PIPEWRIGHT_")
}
