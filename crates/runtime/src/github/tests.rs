//! The client against a server of ours on loopback, which fails as it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use super::{Call, Client, Error, Kind, Patience, Place, Token};

/// What the server does with a request.
enum Turn {
    /// Answers with this status line and headers, and this body.
    Say(&'static str, &'static str),
    /// Hangs up after it has read the request.
    Drop,
    /// Says nothing.
    Hang,
}

struct Server {
    client: Client,
    /// Its address.
    here: String,
    /// First lines and headers of the requests, in order.
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// The last turn is repeated. `HERE` in an answer is the address.
    fn new(turns: Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let place = Place {
            api: here.clone(),
            graphql: format!("{here}/graphql"),
            server: here.clone(),
            repository: "team/app".to_owned(),
        };
        let patience = Patience {
            answer: Duration::from_millis(300),
            budget: Duration::from_secs(3),
            first: Duration::from_millis(1),
        };
        let kept = Arc::clone(&heard);
        let address = here.clone();
        std::thread::spawn(move || {
            std::thread::scope(|scope| {
                for (number, stream) in listener.incoming().enumerate() {
                    let turn = &turns[number.min(turns.len() - 1)];
                    let (here, kept) = (&here, &kept);
                    scope.spawn(move || serve(stream.unwrap(), turn, here, kept));
                }
            });
        });
        Self {
            client: Client::new(place, Token::new("secret-token").unwrap(), patience).unwrap(),
            here: address,
            heard,
        }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, turn: &Turn, here: &str, heard: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).unwrap_or(0) > 2 {}
    let length = head
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
    heard.lock().unwrap().push(head);
    match turn {
        Say(head, body) => {
            let head = head.replace("HERE", here);
            let _ = write!(
                stream,
                "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
        }
        Drop => {}
        Hang => std::thread::sleep(Duration::from_secs(2)),
    }
}

use Turn::{Drop, Hang, Say};

fn create(server: &Server) -> Result<serde_json::Value, Error> {
    server.client.send(&Call::create("/x", json!({ "a": 1 })))
}

#[test]
fn a_server_in_trouble_is_asked_again() {
    let server = Server::new(vec![
        Say("502 Bad Gateway", "<html>"),
        Drop,
        Hang,
        Say("200 OK", r#"{"a":1}"#),
    ]);
    assert_eq!(server.client.get("/x").unwrap()["a"], 1);
    assert_eq!(server.heard().len(), 4);
}

#[test]
fn trouble_that_does_not_end_is_told_with_what_was_tried() {
    let server = Server::new(vec![Say("503 Service Unavailable", "")]);
    let error = server.client.get("/x?page=1").unwrap_err();
    assert_eq!(error.kind, Kind::Down);
    assert_eq!(error.to_string(), "GET /x: GitHub says 503 (tried 8 times)");
}

#[test]
fn what_may_have_been_made_is_not_made_again() {
    for trouble in [
        Drop,
        Hang,
        Say("502 Bad Gateway", ""),
        Say("504 Gateway Timeout", ""),
    ] {
        let server = Server::new(vec![trouble]);
        assert_eq!(create(&server).unwrap_err().kind, Kind::Unsure);
        assert_eq!(server.heard().len(), 1);
    }
}

#[test]
fn what_was_surely_not_made_is_made_later() {
    for limit in [
        "429 Too Many Requests\r\nretry-after: 0",
        "403 Forbidden\r\nretry-after: 0",
        "403 Forbidden\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1",
    ] {
        let server = Server::new(vec![
            Say(limit, r#"{"message":"slow"}"#),
            Say("201 Created", "{}"),
        ]);
        create(&server).unwrap();
        assert_eq!(server.heard().len(), 2, "{limit}");
    }
}

#[test]
fn a_limit_that_lasts_longer_than_patience_is_told_with_its_length() {
    let server = Server::new(vec![Say(
        "403 Forbidden",
        r#"{"message":"You have exceeded a secondary rate limit"}"#,
    )]);
    let error = create(&server).unwrap_err();
    assert_eq!(error.kind, Kind::Down);
    assert!(
        error.to_string().contains("it wants 60 s to pass first"),
        "{error}"
    );
    assert_eq!(server.heard().len(), 1);
}

#[test]
fn a_refusal_says_what_to_do() {
    let cases = [
        (
            "401 Unauthorized",
            r#"{"message":"Bad credentials"}"#,
            Kind::Unauthorized,
            "GITHUB_TOKEN is wrong",
        ),
        (
            "403 Forbidden\r\nx-accepted-github-permissions: pull_requests=write",
            r#"{"message":"Resource not accessible by integration"}"#,
            Kind::Forbidden,
            "the token lacks `pull-requests: write`",
        ),
        (
            "404 Not Found",
            r#"{"message":"Not Found"}"#,
            Kind::Missing,
            "may not see it",
        ),
        (
            "422 Unprocessable Entity",
            r#"{"message":"Validation Failed","errors":[{"message":"body is too long"}]}"#,
            Kind::Invalid,
            "Validation Failed (body is too long)",
        ),
    ];
    for (status, body, kind, wanted) in cases {
        let server = Server::new(vec![Say(status, body)]);
        let error = create(&server).unwrap_err();
        assert_eq!(error.kind, kind);
        assert!(error.to_string().contains(wanted), "{error}");
        assert_eq!(server.heard().len(), 1);
    }
}

#[test]
fn the_token_is_in_no_message_and_nothing_of_a_server_is_a_command() {
    let body = r#"{"message":"secret-token\n::error::x ##[group]","errors":[{"message":"secret-token"}]}"#;
    let server = Server::new(vec![Say("400 Bad Request", body)]);
    let error = create(&server).unwrap_err();
    for text in [
        error.to_string(),
        format!("{error:?}"),
        format!("{:?}", server.client),
    ] {
        assert!(!text.contains("secret-token"), "{text}");
        assert!(!text.contains("\n::") && !text.contains("##["), "{text}");
    }
}

#[test]
fn no_part_of_the_token_is_left_where_a_message_is_cut_off() {
    for before in 280..310 {
        let text = format!(r#"{{"message":"{}secret-token"}}"#, "x".repeat(before));
        let server = Server::new(vec![Say("400 Bad Request", Box::leak(text.into_boxed_str()))]);
        let error = create(&server).unwrap_err().to_string();
        assert!(!error.contains("xs"), "{before}: {error}");
    }
}

#[test]
fn nothing_of_a_server_turns_the_direction_of_a_message() {
    let server = Server::new(vec![Say("400 Bad Request", "{\"message\":\"a\u{202e}b\"}")]);
    let error = create(&server).unwrap_err().to_string();
    assert!(error.contains("a\u{fffd}b"), "{error}");
}

#[test]
fn the_token_goes_to_no_other_host() {
    let elsewhere = Server::new(vec![Say("200 OK", "{}")]);
    let port = elsewhere.here.rsplit(':').next().unwrap().to_owned();
    for location in [
        format!("http://localhost:{port}/x"),
        format!("http://127.0.0.1:{port}/x"),
        format!("http://127.0.0.1@localhost:{port}/x"),
        "//evil.example/x".to_owned(),
    ] {
        let head: &'static str = Box::leak(format!("302 Found\r\nlocation: {location}").into_boxed_str());
        let server = Server::new(vec![Say(head, "")]);
        let error = server.client.get("/x").unwrap_err();
        assert!(error.to_string().contains("must not see the token"), "{error}");
    }
    assert!(elsewhere.heard().is_empty());
}

#[test]
fn a_renamed_repository_is_followed() {
    let server = Server::new(vec![
        Say("307 Temporary Redirect\r\nlocation: HERE/repositories/1/x", ""),
        Say("201 Created", r#"{"id":1}"#),
    ]);
    assert_eq!(create(&server).unwrap()["id"], 1);
    assert!(server.heard()[1].starts_with("POST /repositories/1/x "));
}

#[test]
fn pages_are_read_to_the_end_and_never_elsewhere() {
    let server = Server::new(vec![
        Say("200 OK\r\nlink: <HERE/x?page=2>; rel=\"next\"", "[1,2]"),
        Say("200 OK", "[3]"),
    ]);
    assert_eq!(server.client.list("/x", None).unwrap(), [1, 2, 3]);
    let server = Server::new(vec![Say(
        "200 OK\r\nlink: <http://evil.example/>; rel=\"next\"",
        "[1]",
    )]);
    assert!(server.client.list("/x", None).is_err());
    let server = Server::new(vec![Say("200 OK\r\nlink: <HERE/x?page=2>; rel=\"next\"", "[1]")]);
    let error = server.client.list("/x", None).unwrap_err();
    assert!(error.to_string().contains("lead in a circle"), "{error}");
    assert_eq!(server.heard().len(), 2);
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let server = Server::new(vec![
        Say("200 OK\r\netag: \"a\"", r#"{"a":1}"#),
        Say("304 Not Modified", ""),
    ]);
    assert_eq!(server.client.get("/x").unwrap()["a"], 1);
    assert_eq!(server.client.get("/x").unwrap()["a"], 1);
    assert!(
        server.heard()[1]
            .to_ascii_lowercase()
            .contains("if-none-match: \"a\"")
    );
}

#[test]
fn an_answer_that_is_no_json_is_an_error() {
    let server = Server::new(vec![Say("200 OK", "<html>log in</html>")]);
    let error = server.client.get("/x").unwrap_err();
    assert!(error.to_string().contains("GITHUB_API_URL"), "{error}");
}
