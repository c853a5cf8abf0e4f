//! One comment on a pull request, updated in place.

use serde_json::{Value, json};

use super::markdown::{Limit, one_line};
use super::marker::Marker;
use super::scene::Run;
use super::{Subject, author};
use crate::github::{Call, Client, Error, Kind};

/// Longest comment that GitHub takes, in characters.
const MOST: usize = 65_536;
/// How often a comment that GitHub does not take is made half as long.
const HALVINGS: u32 = 4;

/// A comment to be.
pub(crate) struct Comment<'c> {
    pub(crate) marker: &'c Marker,
    /// Its text, marker included, within a limit.
    pub(crate) body: &'c dyn Fn(Limit) -> String,
}

/// What became of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// It is new; its URL.
    Created(String),
    /// It took the place of an earlier one; its URL.
    Updated(String),
    /// A newer run has spoken already.
    Late,
}

/// A comment of ours that is there.
#[derive(Debug)]
struct Found {
    id: u64,
    node: String,
    run: Run,
}

impl Comment<'_> {
    /// How long a comment may be. GitHub counts characters; UTF-16 has no fewer units than there are characters.
    pub(crate) const LIMIT: Limit = Limit {
        most: MOST,
        measure: |text| text.encode_utf16().count(),
    };

    /// Puts the comment where it belongs. A request that may have arrived is never repeated before it was looked for.
    pub(crate) fn post(&self, client: &Client, subject: Subject) -> Result<Done, Error> {
        let author = author::login(client)?;
        let mut halvings = 0;
        for tries in 1.. {
            let found = self.find(client, subject, &author)?;
            let (kept, old) = found
                .split_last()
                .map_or((None, [].as_slice()), |(last, old)| (Some(last), old));
            if kept.is_some_and(|kept| kept.run > self.marker.run) {
                return Ok(Done::Late);
            }
            match self.write(client, subject, kept, halvings) {
                Ok(done) => {
                    collapse(client, old)?;
                    return Ok(done);
                }
                Err(error) if error.kind == Kind::Invalid && halvings < HALVINGS => halvings += 1,
                // Somebody deleted it since: the next look will not find it.
                Err(error) if error.kind == Kind::Missing && kept.is_some() && tries == 1 => {}
                Err(error) if error.kind == Kind::Unsure => match client.wait(tries) {
                    Some(wait) => client.rest(wait),
                    None => return Err(error),
                },
                Err(error) => return Err(error),
            }
        }
        unreachable!("patience ends")
    }

    fn write(
        &self,
        client: &Client,
        subject: Subject,
        kept: Option<&Found>,
        halvings: u32,
    ) -> Result<Done, Error> {
        let limit = Limit {
            most: MOST >> halvings,
            ..Self::LIMIT
        };
        let body = json!({ "body": (self.body)(limit) });
        // It is printed, and who answers may not be GitHub.
        let url = |answer: Value| one_line(answer["html_url"].as_str().unwrap_or_default(), 300);
        match kept {
            Some(kept) => {
                let path = client.path(&format!("/issues/comments/{}", kept.id));
                client
                    .send(&Call::update(path, body))
                    .map(|answer| Done::Updated(url(answer)))
            }
            None => {
                let path = client.path(&format!("/issues/{}/comments", subject.number));
                client
                    .send(&Call::create(path, body))
                    .map(|answer| Done::Created(url(answer)))
            }
        }
    }

    /// Comments of ours, the one from the newest run last. Whoever copies the marker is still not the author.
    fn find(&self, client: &Client, subject: Subject, author: &str) -> Result<Vec<Found>, Error> {
        let all = client.list(
            &client.path(&format!("/issues/{}/comments", subject.number)),
            None,
        )?;
        let own = all
            .iter()
            .filter(|comment| comment["user"]["login"].as_str() == Some(author));
        let found = own.filter_map(|comment| {
            Some(Found {
                run: self.marker.run_of(comment["body"].as_str()?)?,
                id: comment["id"].as_u64()?,
                node: comment["node_id"].as_str()?.to_owned(),
            })
        });
        let mut found: Vec<Found> = found.collect();
        found.sort_by_key(|found| (found.run, found.id));
        Ok(found)
    }
}

/// Folds comments that another took the place of.
fn collapse(client: &Client, old: &[Found]) -> Result<(), Error> {
    let query = "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) \
                 { minimizedComment { isMinimized } } }";
    for comment in old {
        client.graphql(query, &json!({ "id": comment.node }))?;
    }
    Ok(())
}
