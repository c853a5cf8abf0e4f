use super::file::outside;
use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Place};
use crate::path;
use crate::read::Kind;

pub(super) const RULE: Rule = Rule {
    id: "chart",
    summary: "A chart that is not there, or that is none.",
    why: "A version's chart is a folder of this repository with a `Chart.yaml` in it.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, version) in &input.pipeline.versions {
        let Some(chart) = &version.chart else { continue };
        let path = path!["versions", name, "chart"];
        if let Some(diagnostic) = outside(RULE.id, path.clone().value(), chart) {
            found.push(diagnostic);
            continue;
        }
        if input.root.kind(chart) != Kind::Folder {
            found.push(missing(input, path.value(), chart));
            continue;
        }
        let file = format!("{chart}/Chart.yaml");
        if input.root.kind(&file) != Kind::File {
            let message = format!("the folder `{chart}` has no Chart.yaml, so it is no chart");
            found.push(Diagnostic::error(RULE.id, path.value(), message).help("`helm create` makes a chart"));
        } else if let Err(fault) = input.root.yaml(&file).as_ref() {
            let place = Place::Other {
                file,
                line: fault.line,
                column: fault.column,
            };
            found.push(
                Diagnostic::error(RULE.id, place, format!("not YAML: {}", fault.message))
                    .related(path.value(), "the chart of this version")
                    .help("mend the YAML: a tab, a colon or a bracket is most often the cause"),
            );
        }
    }
}

fn missing(input: Input<'_>, place: Place, chart: &str) -> Diagnostic {
    let parent = chart.rsplit_once('/').map_or(".", |(parent, _)| parent);
    let charts = input.root.names(parent).into_iter();
    let charts = charts.map(|name| {
        if parent == "." {
            name
        } else {
            format!("{parent}/{name}")
        }
    });
    let charts: Vec<String> = charts
        .filter(|path| input.root.kind(&format!("{path}/Chart.yaml")) == Kind::File)
        .collect();
    Diagnostic::error(RULE.id, place, format!("there is no folder `{chart}`")).known(
        &format!("charts in {parent}"),
        chart,
        charts.iter().map(String::as_str),
    )
}
