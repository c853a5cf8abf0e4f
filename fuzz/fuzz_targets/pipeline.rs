#![no_main]

#[path = "../properties/mod.rs"]
#[allow(dead_code, unused_imports, reason = "each target needs one of them")]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| properties::pipeline(text));
