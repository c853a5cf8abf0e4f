//! The five fields of an expression, each a set of small numbers.

use std::ops::Range;

use super::Fault;

/// Small numbers, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Set(pub(super) u64);

impl Set {
    pub(super) const fn has(self, number: i8) -> bool {
        self.0 >> number & 1 == 1
    }

    pub(super) fn numbers(self) -> impl Iterator<Item = i8> {
        (0..64).filter(move |number| self.has(*number))
    }
}

pub(super) struct Field {
    name: &'static str,
    first: u32,
    last: u32,
    names: &'static [&'static str],
}

pub(super) const FIELDS: [Field; 5] = [
    Field {
        name: "minute",
        first: 0,
        last: 59,
        names: &[],
    },
    Field {
        name: "hour",
        first: 0,
        last: 23,
        names: &[],
    },
    Field {
        name: "day of month",
        first: 1,
        last: 31,
        names: &[],
    },
    Field {
        name: "month",
        first: 1,
        last: 12,
        names: &[
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        ],
    },
    Field {
        name: "day of week",
        first: 0,
        last: 6,
        names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
    },
];

/// The spans of the fields.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let mut fields = Vec::new();
    let mut start = None;
    for (index, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c == ' ' || c == '\t', start) {
            (true, Some(begun)) => {
                fields.push(begun..index);
                start = None;
            }
            (false, None) => start = Some(index),
            _ => {}
        }
    }
    fields
}

impl Field {
    pub(super) fn parse(&self, text: &str, span: Range<usize>) -> Result<Set, Fault> {
        let mut set = Set(0);
        let mut start = span.start;
        for item in text[span].split(',') {
            let item_span = start..start + item.len();
            start = item_span.end + 1;
            set.0 |= self.item(item, item_span)?.0;
        }
        Ok(set)
    }

    /// `*`, `5`, `1-5`, each with `/step`.
    fn item(&self, item: &str, span: Range<usize>) -> Result<Set, Fault> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (item, None),
        };
        let (first, last) = if range == "*" {
            (self.first, self.last)
        } else if let Some((first, last)) = range.split_once('-') {
            (self.number(first, &span)?, self.number(last, &span)?)
        } else {
            let first = self.number(range, &span)?;
            (first, if step.is_some() { self.last } else { first })
        };
        if first > last {
            return Err(self.fault(span, format!("the range `{range}` runs backwards"), None));
        }
        let step = match step {
            None => 1,
            Some(text) => match text.parse::<u32>() {
                Ok(step) if step > 0 && digits(text) && step <= self.last => step,
                _ => return Err(self.fault(span, format!("the step `/{text}` is not possible here"), None)),
            },
        };
        let numbers = (first..=last).step_by(usize::try_from(step).unwrap_or(1));
        Ok(Set(numbers.fold(0, |bits, number| bits | 1 << number)))
    }

    fn number(&self, text: &str, span: &Range<usize>) -> Result<u32, Fault> {
        if let Some(index) = self.names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
            return Ok(self.first + u32::try_from(index).unwrap_or(0));
        }
        let number = if digits(text) {
            text.parse::<u32>().ok()
        } else {
            None
        };
        match number {
            Some(number) if (self.first..=self.last).contains(&number) => Ok(number),
            Some(7) if self.first == 0 && self.last == 6 => Err(self.fault(
                span.clone(),
                "day of week 7 is refused by GitHub".to_owned(),
                Some("Sunday is 0"),
            )),
            Some(number) => Err(self.fault(span.clone(), format!("{number} is no {}", self.name), None)),
            None => Err(self.fault(span.clone(), format!("`{text}` is no {}", self.name), None)),
        }
    }

    fn fault(&self, span: Range<usize>, message: String, help: Option<&str>) -> Fault {
        let article = if self.name.starts_with('h') { "an" } else { "a" };
        let mut allowed = format!("{article} {} is {} to {}", self.name, self.first, self.last);
        if let (Some(first), Some(last)) = (self.names.first(), self.names.last()) {
            allowed.push_str(&format!(" or {first} to {last}"));
        }
        allowed.push_str(", a list `1,3`, a range `1-5` or a step `*/2`");
        Fault {
            span,
            message,
            help: help.map_or(allowed, str::to_owned),
        }
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
