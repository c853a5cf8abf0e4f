//! GitHub's expression language: what stands between `${{` and `}}`.
//!
//! text → tokens (`lexer`) → tree (`parser`) → [`Value`] (`evaluate`), or → [`Problem`]s ([`check()`]). Around
//! it: [`Template`] is a whole scalar, [`Condition`] an `if`, [`Place`] what a key of a workflow allows, and
//! [`eval_batch`] the command `pipewright eval`.
//!
//! The npm package `@actions/expressions` is the judge of every rule; the tests compare with it on generated
//! expressions. Where it differs from GitHub's runner, or has a plain fault, this is what we do:
//!
//! | what | here | the package | the runner |
//! |---|---|---|---|
//! | a string with several doubled quotes | all of them are read | only the first | all |
//! | `case()` | computes what it needs | computes everything | what it needs |
//! | keys `constructor` and `__proto__` | keys like others | lost | keys like others |
//! | result texts over 10 MiB in all, JSON nested over 500 deep | an error | an error, far later | an error |
//! | half a surrogate pair in JSON | U+FFFD | kept | kept |
//! | numbers as text | 15 decimals, as JavaScript | the same | 15 digits (`G15`) |
//! | NaN and infinities in `toJSON` | `null` | the same | `NaN`, `Infinity` |
//! | `0b11`, `0XFF`, hexadecimal beyond 32 bits | numbers | the same | NaN or wrapped |
//! | `'ß' == 'SS'`: case beyond single letters | equal | the same | not equal |
//! | a comma before `)`, over 50 comparisons in a row | fine | the same | an error |
//! | keys that are array indexes | come first | the same | stay in place |
//! | unknown values, status functions, `hashFiles` | see [`Knowledge`] | none | known when it runs |

mod access;
mod answer;
mod budget;
mod call;
mod check;
mod coerce;
mod condition;
mod environment;
mod error;
mod evaluate;
mod expr;
mod format;
mod function;
mod json;
mod letters;
mod lexer;
mod names;
mod number;
mod object;
mod parser;
mod place;
mod problem;
mod scope;
mod shape;
mod span;
mod suggest;
mod syntax;
mod template;
mod token;
mod unknown;
mod value;

pub use answer::{Answer, BadInput, Batch, eval, eval_batch};
pub use budget::MAX_OUTPUT;
pub use check::{check, check_parsed};
pub use condition::Condition;
pub use environment::{Environment, Status};
pub use error::{Error, ErrorKind};
pub use expr::Expression;
pub use function::{Arity, Function};
pub use json::{JsonError, MAX_NESTING};
pub use lexer::MAX_LENGTH;
pub use names::Names;
pub use object::Object;
pub use parser::MAX_DEPTH;
pub use place::Place;
pub use problem::{Problem, ProblemKind};
pub use scope::Scope;
pub use shape::Shape;
pub use span::Span;
pub use template::{Piece, Template, check_template, pieces};
pub use unknown::{Knowledge, Unknown};
pub use value::{Array, Value};
