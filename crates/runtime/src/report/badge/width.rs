use super::widths::{BLOCKS, UNITS};

/// Size of the letters, in pixels.
pub(super) const SIZE: f64 = 11.0;

/// How wide a text is, in pixels. What the table does not know takes an em, which is wide enough for nearly all;
/// marks that stand on another character take nothing.
pub(super) fn of(text: &str) -> f64 {
    let units: u32 = text.chars().map(|c| u32::from(width(c))).sum();
    f64::from(units) * SIZE / f64::from(UNITS)
}

fn width(c: char) -> u16 {
    let number = u32::from(c);
    if matches!(number, 0x300..=0x36f | 0x200b..=0x200d | 0xfe00..=0xfe0f) {
        return 0;
    }
    let known = BLOCKS.iter().find_map(|(first, widths)| {
        let index = usize::try_from(number.checked_sub(*first)?).ok()?;
        widths.get(index).copied()
    });
    // Pictures and scripts of East Asia are wider than an em of this font.
    known.unwrap_or(if number >= 0x1_0000 {
        UNITS + UNITS / 2
    } else {
        UNITS
    })
}
