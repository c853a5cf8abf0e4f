#![no_main]

#[path = "../properties/mod.rs"]
#[expect(dead_code, reason = "each target needs one of them")]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| properties::expression(text));
