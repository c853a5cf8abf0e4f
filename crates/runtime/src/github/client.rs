use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use ureq::http::{Request, StatusCode};
use ureq::{Agent, http};

use super::answer::{Answer, Course};
use super::{Call, Error, Kind, Patience, Place, Token, link, words};
use crate::web::{self, Loss};

/// Largest answer that is read.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// Most pages of a list that are read.
const MOST_PAGES: usize = 100;
/// Most redirects that are followed.
const REDIRECTS: usize = 3;

/// A client of one repository's GitHub.
#[derive(Debug)]
pub(crate) struct Client {
    place: Place,
    token: Token,
    patience: Patience,
    agent: Agent,
    /// How long it has waited so far.
    spent: Cell<Duration>,
    /// What was read, by URL: asked for again, an answer that has not changed costs nothing of the limit.
    known: RefCell<HashMap<String, Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    tag: String,
    body: Value,
    next: Option<String>,
}

impl Client {
    /// A client. Proxies are those of the environment.
    ///
    /// # Errors
    /// Which variable names a proxy that is none.
    pub(crate) fn new(place: Place, token: Token, patience: Patience) -> Result<Self, String> {
        let config = web::settings(patience.answer, &place.api)?
            // A redirect is followed by us, since the token must not go to another host.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(patience.answer));
        Ok(Self {
            agent: config.build().new_agent(),
            place,
            token,
            patience,
            spent: Cell::default(),
            known: RefCell::default(),
        })
    }

    /// A path of the repository: `/repos/OWNER/NAME` and what follows.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/repos/{}{rest}", self.place.repository)
    }

    /// What stands at a path.
    pub(crate) fn get(&self, path: &str) -> Result<Value, Error> {
        Ok(self.read(path)?.body)
    }

    /// All entries of a list, page by page. `key`: where the list is in an answer that is no list.
    pub(crate) fn list(&self, path: &str, key: Option<&str>) -> Result<Vec<Value>, Error> {
        let mark = if path.contains('?') { '&' } else { '?' };
        let mut url = Some(format!("{path}{mark}per_page=100"));
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        while seen.len() < MOST_PAGES {
            let Some(here) = url.take() else { break };
            if !seen.insert(here.clone()) {
                return Err(Error::new(
                    Kind::Odd,
                    format!("the pages of {} lead in a circle", plain(&here)),
                ));
            }
            let page = self.read(&here)?;
            let list = key.map_or(&page.body, |key| &page.body[key]);
            let list = list.as_array().ok_or_else(|| {
                Error::new(
                    Kind::Odd,
                    format!("GitHub's answer to {} is no list", plain(&here)),
                )
            })?;
            entries.extend(list.iter().cloned());
            url = page.next;
        }
        Ok(entries)
    }

    /// Sends a request that changes something, and yields what GitHub answers.
    pub(crate) fn send(&self, call: &Call) -> Result<Value, Error> {
        self.ask(call, None)?.json()
    }

    /// Asks the GraphQL API, and yields `data`.
    pub(crate) fn graphql(&self, query: &str, variables: &Value) -> Result<Value, Error> {
        let body = json!({ "query": query, "variables": variables });
        let mut answer = self.send(&Call::post(self.place.graphql.clone(), body))?;
        if let Some(error) = answer["errors"].as_array().and_then(|errors| errors.first()) {
            let message = error["message"].as_str().unwrap_or("an error without a message");
            return Err(Error::new(
                Kind::Invalid,
                format!("GitHub says: {}", words::shown(message)),
            ));
        }
        Ok(answer["data"].take())
    }

    fn read(&self, path: &str) -> Result<Known, Error> {
        let url = self.url(path);
        let known = self.known.borrow().get(&url).cloned();
        let answer = self.ask(&Call::get(path), known.as_ref().map(|known| known.tag.as_str()))?;
        if let (304, Some(known)) = (answer.status, known) {
            return Ok(known);
        }
        let read = Known {
            tag: answer.header("etag").unwrap_or_default().to_owned(),
            body: answer.json()?,
            next: answer.header("link").and_then(link::next).map(str::to_owned),
        };
        if !read.tag.is_empty() {
            self.known.borrow_mut().insert(url, read.clone());
        }
        Ok(read)
    }

    /// Asks until there is an answer that settles it, or no patience is left.
    fn ask(&self, call: &Call, tag: Option<&str>) -> Result<Answer, Error> {
        for tries in 1.. {
            let (asked, error) = match self.follow(call, tag) {
                Ok(answer) => match answer.course(now()) {
                    Course::Done => return Ok(answer),
                    Course::Over(error) => return Err(self.about(call, &error)),
                    Course::Again {
                        is_refused, error, ..
                    } if !is_refused && !call.is_repeatable => {
                        return Err(self.about(call, &Error::new(Kind::Unsure, error.to_string())));
                    }
                    Course::Again { asked, error, .. } => (asked, error),
                },
                Err(error) if error.kind == Kind::Unsure && call.is_repeatable => {
                    (None, Error::new(Kind::Down, error.to_string()))
                }
                Err(error) if error.kind == Kind::Down => (None, error),
                Err(error) => return Err(self.about(call, &error)),
            };
            let Some(wait) = self.patience.wait(tries, asked, self.spent.get()) else {
                let text = format!("{error}{}", words::tries(tries));
                return Err(self.about(call, &Error::new(error.kind, text)));
            };
            self.rest(wait);
        }
        unreachable!("patience ends")
    }

    /// Waits, within the budget.
    pub(crate) fn rest(&self, wait: Duration) {
        self.spent.set(self.spent.get() + wait);
        std::thread::sleep(wait);
    }

    /// How long to wait before something that failed without a trace is tried again, if there is patience.
    pub(crate) fn wait(&self, tries: u32) -> Option<Duration> {
        self.patience.wait(tries, None, self.spent.get())
    }

    /// Sends a request, and follows redirects to the same host: that is where a renamed repository went.
    fn follow(&self, call: &Call, tag: Option<&str>) -> Result<Answer, Error> {
        let mut url = self.url(&call.path);
        for _ in 0..=REDIRECTS {
            if !self.is_home(&url) {
                let text = format!(
                    "GitHub points to another host, {}, which must not see the token",
                    plain(&url)
                );
                return Err(Error::new(Kind::Odd, text));
            }
            let answer = self.once(call, &url, tag)?;
            let is_moved = matches!(answer.status, 301 | 302 | 307 | 308);
            match answer.header("location") {
                Some(target) if is_moved => url = self.url(target),
                _ => return Ok(answer),
            }
        }
        Err(Error::new(Kind::Odd, "GitHub redirects in a circle"))
    }

    fn once(&self, call: &Call, url: &str, tag: Option<&str>) -> Result<Answer, Error> {
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(url)
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header("Authorization", self.token.header());
        if let Some(tag) = tag {
            request = request.header("If-None-Match", tag);
        }
        let sent = match &call.body {
            Some(body) => {
                let request = request.header("Content-Type", "application/json");
                self.agent.run(built(request.body(body.to_string()))?)
            }
            None => self.agent.run(built(request.body(()))?),
        };
        let response = sent.map_err(|error| broken(&error, url))?;
        let (parts, mut body) = response.into_parts();
        let read = body.with_config().limit(MOST_BYTES).read_to_vec();
        let mut body = read.map_err(|error| broken(&error, url))?;
        // Before anything of it is cut off, so that no part of the token is left.
        self.token.hide_in(&mut body);
        Ok(Answer {
            status: StatusCode::as_u16(&parts.status),
            headers: parts.headers,
            body,
        })
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with('/') && !path.starts_with("//") {
            format!("{}{path}", self.place.api)
        } else {
            path.to_owned()
        }
    }

    /// Whether a URL is of the REST or the GraphQL API: the same scheme, host and port.
    fn is_home(&self, url: &str) -> bool {
        let origin = origin(url);
        origin.is_some()
            && [&self.place.api, &self.place.graphql]
                .iter()
                .any(|base| crate::github::client::origin(base) == origin)
    }

    fn about(&self, call: &Call, error: &Error) -> Error {
        let text = format!("{} {}: {error}", call.method, plain(&call.path));
        Error::new(error.kind, self.token.hidden_in(&text))
    }
}

/// Scheme, host and port of a URL, in lower case. None where it names a user, too.
fn origin(url: &str) -> Option<String> {
    let uri: http::Uri = url.parse().ok()?;
    let authority = uri.authority()?.as_str();
    let is_plain = !authority.contains('@');
    is_plain.then(|| format!("{}://{authority}", uri.scheme_str().unwrap_or_default()).to_ascii_lowercase())
}

fn built<B>(request: Result<Request<B>, http::Error>) -> Result<Request<B>, Error> {
    request.map_err(|error| Error::new(Kind::Odd, format!("the request cannot be written: {error}")))
}

/// Whether the request surely never arrived, or perhaps did.
fn broken(error: &ureq::Error, url: &str) -> Error {
    let (loss, why) = web::lost(error, url);
    let kind = match loss {
        Loss::Never => Kind::Down,
        Loss::Unsure => Kind::Unsure,
        Loss::Final => Kind::Odd,
    };
    let text = format!(
        "cannot reach GitHub at {}: {}",
        web::host(url),
        words::shown(&why)
    );
    Error::new(kind, text)
}

/// A URL or path as it may be shown: without its query.
fn plain(url: &str) -> String {
    words::shown(url.split('?').next().unwrap_or_default())
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
