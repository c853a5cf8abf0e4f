use pipewright::import::{Wish, import};
use pipewright::simulate::{Question, Source, simulate};

/// A repository with one workflow.
struct One<'t>(&'t str);

impl Source for One<'_> {
    fn text(&self, path: &str) -> Result<String, String> {
        if path == "w.yml" {
            Ok(self.0.to_owned())
        } else {
            Err("there is no such file".to_owned())
        }
    }
}

/// Simulating and importing end; what is drafted is TOML with no expression in it.
pub(crate) fn workflow(text: &str) {
    for event in ["push", "pull_request", "schedule", "workflow_dispatch"] {
        let question = Question {
            event: event.to_owned(),
            ..Question::default()
        };
        drop(simulate(&One(text), "w.yml", &question));
    }
    if let Ok(imported) = import(&One(text), "w.yml", &Wish::default()) {
        let drafted = imported.draft.text();
        let decoded = pipewright::decode::decode(&drafted);
        let broken = decoded.diagnostics.iter().find(|found| found.rule == "syntax");
        assert!(broken.is_none(), "{broken:?} in\n{drafted}\nfrom {text:?}");
        let said = imported.to_text();
        let hidden = said.chars().find(|c| c.is_control() && *c != '\n');
        assert!(hidden.is_none(), "{hidden:?} reaches the terminal from {text:?}");
    }
}
