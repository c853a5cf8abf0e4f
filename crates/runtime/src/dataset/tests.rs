use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use tempfile::TempDir;

use super::{Wanted, fetch};

const SHA256: &str = "fbbab289f7f94b25736c58be46a994c441fd02552cc6022352e3d86d2fab7c83";

fn body() -> Vec<u8> {
    (0..=255).cycle().take(256 << 12).collect()
}

/// A server of one file. For each answer in turn: how many bytes it gives before the connection ends.
struct Server {
    url: String,
    asked: Receiver<String>,
}

impl Server {
    fn new(answers: Vec<usize>, resumes: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/file", listener.local_addr().unwrap());
        let (tell, asked) = channel();
        std::thread::spawn(move || {
            for limit in answers {
                let (stream, _) = listener.accept().unwrap();
                tell.send(serve(stream, limit, resumes)).unwrap();
            }
        });
        Self { url, asked }
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            url: self.url.clone(),
            size: Some(body().len() as u64),
            sha256: Some(SHA256.to_owned()),
        }
    }
}

fn serve(mut stream: TcpStream, limit: usize, resumes: bool) -> String {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let head: Vec<String> = lines
        .map(Result::unwrap)
        .take_while(|line| !line.is_empty())
        .collect();
    let range = head.iter().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("range: bytes=")
            .map(str::to_owned)
    });
    let asked: usize = range
        .as_ref()
        .map_or(0, |range| range.trim_end_matches('-').parse().unwrap());
    let start = if resumes { asked } else { 0 };
    let whole = body();
    let rest = &whole[start..];
    let status = if start > 0 {
        "206 Partial Content"
    } else {
        "200 OK"
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Range: bytes {start}-{}/{}\r\nConnection: close\r\n\r\n",
        rest.len(),
        whole.len() - 1,
        whole.len()
    );
    let _ = stream.write_all(&rest[..limit.min(rest.len())]);
    range.unwrap_or_default()
}

fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("cache/trips.parquet");
    (folder, path)
}

#[test]
fn a_fetch_that_breaks_off_goes_on_where_it_was() {
    let server = Server::new(vec![300_000, usize::MAX], true);
    let (_folder, path) = place();
    let broken = fetch(&server.wanted(), &path).unwrap_err();
    assert!(broken.contains("broke off after 300000 bytes"), "{broken}");
    assert!(!path.exists(), "what is half has another name");
    let fetched = fetch(&server.wanted(), &path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), body());
    assert_eq!((fetched.print.sha256.as_str(), fetched.was_here), (SHA256, false));
    let asked: Vec<String> = server.asked.iter().take(2).collect();
    assert_eq!(asked, ["", "300000-"]);
}

#[test]
fn what_is_here_is_held_against_its_sha256_and_not_fetched_again() {
    let server = Server::new(vec![usize::MAX], true);
    let (_folder, path) = place();
    fetch(&server.wanted(), &path).unwrap();
    assert!(fetch(&server.wanted(), &path).unwrap().was_here);
    let mut bytes = body();
    bytes[77] ^= 1;
    crate::results::atomically(&path, &bytes).unwrap();
    let refused = fetch(&server.wanted(), &path).unwrap_err();
    assert!(
        refused.contains("has the SHA-256") && refused.contains(SHA256),
        "{refused}"
    );
}

#[test]
fn a_server_that_cannot_resume_starts_again() {
    let server = Server::new(vec![300_000, usize::MAX], false);
    let (_folder, path) = place();
    fetch(&server.wanted(), &path).unwrap_err();
    fetch(&server.wanted(), &path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), body());
}

#[test]
fn what_is_not_known_is_told_and_another_file_is_refused() {
    let server = Server::new(vec![usize::MAX, usize::MAX], true);
    let (_folder, path) = place();
    let unknown = Wanted {
        size: None,
        sha256: None,
        ..server.wanted()
    };
    assert_eq!(fetch(&unknown, &path).unwrap().print.sha256, SHA256);
    let (_folder, path) = place();
    let other = Wanted {
        size: Some(5),
        ..server.wanted()
    };
    let refused = fetch(&other, &path).unwrap_err();
    assert!(refused.contains("`size` says 5"), "{refused}");
    assert!(!path.exists());
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/file", listener.local_addr().unwrap());
    drop(listener);
    let (_folder, path) = place();
    let wanted = Wanted {
        url: url.clone(),
        size: None,
        sha256: None,
    };
    let refused = fetch(&wanted, &path).unwrap_err();
    assert!(refused.starts_with(&format!("cannot fetch {url}: ")), "{refused}");
}

#[test]
fn a_fetch_of_the_same_file_that_is_under_way_is_not_disturbed() {
    let server = Server::new(vec![usize::MAX], true);
    let (_folder, path) = place();
    let part = path.with_added_extension("part");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let other = super::part::lock(&part).unwrap();
    let refused = fetch(&server.wanted(), &path).unwrap_err();
    assert!(refused.contains("another fetch of it is under way"), "{refused}");
    assert!(server.asked.try_recv().is_err(), "nothing was asked for");
    drop(other);
    assert!(fetch(&server.wanted(), &path).is_ok());
}
