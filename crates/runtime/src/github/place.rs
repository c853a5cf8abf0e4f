/// Where GitHub is, and which repository is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Base of the REST API: `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise server.
    pub(crate) api: String,
    /// The GraphQL API.
    pub(crate) graphql: String,
    /// Where people look: `https://github.com`.
    pub(crate) server: String,
    /// `owner/name`.
    pub(crate) repository: String,
}

impl Place {
    /// The place that the variables of a job name, by the names that GitHub gives them.
    ///
    /// # Errors
    /// Which variable is missing or wrong.
    pub(crate) fn from(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let base = |name: &str, default: &str| {
            let url = variable(name).unwrap_or_else(|| default.to_owned());
            let url = url.trim_end_matches('/').to_owned();
            if is_base(&url) {
                Ok(url)
            } else {
                Err(format!("{name} is no http or https URL: {}", url.escape_debug()))
            }
        };
        let api = base("GITHUB_API_URL", "https://api.github.com")?;
        let repository = variable("GITHUB_REPOSITORY")
            .ok_or("GITHUB_REPOSITORY is not set: it names the repository, as owner/name")?;
        if !is_repository(&repository) {
            return Err(format!(
                "GITHUB_REPOSITORY is not owner/name: {}",
                repository.escape_debug()
            ));
        }
        Ok(Self {
            graphql: base("GITHUB_GRAPHQL_URL", &graphql(&api))?,
            server: base("GITHUB_SERVER_URL", "https://github.com")?,
            api,
            repository,
        })
    }
}

/// The GraphQL API beside a REST API: an Enterprise server has `/api/graphql` beside `/api/v3`.
fn graphql(api: &str) -> String {
    format!("{}/graphql", api.strip_suffix("/v3").unwrap_or(api))
}

fn is_base(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:/[]".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(plain))
}

/// Whether a text is `owner/name`, so that it can stand in a path or a link as it is.
fn is_repository(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part.len() <= 100
            && !part.bytes().all(|byte| byte == b'.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    matches!(text.split_once('/'), Some((owner, name)) if plain(owner) && plain(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(pairs: &[(&str, &str)]) -> Result<Place, String> {
        Place::from(|name| {
            let found = pairs.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_enterprise_server_has_its_own_bases() {
        let place = place(&[
            ("GITHUB_REPOSITORY", "team/app"),
            ("GITHUB_API_URL", "https://git.example/api/v3/"),
            ("GITHUB_SERVER_URL", "https://git.example"),
        ])
        .unwrap();
        assert_eq!(place.api, "https://git.example/api/v3");
        assert_eq!(place.graphql, "https://git.example/api/graphql");
    }

    #[test]
    fn what_is_no_repository_never_reaches_a_path() {
        for bad in ["", "a", "a/b/c", "../x", "a/..", "a/b?c", "a /b", "a/b\n"] {
            let error = place(&[("GITHUB_REPOSITORY", bad)]).unwrap_err();
            assert!(error.contains("GITHUB_REPOSITORY"), "{bad:?}: {error}");
        }
        let url = [("GITHUB_REPOSITORY", "a/b"), ("GITHUB_API_URL", "file:///etc")];
        assert!(place(&url).unwrap_err().contains("GITHUB_API_URL"));
    }
}
