//! The badge as SVG. The texts are as long as they were measured, whichever font a viewer has.

use quick_xml::escape::escape;

use super::{Badge, width};

/// Room on both sides of a text, in pixels.
const ROOM: f64 = 6.0;
/// Fonts that are about as wide as the one that was measured.
const FONTS: &str = "Verdana,Geneva,'DejaVu Sans',sans-serif";

pub(super) fn draw(badge: &Badge) -> String {
    let (label, message) = (escape(&badge.label), escape(&badge.message));
    let (left, right) = (side(&badge.label), side(&badge.message));
    let all = left + right;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all}\" height=\"20\" viewBox=\"0 0 {all} 20\" role=\"img\" aria-label=\"{label}: {message}\">\
         <title>{label}: {message}</title>\
         <clipPath id=\"edge\"><rect width=\"{all}\" height=\"20\" rx=\"3\"/></clipPath>\
         <g clip-path=\"url(#edge)\"><rect width=\"{left}\" height=\"20\" fill=\"#454a52\"/>\
         <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{}\"/></g>\
         <g fill=\"#fff\" font-family=\"{FONTS}\" font-size=\"{}\" text-rendering=\"geometricPrecision\" aria-hidden=\"true\">{}{}</g></svg>\n",
        badge.color,
        width::SIZE,
        words(&label, &badge.label, ROOM),
        words(&message, &badge.message, left + ROOM),
    )
}

/// Width of one side in whole pixels, so that its edge is sharp.
fn side(text: &str) -> f64 {
    (width::of(text) + 2.0 * ROOM).ceil()
}

fn words(escaped: &str, text: &str, x: f64) -> String {
    let length = width::of(text);
    format!("<text x=\"{x}\" y=\"14\" textLength=\"{length:.1}\">{escaped}</text>")
}
