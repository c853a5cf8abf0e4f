use super::folder::Folder;
use crate::read::{self, Root};
use crate::yaml;

/// A Helm chart of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its folder, from the root.
    pub path: String,
    /// What it calls itself, else the name of its folder.
    pub name: String,
    /// The version of what it deploys, if it says.
    pub app_version: Option<String>,
    /// Values files in `ci/`, from the chart, as chart-testing knows them: `ci/NAME-values.yaml`.
    pub values: Vec<String>,
    /// Whether it needs charts that have to be fetched.
    pub has_dependencies: bool,
}

/// The charts, and why a `Chart.yaml` is none. A chart inside of another is a part of that one.
pub(super) fn charts(root: &Root, folders: &[Folder]) -> (Vec<Chart>, Vec<String>) {
    let mut charts: Vec<Chart> = Vec::new();
    let mut refused = Vec::new();
    let candidates = folders
        .iter()
        .filter(|folder| folder.has("Chart.yaml") && !folder.path.is_empty());
    for folder in candidates {
        if charts.iter().any(|chart| folder.is_in(&chart.path)) {
            continue;
        }
        match chart(root, folder) {
            Ok(chart) => charts.push(chart),
            Err(fault) => refused.push(format!("{}/Chart.yaml: {fault}", folder.path)),
        }
    }
    (charts, refused)
}

fn chart(root: &Root, folder: &Folder) -> Result<Chart, String> {
    let text = read::text(&root.folder().join(folder.join("Chart.yaml"))).map_err(|fault| fault.message)?;
    let node = yaml::parse(&text).map_err(|fault| format!("line {}: {}", fault.at.line, fault.message))?;
    let scalar = |key: &str| {
        node.get(key)
            .and_then(yaml::Node::scalar)
            .filter(|text| !text.trim().is_empty())
    };
    let folder_name = folder.path.rsplit('/').next().unwrap_or_default();
    if scalar("type").as_deref() == Some("library") {
        return Err("a library chart renders nothing by itself".to_owned());
    }
    let values = root.names(&folder.join("ci")).into_iter();
    Ok(Chart {
        path: folder.path.clone(),
        name: scalar("name").unwrap_or_else(|| folder_name.to_owned()),
        app_version: scalar("appVersion"),
        values: values
            .filter(|name| {
                name.ends_with("values.yaml") && !name.contains("${{") && !name.chars().any(char::is_control)
            })
            .map(|name| format!("ci/{name}"))
            .collect(),
        has_dependencies: node
            .get("dependencies")
            .is_some_and(|list| !list.items().is_empty()),
    })
}
