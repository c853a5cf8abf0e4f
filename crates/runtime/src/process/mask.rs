//! Secrets, replaced by `***` in everything that is kept or shown.

/// The values that must not be seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mask {
    secrets: Vec<Vec<u8>>,
    longest: usize,
}

/// What a secret becomes.
const STARS: &[u8] = b"***";

impl Mask {
    /// A mask for values. Each line of a value is masked by itself, since output is read by lines; what is shorter
    /// than four bytes is left alone, for it would shred the text and hide nothing.
    pub(crate) fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut secrets: Vec<Vec<u8>> = Vec::new();
        for value in values {
            let lines = value.lines().map(str::trim).filter(|line| line.len() >= 4);
            secrets.extend(lines.map(|line| line.as_bytes().to_vec()));
        }
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        let longest = secrets.first().map_or(0, Vec::len);
        Self { secrets, longest }
    }

    /// A text without the secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        if self.secrets.is_empty() {
            return text.to_owned();
        }
        let mut masked = Masked::new(self.clone());
        let mut out = Vec::new();
        masked.push(text.as_bytes(), |bytes| out.extend_from_slice(bytes));
        masked.finish(|bytes| out.extend_from_slice(bytes));
        String::from_utf8_lossy(&out).into_owned()
    }

    fn at(&self, bytes: &[u8]) -> Option<usize> {
        self.secrets
            .iter()
            .find(|secret| bytes.starts_with(secret))
            .map(Vec::len)
    }
}

/// A stream that is masked as it passes, whatever pieces it comes in.
#[derive(Debug)]
pub(crate) struct Masked {
    mask: Mask,
    held: Vec<u8>,
}

impl Masked {
    /// A stream under a mask.
    pub(crate) fn new(mask: Mask) -> Self {
        Self {
            mask,
            held: Vec::new(),
        }
    }

    /// Takes a piece and hands on what cannot be the beginning of a secret any more.
    pub(crate) fn push(&mut self, piece: &[u8], sink: impl FnMut(&[u8])) {
        self.held.extend_from_slice(piece);
        let safe = (self.held.len() + 1).saturating_sub(self.mask.longest.max(1));
        self.pass(safe, sink);
    }

    /// Hands on the rest.
    pub(crate) fn finish(&mut self, sink: impl FnMut(&[u8])) {
        self.pass(self.held.len(), sink);
    }

    /// Whether nothing is masked, so that pieces need not come through here.
    pub(crate) fn is_idle(&self) -> bool {
        self.mask.secrets.is_empty()
    }

    fn pass(&mut self, safe: usize, mut sink: impl FnMut(&[u8])) {
        let (mut from, mut at) = (0, 0);
        while at < safe {
            match self.mask.at(&self.held[at..]) {
                Some(length) => {
                    sink(&self.held[from..at]);
                    sink(STARS);
                    at += length;
                    from = at;
                }
                None => at += 1,
            }
        }
        sink(&self.held[from..at]);
        self.held.drain(..at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(secrets: &[&str], pieces: &[&str]) -> String {
        let mut masked = Masked::new(Mask::new(secrets.iter().copied()));
        let mut out = Vec::new();
        for piece in pieces {
            masked.push(piece.as_bytes(), |bytes| out.extend_from_slice(bytes));
        }
        masked.finish(|bytes| out.extend_from_slice(bytes));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_secret_is_found_wherever_the_stream_is_cut() {
        let text = "token=hunter22, again hunter22!";
        for cut in 0..=text.len() {
            let (a, b) = text.split_at(cut);
            assert_eq!(
                through(&["hunter22"], &[a, b]),
                "token=***, again ***!",
                "cut at {cut}"
            );
        }
        let letters: Vec<String> = text.chars().map(String::from).collect();
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        assert_eq!(through(&["hunter22"], &letters), "token=***, again ***!");
    }

    #[test]
    fn the_longer_of_two_secrets_goes_first_and_lines_are_masked_alone() {
        assert_eq!(through(&["abcd", "abcdefgh"], &["xabcdefghx abcd"]), "x***x ***");
        assert_eq!(
            through(&["first line\nsecond line"], &["a second line b"]),
            "a *** b"
        );
        assert_eq!(through(&["abc", ""], &["abc"]), "abc");
    }
}
