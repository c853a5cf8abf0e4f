//! What is said of unknown values holds, whatever they turn out to be.

use std::sync::Arc;

use pipewright::expression::{Environment, Expression, Knowledge, Object, Value};

use crate::generator::question;
use crate::random::Random;

const SEED: u64 = 0x5eed_0008;
const COUNT: u64 = 40_000;

/// `value` with pieces of it hidden.
fn masked(value: &Value, random: &mut Random) -> Value {
    match value {
        _ if random.chance(20) => Value::unknown("hidden"),
        Value::Array(array) => Value::array(array.items().iter().map(|item| masked(item, random)).collect()),
        Value::Object(object) => Value::Object(Arc::new(masked_object(object, random))),
        _ => value.clone(),
    }
}

fn masked_object(object: &Object, random: &mut Random) -> Object {
    let open = random.chance(20);
    let mut hidden = if open {
        Object::open("hidden")
    } else {
        Object::new()
    };
    for (name, value) in object.iter() {
        if !(open && random.chance(50)) {
            hidden.insert(name, masked(value, random));
        }
    }
    hidden
}

/// Could what `said` says of a value be said of `real`?
fn covers(said: &Value, real: &Value) -> bool {
    let truthy = || match real {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => *number != 0.0 && !number.is_nan(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    };
    match (said, real) {
        (Value::Unknown(unknown), _) => match unknown.knowledge {
            Knowledge::MayFail | Knowledge::Something => true,
            Knowledge::Boolean => matches!(real, Value::Bool(_)),
            Knowledge::Truthy => truthy(),
            Knowledge::Falsy => !truthy(),
        },
        (Value::Array(said), Value::Array(real)) => {
            said.items().len() == real.items().len()
                && said
                    .items()
                    .iter()
                    .zip(real.items())
                    .all(|(said, real)| covers(said, real))
        }
        (Value::Object(said), Value::Object(real)) => {
            let known = |(name, said)| real.get(name).is_some_and(|real| covers(said, &real));
            said.iter().all(known)
                && real
                    .iter()
                    .all(|(name, real)| said.get(name).is_some_and(|said| covers(&said, real)))
        }
        _ => said.kind() == real.kind() && said.to_json().ok() == real.to_json().ok(),
    }
}

#[test]
fn what_is_said_of_unknown_values_holds() {
    let (mut settled, mut partly, mut open) = (0, 0, 0);
    for at in 0..COUNT {
        let question = question(SEED, at);
        let Ok(Value::Object(contexts)) = Value::from_json(&question.context) else {
            panic!("{at}")
        };
        let mut hidden = masked_object(&contexts, &mut Random::new(SEED ^ at));
        for (name, _) in contexts.iter() {
            // The parser must know the same names in both worlds.
            hidden.insert(name, Value::unknown("hidden"));
        }
        let Ok(expression) = Expression::parse(&question.expr, &*contexts) else {
            continue;
        };
        let real = expression.evaluate(&Environment::new(&contexts));
        let said = expression.evaluate(&Environment::new(&hidden));
        let holds = match (&said, &real) {
            (Ok(Value::Unknown(unknown)), Err(_)) => unknown.knowledge == Knowledge::MayFail,
            (Ok(said), Ok(real)) => covers(said, real),
            (Err(_), Err(_)) => true,
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
        };
        assert!(
            holds,
            "#{at} seed {SEED:#x}\n{}said {said:?}\nreal {real:?}\nhidden {hidden:?}",
            question.line()
        );
        match said {
            Ok(Value::Unknown(unknown)) => match unknown.knowledge {
                Knowledge::MayFail | Knowledge::Something => open += 1,
                Knowledge::Boolean | Knowledge::Truthy | Knowledge::Falsy => partly += 1,
            },
            _ => settled += 1,
        }
    }
    println!("seed {SEED:#x}: {settled} settled, {partly} known in part, {open} unknown");
    assert!(
        settled > 1000 && partly > 1000 && open > 1000,
        "the generator reaches all sorts"
    );
}
