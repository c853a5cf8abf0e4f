use pipewright::yaml::{MAX_DEPTH, MAX_NODES, Node, parse};

/// Reading ends within its bounds; a fault has a place in the text; what was read, printed as JSON, reads as the same.
pub(crate) fn yaml(text: &str) {
    let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).count();
    match parse(text) {
        Ok(node) => {
            let mut seen = 0;
            walk(&node, 0, lines, &mut seen);
            let json = node.to_json();
            let printed = json.to_string();
            // JSON is YAML, but for what is longer than a workflow may be and for floats beyond both.
            if let Ok(again) = parse(&printed) {
                assert_eq!(again.to_json().to_string(), printed, "of {text:?}");
            }
        }
        Err(fault) => {
            assert!(
                fault.at.line >= 1 && fault.at.line <= lines + 1,
                "{fault:?} is not in {text:?}"
            );
            assert!(!fault.message.is_empty());
        }
    }
}

fn walk(node: &Node, depth: usize, lines: usize, seen: &mut usize) {
    *seen += 1;
    assert!(
        *seen <= MAX_NODES + 1 && depth <= MAX_DEPTH + 1,
        "beyond its bounds"
    );
    assert!(
        node.at.line >= 1 && node.at.line <= lines + 1,
        "{:?} of {lines} lines",
        node.at
    );
    for child in node
        .items()
        .iter()
        .chain(node.entries().iter().map(|entry| &entry.value))
    {
        walk(child, depth + 1, lines, seen);
    }
}
