//! The short forms of the format, for serde.
//!
//! A list of mappings also takes plain texts, a list also its only item, and an optional field that is blank is
//! none. Scalars are asked for as text throughout; where a mapping may stand too and serde has to look first,
//! `crate::yaml::vet` has seen to it that no text is lost on the way.

use super::scalar::{FromText, Line, TextVisitor};
use crate::text::is_blank;
use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::marker::PhantomData;

/// An optional scalar; blank is none.
pub(super) fn optional<'de, T: FromText, D: Deserializer<'de>>(de: D) -> Result<Option<T>, D::Error> {
    struct Optional<T>(PhantomData<T>);
    impl<'de, T: FromText> de::Visitor<'de> for Optional<T> {
        type Value = Option<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_none<E: de::Error>(self) -> Result<Option<T>, E> {
            Ok(None)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Option<T>, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, de: D) -> Result<Option<T>, D::Error> {
            de.deserialize_str(self)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<T>, E> {
            if is_blank(text) {
                return Ok(None);
            }
            TextVisitor(PhantomData).visit_str(text).map(Some)
        }
    }
    de.deserialize_option(Optional(PhantomData))
}

/// True or false; blank is false.
pub(super) fn flag<'de, D: Deserializer<'de>>(de: D) -> Result<bool, D::Error> {
    optional(de).map(|flag| flag.unwrap_or(false))
}

/// Whether a flag need not be written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}

/// A list of scalars, or the only one.
pub(super) fn one_or_many<'de, T, D>(de: D) -> Result<Vec<T>, D::Error>
where
    T: FromText + Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Many<T>(PhantomData<T>);
    impl<'de, T: FromText + Deserialize<'de>> de::Visitor<'de> for Many<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text or a list of texts")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            let mut all = Vec::new();
            while let Some(one) = seq.next_element()? {
                all.push(one);
            }
            Ok(all)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<T>, E> {
            if is_blank(text) {
                return Ok(Vec::new());
            }
            TextVisitor(PhantomData).visit_str(text).map(|one| vec![one])
        }

        fn visit_u64<E: de::Error>(self, n: u64) -> Result<Vec<T>, E> {
            self.visit_str(&n.to_string())
        }
    }
    de.deserialize_any(Many(PhantomData))
}

/// A mapping that a plain text may stand for. The types say for themselves how.
pub(super) trait Short: Sized {
    /// The mapping that the text stands for.
    fn from_line(text: Line) -> Self;
}

/// A mapping, or the text that stands for it.
struct Either<T>(T);

impl<'de, T: Short + Deserialize<'de>> Deserialize<'de> for Either<T> {
    fn deserialize<D: Deserializer<'de>>(de: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);
        impl<'de, T: Short + Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Either<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a mapping")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Either<T>, E> {
                TextVisitor(PhantomData).visit_str(text).map(|line| Either(T::from_line(line)))
            }

            fn visit_u64<E: de::Error>(self, n: u64) -> Result<Either<T>, E> {
                self.visit_str(&n.to_string())
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Either<T>, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(Either)
            }
        }
        de.deserialize_any(Visitor(PhantomData))
    }
}

/// A list of mappings or texts.
pub(super) fn items<'de, T, D>(de: D) -> Result<Vec<T>, D::Error>
where
    T: Short + Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Visitor<T>(PhantomData<T>);
    impl<'de, T: Short + Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
            let mut all = Vec::new();
            while let Some(Either(one)) = seq.next_element()? {
                all.push(one);
            }
            Ok(all)
        }
    }
    de.deserialize_any(Visitor(PhantomData))
}

/// An optional mapping, or the text that stands for it.
pub(super) fn shorthand<'de, T, D>(de: D) -> Result<Option<T>, D::Error>
where
    T: Short + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::<Either<T>>::deserialize(de)?.map(|Either(one)| one))
}
