//! Members of JSON that other programs have written: nothing is taken for granted.
//!
//! Invariant: a member that is not what it should be is as if it were not there.

use crate::document::Quote;
use jiff::Timestamp;
use serde_json::Value;

/// A member that is a text.
pub(super) fn text_of(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// A member that is a text, or the first of a list of texts.
pub(super) fn first_of(value: &Value, name: &str) -> Option<String> {
    let member = value.get(name)?;
    let first = member.as_array().and_then(|list| list.first()).unwrap_or(member);
    first.as_str().map(str::to_owned)
}

/// A member as a list: of one item, where it is none.
pub(super) fn list_of<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    match value.get(name) {
        Some(Value::Array(list)) => list,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// A member that is a time: RFC 3339, or without a zone, which is taken as UTC.
pub(super) fn time_of(value: &Value, name: &str) -> Option<Timestamp> {
    let text = value.get(name)?.as_str()?;
    let civil = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    text.parse().ok().or_else(|| civil().map(|zoned| zoned.timestamp()))
}

/// The quotation among selectors, however deep it refines another.
pub(super) fn quote_of(selectors: &[Value]) -> Option<Quote> {
    let find = |selector: &Value| {
        let mut at = selector;
        // A file nests as deep as its parser allows; a chain of refinements is short.
        for _ in 0..16 {
            if let Some(exact) = text_of(at, "exact") {
                let part = |name| text_of(at, name).unwrap_or_default();
                return Some(Quote { prefix: part("prefix"), exact, suffix: part("suffix") });
            }
            at = at.get("refinedBy")?;
        }
        None
    };
    selectors.iter().find_map(find)
}

/// What a value is, in words.
pub(in crate::render::export) const fn kind_of(value: Option<&Value>) -> &'static str {
    match value {
        None | Some(Value::Null) => "missing",
        Some(Value::Bool(_)) => "a truth value",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a text",
        Some(Value::Array(_)) => "a list",
        Some(Value::Object(_)) => "an object",
    }
}
