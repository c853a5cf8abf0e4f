//! Expressions with contexts, made by chance from the whole grammar and from beyond it.

use crate::random::Random;
use crate::words::{BLANKS, BROKEN, CONTEXTS, FUNCTIONS, KEYS, NUMBERS, STRAYS, TEXTS};

/// An expression and the JSON text of its contexts.
pub(crate) struct Question {
    pub(crate) expr: String,
    pub(crate) context: String,
}

impl Question {
    /// As a line of a batch.
    pub(crate) fn line(&self) -> String {
        format!(
            "{{\"expr\":{},\"context\":{}}}\n",
            json_string(&self.expr),
            self.context
        )
    }
}

/// What opens and closes a nesting, and how many levels that takes.
const NESTS: [(&str, &str, usize); 7] = [
    ("(", ")", 1),
    ("!", "", 1),
    ("join(", ")", 1),
    ("github[", "]", 1),
    ("(1 || ", ")", 2),
    ("0||(1&&", ")", 3),
    ("!(", ")", 2),
];

/// The question number `at` of the row that `seed` starts.
pub(crate) fn question(seed: u64, at: u64) -> Question {
    let mut random = Random::new(seed ^ at.wrapping_mul(0xd134_2543_de82_ef95));
    let mut generator = Generator {
        random: &mut random,
        out: String::new(),
    };
    generator.text();
    let expr = generator.out;
    Question {
        expr,
        context: contexts(&mut random),
    }
}

fn contexts(random: &mut Random) -> String {
    let members: Vec<String> = CONTEXTS[..10]
        .iter()
        .filter_map(|name| {
            let depth = 1 + random.below(3);
            random
                .chance(85)
                .then(|| format!("{}:{}", json_string(name), json_value(random, depth)))
        })
        .collect();
    format!("{{{}}}", members.join(","))
}

fn json_value(random: &mut Random, depth: usize) -> String {
    let count = random.below(5);
    match random.below(if depth == 0 { 5 } else { 12 }) {
        0 => "null".to_owned(),
        1 => random.pick(&["true", "false"]).to_owned(),
        2 => random
            .pick(&[
                "0",
                "-0",
                "1",
                "2",
                "-1.5",
                "0.1",
                "1e21",
                "1e400",
                "1.0",
                "5e-324",
                "12345678901234567890",
            ])
            .to_owned(),
        3 | 4 => json_string(random.pick(TEXTS)),
        5..8 => {
            let items: Vec<String> = (0..count).map(|_| json_value(random, depth - 1)).collect();
            format!("[{}]", items.join(","))
        }
        _ => {
            let many = if random.chance(3) { 30 } else { count };
            let member = |_| {
                format!(
                    "{}:{}",
                    json_string(random.pick(KEYS)),
                    json_value(random, depth - 1)
                )
            };
            format!("{{{}}}", (0..many).map(member).collect::<Vec<_>>().join(","))
        }
    }
}

/// `text` as JSON, everything odd escaped.
fn json_string(text: &str) -> String {
    let mut out = String::from('"');
    for unit in text.encode_utf16() {
        match char::from_u32(u32::from(unit)) {
            Some(c @ (' '..='!' | '#'..='[' | ']'..='~')) => out.push(c),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out.push('"');
    out
}

struct Generator<'r> {
    random: &'r mut Random,
    out: String,
}

impl Generator<'_> {
    fn text(&mut self) {
        match self.random.below(100) {
            0..4 => self.soup(),
            4..7 => self.deep(),
            7..9 => self.long(),
            9..30 => {
                self.expression(4);
                self.damage();
            }
            _ => {
                let depth = 1 + self.random.below(5);
                self.expression(depth);
            }
        }
    }

    fn soup(&mut self) {
        for _ in 0..self.random.below(8) {
            let word = self.random.pick(STRAYS);
            self.token(word);
        }
    }

    /// Around the limit of depth.
    fn deep(&mut self) {
        let (open, close, levels) = NESTS[self.random.below(NESTS.len())];
        let times = (44 + self.random.below(10)) / levels;
        self.out.push_str(&open.repeat(times));
        self.expression(1);
        self.out.push_str(&close.repeat(times));
        let tail = self.random.pick(&["", "", ".a", ".*", "[0]"]);
        self.out.push_str(&tail.repeat(self.random.below(54)));
    }

    /// Long and flat, now and then around the limit of length.
    fn long(&mut self) {
        let link = self.random.pick(&["==1", "<2", "||0", "&&1", "!=''", " >= null"]);
        self.expression(1);
        self.out.push_str(&link.repeat(self.random.below(300)));
        if self.random.chance(10) {
            let pad = 20_990usize.saturating_sub(self.out.encode_utf16().count()) + self.random.below(20);
            let blank = self.random.pick(&[" ", "\n"]);
            self.out.push_str(&blank.repeat(pad));
        }
    }

    /// Something taken out, put in or doubled, anywhere.
    fn damage(&mut self) {
        for _ in 0..=self.random.below(2) {
            let places: Vec<usize> = self.out.char_indices().map(|(at, _)| at).collect();
            let Some(&at) = places.get(self.random.below(places.len().max(1))) else {
                return;
            };
            match self.random.below(3) {
                0 => {
                    self.out.remove(at);
                }
                1 => self.out.insert_str(at, self.random.pick(STRAYS)),
                _ => self.out.truncate(at),
            }
        }
    }

    fn expression(&mut self, depth: usize) {
        if depth == 0 {
            return self.leaf();
        }
        match self.random.below(20) {
            0..3 => self.leaf(),
            3..5 => self.chain(depth, &["&&"]),
            5..7 => self.chain(depth, &["||"]),
            7..11 => self.chain(depth, &["==", "!=", "<", "<=", ">", ">="]),
            11 => {
                self.token("!");
                self.expression(depth - 1);
            }
            12 => self.group(depth),
            13..17 => self.call(depth),
            _ => self.access(depth),
        }
    }

    fn leaf(&mut self) {
        match self.random.below(10) {
            0 => {
                let words: &[&str] = if self.random.chance(10) {
                    BROKEN
                } else {
                    &["true", "false", "null"]
                };
                self.word(words);
            }
            1..3 => self.word(NUMBERS),
            3..6 => {
                let text = self.random.pick(TEXTS).replace('\'', "''");
                self.token(&format!("'{text}'"));
            }
            _ => self.access(0),
        }
    }

    fn chain(&mut self, depth: usize, operators: &[&'static str]) {
        self.expression(depth - 1);
        for _ in 0..=self.random.below(2) {
            self.word(operators);
            self.expression(depth - 1);
        }
    }

    fn group(&mut self, depth: usize) {
        self.token("(");
        self.expression(depth - 1);
        self.token(")");
    }

    fn call(&mut self, depth: usize) {
        let known = if self.random.chance(96) {
            15
        } else {
            FUNCTIONS.len()
        };
        let name = self.random.pick(&FUNCTIONS[..known]);
        self.token(name);
        self.token("(");
        let wanted = match name.to_ascii_lowercase().as_str() {
            "case" => 3 + 2 * self.random.below(2),
            "contains" | "startswith" | "endswith" => 2,
            "format" => 1 + self.random.below(4),
            "join" => 1 + self.random.below(2),
            _ => 1,
        };
        let count = if self.random.chance(4) {
            self.random.below(6)
        } else {
            wanted
        };
        for at in 0..count {
            if at > 0 {
                self.token(",");
            }
            // A predicate should be a boolean now and then.
            let predicate = name.eq_ignore_ascii_case("case") && at % 2 == 0 && at + 1 < count;
            if predicate && self.random.chance(85) {
                self.word(&[
                    "true",
                    "false",
                    "!github",
                    "!!needs",
                    "1 == 1",
                    "'a' != 'A'",
                    "1<2",
                ]);
            } else {
                self.expression(depth - 1);
            }
        }
        if self.random.chance(2) {
            self.token(",");
        }
        self.token(")");
        self.steps(depth);
    }

    fn access(&mut self, depth: usize) {
        if depth > 0 && self.random.chance(15) {
            self.group(depth);
        } else {
            let known = if self.random.chance(97) {
                10
            } else {
                CONTEXTS.len()
            };
            self.word(&CONTEXTS[..known]);
        }
        if self.random.chance(80) {
            self.steps(depth);
        }
    }

    fn steps(&mut self, depth: usize) {
        for _ in 0..self.random.below(4) {
            match self.random.below(10) {
                0..4 => {
                    self.token(".");
                    self.word(&[
                        "a", "A", "b", "ref", "event", "name", "x-y", "_", "true", "null", "object", "Array",
                        "toString",
                    ]);
                }
                4..6 => self.word(&[".*", "[*]", ". *", "[ * ]"]),
                6..8 => {
                    let key = self.random.pick(KEYS).replace('\'', "''");
                    self.token(&format!("['{key}']"));
                }
                8 => self.word(&[
                    "[0]", "[1]", "[1.9]", "[-1]", "[-0.5]", "[null]", "[true]", "[NaN]", "[1e400]", "[2]",
                ]),
                _ => {
                    self.token("[");
                    self.expression(depth.saturating_sub(1));
                    self.token("]");
                }
            }
        }
    }

    fn word(&mut self, from: &[&'static str]) {
        let word = self.random.pick(from);
        self.token(word);
    }

    fn token(&mut self, token: &str) {
        let blank = self.random.pick(BLANKS);
        self.out.push_str(blank);
        self.out.push_str(token);
    }
}
