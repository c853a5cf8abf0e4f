//! The environment of a command: little of the caller's, all of it named here.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Result, bail};
use pipewright_model::variable;

use super::cell::Cell;

/// What every command gets of the caller's environment.
const ALWAYS: [&str; 5] = ["PATH", "HOME", "LANG", "LC_ALL", "TZ"];

/// What a command gets besides, by the capability that it needs.
const BY_NEED: [(&str, &[&str]); 7] = [
    ("java", &["JAVA_HOME"]),
    ("python", &["pythonLocation", "LD_LIBRARY_PATH"]),
    ("docker", &["DOCKER_HOST", "DOCKER_CONFIG"]),
    ("cluster", &["KUBECONFIG"]),
    ("gpu", &["CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"]),
    ("helm", &["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"]),
    (
        "network",
        &[
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
        ],
    ),
];

/// Variables of the caller that a command with these needs gets.
pub(super) fn inherited<'a>(needs: impl IntoIterator<Item = &'a str>) -> Vec<(String, OsString)> {
    let needs: Vec<&str> = needs.into_iter().collect();
    let by_need = BY_NEED
        .iter()
        .filter(|(need, _)| needs.contains(need))
        .flat_map(|(_, names)| names.iter());
    let names = ALWAYS.iter().chain(by_need);
    names
        .filter_map(|name| Some(((*name).to_owned(), std::env::var_os(name)?)))
        .collect()
}

/// Variables that tell a command of the cell it runs in.
pub(super) fn of_cell(cell: &Cell, values: &[std::path::PathBuf]) -> Vec<(String, OsString)> {
    let version = cell.version();
    let short = version.short.clone().unwrap_or_else(|| short(&cell.name.version));
    let mut variables = vec![
        (variable::VERSION, cell.name.version.clone().into()),
        (variable::VERSION_SHORT, short.into()),
        (variable::SUITE, cell.name.suite.clone().into()),
        (variable::SCENARIO, cell.name.scenario.clone().into()),
    ];
    if let Some(chart) = &version.chart {
        variables.push((variable::CHART, chart.into()));
    }
    if let Some(image) = &version.image {
        variables.push((variable::IMAGE, image.into()));
    }
    if !values.is_empty() {
        variables.push((
            variable::VALUES,
            values
                .iter()
                .map(|path| path.as_os_str())
                .collect::<Vec<_>>()
                .join(":".as_ref()),
        ));
    }
    variables
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The version without everything that is not a lower-case letter or digit.
fn short(version: &str) -> String {
    version
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// The values files of a cell in increasing precedence. Those of the version are written into a folder.
pub(super) fn values(cell: &Cell, folder: &super::folder::Folder) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    let version = cell.version();
    if !version.values.is_empty() {
        // JSON is YAML, and needs no second way of quoting.
        let path = folder.make("values")?.join("version.yaml");
        crate::results::atomically(&path, &serde_json::to_vec_pretty(&version.values)?)?;
        files.push(path);
    }
    if let Some(values) = &cell.scenario().values {
        files.push(scenario_values(cell, version.chart.as_deref(), values)?);
    }
    Ok(files)
}

/// The values file of a scenario, which has to exist.
pub(super) fn scenario_values(cell: &Cell, chart: Option<&str>, values: &str) -> Result<std::path::PathBuf> {
    let path = cell.root.join(chart.unwrap_or_default()).join(values);
    if !path.is_file() {
        let shown = path.strip_prefix(&cell.root).unwrap_or(&path).display();
        bail!(
            "scenario `{}` has the values file `{values}`, but there is no {shown}",
            cell.name.scenario
        );
    }
    Ok(path)
}

/// The entry by which the processes of a command are known, wherever they run to.
pub(super) fn mark(output: &Path) -> String {
    format!("{}={}", variable::OUTPUT, output.display())
}
