//! Numbers and texts as bytes, and back. What is read is foreign: nothing here panics, and nothing is allocated that
//! the bytes at hand could not fill.

use std::io::{self, Write};

use super::fault::Fault;

/// Bytes being written.
#[derive(Debug, Default)]
pub(super) struct Pen(pub(super) Vec<u8>);

impl Pen {
    /// A number in groups of seven bits, the lowest first.
    pub(super) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// How many there are of something, or the place of something.
    pub(super) fn count(&mut self, value: usize) {
        self.number(value as u64);
    }

    /// A number that may be negative: small ones stay small.
    pub(super) fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)) as u64);
    }

    /// Lets go of the bytes, once there are more than so many.
    pub(super) fn pour(&mut self, piece: usize, sink: &mut dyn Write) -> io::Result<()> {
        if self.0.len() > piece {
            sink.write_all(&self.0)?;
            self.0.clear();
        }
        Ok(())
    }

    /// A number with a fraction, exactly.
    pub(super) fn float(&mut self, value: f64) {
        self.0.extend_from_slice(&value.to_bits().to_le_bytes());
    }
}

/// Bytes being read.
#[derive(Debug)]
pub(super) struct Glass<'a>(pub(super) &'a [u8]);

impl<'a> Glass<'a> {
    pub(super) fn number(&mut self) -> Result<u64, Fault> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(Fault::Short)?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Fault::Damaged("a number has more than 64 bits".to_owned()))
    }

    pub(super) fn small(&mut self) -> Result<u32, Fault> {
        u32::try_from(self.number()?).map_err(|_| Fault::Damaged("a number has more than 32 bits".to_owned()))
    }

    /// How many of something follow, each of which takes at least a byte.
    pub(super) fn count(&mut self) -> Result<usize, Fault> {
        let count = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if count > self.0.len() {
            return Err(Fault::Short);
        }
        Ok(count)
    }

    /// The place of something in a list of so many.
    pub(super) fn place(&mut self, count: usize) -> Result<usize, Fault> {
        let place = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if place >= count {
            return Err(Fault::Damaged("a reference leads nowhere".to_owned()));
        }
        Ok(place)
    }

    pub(super) fn signed(&mut self) -> Result<i64, Fault> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub(super) fn float(&mut self) -> Result<f64, Fault> {
        let bytes = self.bytes(8)?;
        let value = bytes
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Ok(f64::from_bits(value))
    }

    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(Fault::Short)?;
        self.0 = rest;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut pen = Pen::default();
        let numbers: Vec<u64> = (0..64)
            .flat_map(|bits| [1 << bits, (1 << bits) - 1, u64::MAX >> bits])
            .collect();
        for number in &numbers {
            pen.number(*number);
            pen.signed(*number as i64);
            pen.float(f64::from_bits(*number));
        }
        let mut glass = Glass(&pen.0);
        for number in numbers {
            assert_eq!(glass.number().unwrap(), number);
            assert_eq!(glass.signed().unwrap(), number as i64);
            assert_eq!(glass.float().unwrap().to_bits(), number);
        }
        assert!(glass.0.is_empty());
    }

    #[test]
    fn a_number_without_an_end_is_refused() {
        assert!(Glass(&[0xff; 20]).number().is_err());
        assert!(Glass(&[0x80]).number().is_err());
    }
}
