//! A message as HTML of an email: no script, no picture, nothing that is fetched, and every text escaped.

use std::fmt::Write;

use minijinja::HtmlEscape;

use super::Message;
use super::message::List;

const CELL: &str = "padding:2px 12px 2px 0;vertical-align:top";

/// The whole document.
pub(super) fn of(message: &Message) -> String {
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body style=\"font-family:sans-serif;font-size:14px\">\n<h1 style=\"font-size:18px\">{title}</h1>\n<table>\n",
        title = HtmlEscape(&message.title)
    );
    for (label, text) in &message.facts {
        let text = HtmlEscape(text);
        let _ = writeln!(
            page,
            "<tr><td style=\"{CELL}\">{label}</td>\n<td style=\"{CELL}\"><bdi>{text}</bdi></td></tr>"
        );
    }
    page.push_str("</table>\n");
    message.lists.iter().for_each(|list| add(&mut page, list));
    if let Some(url) = &message.url {
        let url = HtmlEscape(url);
        let _ = writeln!(page, "<p><a href=\"{url}\">The run, with its report</a></p>");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn add(page: &mut String, list: &List) {
    let _ = writeln!(
        page,
        "<h2 style=\"font-size:15px\">{} ({})</h2>\n<ul>",
        list.title, list.count
    );
    for (name, detail) in &list.entries {
        let name = HtmlEscape(name);
        let _ = write!(page, "<li><bdi><code>{name}</code></bdi>");
        if !detail.is_empty() {
            let _ = write!(page, ":\n<bdi>{}</bdi>", HtmlEscape(detail));
        }
        page.push_str("</li>\n");
    }
    let more = list.count - list.entries.len();
    if more > 0 {
        let _ = writeln!(page, "<li>and {more} more</li>");
    }
    page.push_str("</ul>\n");
}
