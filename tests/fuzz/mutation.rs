//! Texts made of other texts by chance that repeats itself.

/// Words that readers stumble over.
const WORDS: [&str; 24] = [
    "${{",
    "}}",
    "'",
    "\"",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "- ",
    ": ",
    "[",
    "{",
    "\"\"\"",
    "'''",
    "1e999",
    "99999999999999999999",
    "é日",
];

/// Longest text that is made: what is larger takes time and shows nothing new.
const MOST: usize = 20_000;

/// One text of the row that a seed starts.
pub(crate) struct Mutator {
    state: u64,
}

impl Mutator {
    pub(crate) fn new(seed: u64, at: u64) -> Self {
        Self {
            state: seed ^ at.wrapping_mul(0xd134_2543_de82_ef95),
        }
    }

    /// SplitMix64, from 0 up to and without `end`.
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    /// A text of the corpus, changed in one to eight places.
    pub(crate) fn text(&mut self, corpus: &[String]) -> String {
        let mut text = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(8) {
            text = self.changed(&text, corpus);
        }
        let end = floor(&text, MOST);
        text.truncate(end);
        text
    }

    fn place(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        floor(text, at)
    }

    fn changed(&mut self, text: &str, corpus: &[String]) -> String {
        let (one, other) = (self.place(text), self.place(text));
        let (from, to) = (one.min(other), one.max(other));
        // Most pieces are short, so that what is around them still means something.
        let near = floor(text, to.min(from + 1 + self.below(24)));
        match self.below(7) {
            0 => format!("{}{}", &text[..from], &text[near..]),
            1 => format!(
                "{}{}{}",
                &text[..from],
                WORDS[self.below(WORDS.len())],
                &text[from..]
            ),
            2 => format!("{}{}{}", &text[..near], &text[from..near], &text[near..]),
            3 => format!("{}{}", &text[..from], &text[to..]),
            4 => {
                let donor = &corpus[self.below(corpus.len())];
                let (a, b) = (self.place(donor), self.place(donor));
                let piece = &donor[a.min(b)..floor(donor, a.max(b).min(a.min(b) + 80))];
                format!("{}{piece}{}", &text[..from], &text[near..])
            }
            5 => {
                let deep = 1 + self.below(120);
                let (open, close) = [("[", "]"), ("(", ")"), ("{a: ", "}"), ("!", "")][self.below(4)];
                format!(
                    "{}{}{}{}{}",
                    &text[..from],
                    open.repeat(deep),
                    &text[from..near],
                    close.repeat(deep),
                    &text[near..]
                )
            }
            _ => {
                let new = char::from_u32(self.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
                format!("{}{new}{}", &text[..from], &text[near..])
            }
        }
    }
}

/// The largest boundary of a character that is not behind a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
