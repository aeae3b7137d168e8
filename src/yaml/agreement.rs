//! Two readers of YAML held against each other, for the tests and the fuzz target.

use serde_yaml::Value;

use super::tree::is_unseen;
use super::{Kind, Node, Style};

/// Whether the tree of a text is what serde_yaml, by another parser, reads; none where that reads
/// nothing.
pub(crate) fn agrees_with_serde_yaml(node: &Node, text: &str) -> Option<bool> {
    let value = serde_yaml::from_str::<Value>(text).ok()?;
    Some(agrees(node, &value))
}

/// Whether a key is the same but for what nobody sees, which ours are without.
fn is_key(key: &str, ours: &str) -> bool {
    key.chars().filter(|c| !is_unseen(*c)).eq(ours.chars())
}

fn agrees(node: &Node, value: &Value) -> bool {
    match (&node.kind, value) {
        (Kind::Null, Value::Null) => true,
        (Kind::Scalar { text, .. }, Value::String(string)) => text == string,
        (
            Kind::Scalar { style: Style::Plain, .. },
            Value::Bool(_) | Value::Number(_) | Value::Null,
        ) => true,
        (Kind::List(items), Value::Sequence(values)) => {
            items.len() == values.len()
                && items.iter().zip(values).all(|(node, value)| agrees(node, value))
        }
        (Kind::Map(entries), Value::Mapping(mapping)) => {
            entries.len() == mapping.len()
                && entries.iter().zip(mapping).all(|(entry, (key, value))| {
                    key.as_str().is_none_or(|key| is_key(key, &entry.key))
                        && agrees(&entry.value, value)
                })
        }
        _ => false,
    }
}
