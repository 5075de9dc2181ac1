//! Addresses in what is exported: which are links, how they are spelled, and where they stand in a text.
//!
//! Invariants: every format follows the same schemes ([`is_followed`]); what [`encoded`] returns holds no character that
//! may not stand in an address (RFC 3987) and none that ends an attribute, a field or a link of any format.

use crate::document::Target;
use std::fmt::Write as _;
use std::ops::Range;

/// The schemes that a link may have: what is opened with a browser or a mail program. Others run something, or read
/// the files of whoever follows them.
const SCHEMES: &[&str] = &["http", "https", "mailto"];

/// Whether an address may be a link in a file of ours.
pub(super) fn is_followed(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    if !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return false;
    }
    scheme.eq_ignore_ascii_case("mailto") && !rest.is_empty() || rest.strip_prefix("//").is_some_and(has_host)
}

/// Whether what stands behind `//` begins with a host, and with a port where there is a colon: Word calls a file with
/// an address of another form damaged.
fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (name, port) = match host.strip_prefix('[') {
        Some(six) => {
            let Some((name, port)) = six.split_once(']') else { return false };
            (name, port)
        }
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let six = host.starts_with('[');
    let fits = |c: char| {
        if six {
            c.is_ascii_hexdigit() || ":.".contains(c)
        } else {
            c.is_alphanumeric() || !c.is_ascii() || "-._~%".contains(c)
        }
    };
    let port = port.strip_prefix(':').unwrap_or(port);
    name.chars().any(char::is_alphanumeric)
        && name.chars().all(fits)
        && port.len() <= 5
        && port.bytes().all(|b| b.is_ascii_digit())
}

/// The address of a link that may be followed from a file of ours.
pub(super) fn followed(target: Option<&Target>) -> Option<&str> {
    match target {
        Some(Target::Url(url)) => Some(url.as_str()).filter(|url| is_followed(url)),
        _ => None,
    }
}

/// An address with everything escaped that may not stand in one; letters of every script may.
pub(super) fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    // The brackets of an address of the sixth version stand in its host.
    let host = url.find("://").map_or(0, |at| at + 3);
    let host_ends =
        url.get(host..).and_then(|rest| rest.find(['/', '?', '#', '\\'])).map_or(url.len(), |at| host + at);
    for (at, c) in url.char_indices() {
        let escaped = match c {
            '%' => {
                let digits = url.get(at + 1..at + 3);
                !digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            }
            '[' | ']' => host == 0 || at >= host_ends,
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => true,
            c => c.is_control() || c.is_whitespace(),
        };
        if escaped {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Where addresses of the web stand in a text without being marked as links: from their scheme to a blank, a bracket or
/// a quotation mark, without the signs behind them that belong to the sentence.
pub(super) fn bare(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("://")).map(|n| at + n) {
        at = start + 3;
        let before = text.get(..start).unwrap_or_default();
        let scheme = before.len() - before.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        let known = ["http", "https"]
            .iter()
            .any(|name| before.get(scheme..).is_some_and(|s| s.eq_ignore_ascii_case(name)));
        let apart =
            text.get(..scheme).and_then(|b| b.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
        if !known || !apart {
            continue;
        }
        let ends = |c: char| {
            c.is_whitespace() || "<>[]\"\\`“”„‟«»‹›{}|^、。，；：！？（）「」『』【】《》".contains(c)
        };
        let rest = text.get(scheme..).unwrap_or_default();
        let mut address = rest.split(ends).next().unwrap_or_default();
        loop {
            let cut = address.trim_end_matches(|c| ".,;:!?'’*_~…".contains(c));
            let closed = cut.matches(')').count() <= cut.matches('(').count();
            let next = if closed { cut } else { cut.strip_suffix(')').unwrap_or(cut) };
            if next.len() == address.len() {
                break;
            }
            address = next;
        }
        if is_followed(address) {
            at = scheme + address.len();
            found.push(scheme..at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_followed_leads_to_the_web_or_to_a_letter() {
        for url in [
            "https://example.org",
            "HTTP://example.org:80/a",
            "mailto:a@b.org",
            "https://例え.jp/パス",
            "http://me@[::1]:8080/",
            "https://a.b/c:d",
        ] {
            assert!(is_followed(url), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "shell:ls",
            "page.html",
            "#top",
            "",
            "https:",
            "https://",
            "https:///x",
            "http://a b/",
            "http://[::1",
            "http://a:b:c/",
            "http://a:123456/",
            "http://{x}/",
            "mailto:",
        ] {
            assert!(!is_followed(url), "{url}");
        }
    }

    #[test]
    fn an_address_is_spelled_as_addresses_are() {
        for (url, put) in [
            ("https://a.b/c?d=e&f#g", "https://a.b/c?d=e&f#g"),
            ("https://a.b/{x}|\"y\" <z>^`\\", "https://a.b/%7Bx%7D%7C%22y%22%20%3Cz%3E%5E%60%5C"),
            ("https://a.b/100%", "https://a.b/100%25"),
            ("https://a.b/%20%2", "https://a.b/%20%252"),
            ("https://[::1]/a[1]", "https://[::1]/a%5B1%5D"),
            ("https://例え.jp/ü", "https://例え.jp/ü"),
            ("mailto:[a]@b", "mailto:%5Ba%5D@b"),
        ] {
            assert_eq!(encoded(url), put, "{url}");
        }
    }

    #[test]
    fn an_address_in_a_text_ends_before_the_sentence_does() {
        let found = |text: &str| {
            bare(text).into_iter().map(|range| text.get(range).unwrap().to_owned()).collect::<Vec<_>>()
        };
        for (text, addresses) in [
            ("see https://a.b/c.", vec!["https://a.b/c"]),
            ("(http://a.b/c_(d)), “https://e.f/?q=1,2”!", vec!["http://a.b/c_(d)", "https://e.f/?q=1,2"]),
            ("xhttp://a.b and http:// and ftp://a.b", vec![]),
            ("見よ。https://a.b/c。次", vec!["https://a.b/c"]),
            ("HTTPS://A.B", vec!["HTTPS://A.B"]),
        ] {
            assert_eq!(found(text), addresses, "{text}");
        }
    }

    proptest! {
        #[test]
        fn addresses_are_found_in_order_and_spelled_once(text in "(https?://|[a-c ./()%\\[\\]{}é。:]){0,20}") {
            let mut end = 0;
            for range in bare(&text) {
                prop_assert!(range.start >= end);
                end = range.end;
                let once = encoded(text.get(range).unwrap());
                prop_assert_eq!(&encoded(&once), &once);
            }
        }
    }
}
