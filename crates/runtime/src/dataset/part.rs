//! A file while it is fetched: it has another name until it is whole.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use ureq::http::Response;

use super::{Print, Wanted, room};
use crate::web;

/// How long a server may send nothing.
const SILENCE: Duration = Duration::from_secs(60);

/// Keeps a second fetch of the same file out, as long as it lives.
pub(super) fn lock(part: &Path) -> Result<File, String> {
    let path = part.with_added_extension("lock");
    let failed = |error: std::io::Error| format!("cannot lock {}: {error}", path.display());
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|_| {
        format!(
            "another fetch of it is under way: it holds {}\nwait for it to end",
            path.display()
        )
    })?;
    Ok(file)
}

/// Fetches what is missing of a file, and reads it back.
pub(super) fn complete(wanted: &Wanted, part: &Path) -> Result<Print, String> {
    let start = part.metadata().map_or(0, |file| file.len());
    if start == 0 || wanted.size != Some(start) {
        download(wanted, part, start)?;
    }
    Print::of(part)
}

fn download(wanted: &Wanted, part: &Path, start: u64) -> Result<(), String> {
    let url = &wanted.url;
    let agent = ureq::Agent::new_with_config(web::settings(SILENCE, url)?.build());
    let mut request = agent.get(url);
    if start > 0 {
        request = request.header("range", format!("bytes={start}-"));
    }
    let answer = request
        .call()
        .map_err(|error| format!("cannot fetch {url}: {}", web::lost(&error, url).1))?;
    match answer.status().as_u16() {
        200 => save(wanted, part, 0, answer),
        206 if starts_at(&answer, start) => save(wanted, part, start, answer),
        // Nothing is missing, or what is here is no part of it; the SHA-256 tells.
        416 if start > 0 => Ok(()),
        206 => Err(format!(
            "cannot fetch {url}: the server sent another part than it was asked for"
        )),
        status => Err(format!(
            "cannot fetch {url}: the server answered with status {status}"
        )),
    }
}

fn starts_at<B>(answer: &Response<B>, start: u64) -> bool {
    let range = answer
        .headers()
        .get("content-range")
        .and_then(|range| range.to_str().ok());
    range.is_some_and(|range| range.trim_start().starts_with(&format!("bytes {start}-")))
}

fn save(wanted: &Wanted, part: &Path, start: u64, answer: Response<ureq::Body>) -> Result<(), String> {
    let url = &wanted.url;
    let length = answer.body().content_length();
    let missing = length
        .or_else(|| wanted.size.map(|size| size.saturating_sub(start)))
        .ok_or_else(|| format!("{url} does not say how long it is\ngive `size`, so that a disk that is too small is found before the first byte"))?;
    room::check(part.parent().unwrap_or(Path::new(".")), missing)?;
    let failed = |error: std::io::Error| format!("cannot write {}: {error}", part.display());
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(start == 0)
        .append(start > 0)
        .open(part)
        .map_err(failed)?;
    let mut body = answer.into_body().into_with_config().limit(u64::MAX).reader();
    let mut buffer = vec![0; 1 << 18];
    let mut got = 0;
    loop {
        match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                file.write_all(&buffer[..count]).map_err(failed)?;
                got += count as u64;
            }
            Err(error) => return Err(broken_off(url, start + got, &error.to_string())),
        }
        // A server that sends more than it may would fill the disk.
        if got > missing {
            return Err(format!(
                "{url} is longer than the {} bytes it has to have",
                start + missing
            ));
        }
    }
    file.sync_all().map_err(failed)?;
    if got < missing {
        return Err(broken_off(url, start + got, "it ended too early"));
    }
    Ok(())
}

fn broken_off(url: &str, got: u64, why: &str) -> String {
    format!("{url} broke off after {got} bytes: {why}\nthe same command goes on from there")
}

/// Gives a file that is whole its name.
pub(super) fn promote(part: &Path, path: &Path) -> Result<(), String> {
    std::fs::rename(part, path)
        .map_err(|error| format!("cannot rename {} to {}: {error}", part.display(), path.display()))
}
