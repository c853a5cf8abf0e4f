//! Who writes our comments.

use serde_json::json;

use crate::github::{Client, Error, Kind};

/// Who `${{ github.token }}` writes as.
const ACTIONS: &str = "github-actions[bot]";

/// The login that this token writes as. GraphQL tells it of every kind of token, `GET /user` of a person's alone; the
/// token of a job is refused by the second, and writes as `github-actions[bot]`.
pub(super) fn login(client: &Client) -> Result<String, Error> {
    let viewer = client.graphql("query { viewer { login } }", &json!({}));
    match viewer {
        Ok(data) => {
            if let Some(login) = data["viewer"]["login"].as_str() {
                return Ok(login.to_owned());
            }
        }
        Err(error) if error.kind == Kind::Unauthorized => return Err(error),
        Err(_) => {}
    }
    match client.get("/user") {
        Ok(user) => Ok(user["login"].as_str().unwrap_or(ACTIONS).to_owned()),
        Err(error) if matches!(error.kind, Kind::Forbidden | Kind::Missing) => Ok(ACTIONS.to_owned()),
        Err(error) => Err(error),
    }
}
