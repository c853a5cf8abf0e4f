use std::collections::HashMap;

use pipewright_model::artifact;

use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::matrix::{self, CellName};
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "artifact-clash",
    summary: "Two cells whose results would have the same artifact name.",
    why: "The artifact of a cell is called `cell-VERSION-SCENARIO-attempt-N`. With a version `1-x` and a scenario `y`, and a \
          version `1` and a scenario `x-y`, two cells have one name, and the results of one would be lost.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let mut known: HashMap<String, CellName<'_>> = HashMap::new();
    for cell in matrix::cells(input.pipeline) {
        let name = artifact::cell(cell.version, cell.scenario, "1").to_lowercase();
        let Some(other) = known.insert(name, cell) else {
            continue;
        };
        if other.version.eq_ignore_ascii_case(cell.version)
            && other.scenario.eq_ignore_ascii_case(cell.scenario)
        {
            continue;
        }
        let message = format!(
            "`{}` in `{}` and `{}` in `{}` would have one artifact name",
            cell.scenario, cell.version, other.scenario, other.version
        );
        found.push(
            Diagnostic::error(RULE.id, path!["scenarios", cell.scenario].key(), message)
                .related(path!["scenarios", other.scenario].key(), "the other one")
                .help("rename the scenario or the version so that the two joined by `-` differ"),
        );
    }
}
