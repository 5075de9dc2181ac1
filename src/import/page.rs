//! Lines that belong to a page and not to its article: buttons, menus, counters, advertisements, credits.
//!
//! Each function judges one line. A line that may be prose is none of these.

use super::words::is;

/// Lines that are nothing but these belong to a page.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "by invitation", "the long read", "long read", "first person", "free exchange", "comment & analysis", "perspective", "viewpoint", "leader", "leaders",
    "home", "menu", "search", "sign in", "log in", "login", "register", "subscribe", "subscribe now", "skip to content",
    "skip to main content", "advertisement", "advertisements", "advertising", "sponsored", "ad", "publicité", "back to top",
    "top", "next", "previous", "newsletter", "newsletters", "opinion", "opinions", "op-ed", "op-eds", "opinion | op-ed",
    "comment", "commentary", "editorial", "editorials", "analysis", "news", "world", "politics", "views", "view", "column",
    "columns", "tags", "related", "related articles", "related stories", "related news", "related posts", "related topics",
    "more on this story", "most read", "most popular", "trending", "trending now", "recommended", "recommended stories",
    "you may also like", "you might also like", "read more", "see also", "also read", "latest news", "latest",
    "more from opinion", "listen", "listen to this article", "listen to article", "play", "pause", "loading", "close",
    "cookie policy", "privacy policy", "terms of use", "terms and conditions", "contact us", "about us", "accueil",
    "à lire aussi", "lire aussi", "abonnez-vous", "s'abonner", "guest column", "guest essay", "letters", "blog", "blogs",
    "end", "ends", "###", "***", "* * *", "—", "image", "photo", "video", "audio", "report an error", "print this page",
    "print edition", "today's paper", "e-paper", "epaper", "font size", "text size", "a a a", "aa", "edition", "sections",
    "live", "live tv", "hide ad", "skip advertisement",
];

/// Lines that begin with these do, where they are no prose.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "read also", "also read", "read more", "read next", "see also", "related:", "related story", "related article",
    "more from ", "most read", "sign up", "subscribe to", "subscribe for", "follow us", "follow the", "join our", "get our",
    "get the app", "download the", "download our", "tags:", "topics:", "filed under", "photo:", "photo by", "photo credit",
    "image:", "image credit", "picture:", "credit:", "file photo", "getty images", "illustration:", "© ", "copyright", "(c) ",
    "all rights reserved", "terms of use", "privacy policy", "cookie", "click here", "advertisement", "home >", "home »",
    "home /", "home |", "home ›", "you are here", "posted in", "categories:", "category:", "section:", "skip to",
    "support our", "donate", "become a member", "this website uses cookies", "we use cookies", "à lire", "lire aussi",
    "suivez-nous", "next article", "previous article", "share this", "like us on", "enjoyed this", "keep reading",
    "continue reading", "more:", "watch:", "listen:", "read:", "latest:", "breaking:", "have a story", "write to us",
    "send your letters", "views:", "reads:",
];

/// Words of lines that count.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "min", "mins", "minute", "minutes", "read", "reading", "time", "views", "view", "ago", "hours", "hour", "days", "day",
    "updated", "likes", "words", "page", "of", "est", "estimated", "temps", "de", "lecture", "published", "weeks", "week",
    "months",
];

/// Words of buttons for passing a page on.
#[rustfmt::skip]
const SHARING: &[&str] = &[
    "share", "facebook", "twitter", "x", "whatsapp", "email", "e-mail", "print", "telegram", "linkedin", "reddit", "copy", "link", "pinterest",
    "pocket", "messenger", "viber", "tumblr", "mail", "tweet", "pin", "save", "bookmark", "threads", "bluesky", "mastodon", "instagram",
    "youtube", "flipboard", "wechat", "weibo", "line", "sms", "gift", "post", "send", "this", "on", "via", "to", "article", "by", "shares",
    "follow", "us", "and", "rss", "url", "copied", "partager", "imprimer", "envoyer", "facebooktwitterwhatsapp", "embed",
];

/// Those that tell that a line is of buttons.
#[rustfmt::skip]
const SURELY_SHARING: &[&str] = &[
    "share", "facebook", "twitter", "whatsapp", "telegram", "linkedin", "reddit", "pinterest", "tweet", "shares", "partager", "flipboard", "messenger",
];

/// Whether a line is of buttons for passing the page on.
pub(super) fn is_sharing(text: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    let words = parts(text);
    let known =
        words.iter().filter(|word| is(SHARING, word) || word.chars().all(|c| c.is_ascii_digit())).count();
    let sure = words.iter().filter(|word| is(SURELY_SHARING, word)).count();
    sure > 0 && known == words.len() && (words.len() >= 2 || sure == 1)
}

/// The words of a line; those that a page ran together are parted at their capitals.
fn parts(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut small = false;
    let mut fresh = true;
    for c in text.chars() {
        if !c.is_alphanumeric() && c != '-' {
            fresh = true;
            small = false;
            continue;
        }
        if fresh || small && c.is_uppercase() {
            out.push(String::new());
        }
        if let Some(word) = out.last_mut() {
            word.push(c);
        }
        fresh = false;
        small = c.is_lowercase();
    }
    // WhatsApp and LinkedIn have a capital of their own.
    let mut joined: Vec<String> = Vec::new();
    for word in out {
        match joined.last_mut() {
            Some(last)
                if (last.eq_ignore_ascii_case("whats") && word == "App")
                    || (last == "Linked" && word == "In")
                    || last == "You" && word == "Tube" =>
            {
                last.push_str(&word.to_lowercase());
            }
            _ => joined.push(word),
        }
    }
    joined
}

/// Whether a line counts or heads comments.
pub(super) fn is_comments(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let lower = text.trim_end_matches([':', '.', '!']).to_lowercase();
    let rest = lower.trim_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '(' | ')' | '+' | ',')
    });
    matches!(
        rest,
        "comment"
            | "comments"
            | "no comment"
            | "no comments"
            | "no comments yet"
            | "leave a comment"
            | "leave a reply"
            | "post a comment"
            | "add a comment"
            | "view comments"
            | "show comments"
            | "read comments"
            | "join the conversation"
            | "join the discussion"
            | "be the first to comment"
            | "reader comments"
            | "commentaires"
            | "aucun commentaire"
            | "replies"
            | "comments are closed"
            | "responses"
    )
}

/// Whether a line belongs to the page: a menu, a way through it, a counter, an advertisement, a credit of a picture.
pub(super) fn is_page(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    let line = lower.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '.' | '|' | '-' | '—' | '»' | '>' | '•' | '[' | ']')
    });
    if line.is_empty() || !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    if WHOLE.contains(&line) {
        return true;
    }
    if text.len() <= 220 && STARTS.iter().any(|start| lower.trim_start().starts_with(start)) {
        // Prose may begin with some of these words too, but it goes on to a full stop.
        let prose = text.ends_with('.') && text.split_whitespace().count() > 14;
        return !prose;
    }
    text.len() <= 60 && (is_counter(line) || is_path(text))
        || text.len() <= 300 && text.matches(" | ").count() >= 3 && is_path(text)
}

/// Whether a text is what is said of a picture: it ends with who took it.
pub(super) fn is_caption(text: &str) -> bool {
    const CREDITS: &[&str] =
        &["photograph:", "photograph by ", "photo:", "photo by ", "photo credit", "image credit", "picture:"];
    const AGENCIES: &[&str] = &[
        "getty images",
        "/afp",
        "/reuters",
        "/ap",
        "/epa",
        "/tns",
        "/alamy",
        "/shutterstock",
        "/anadolu",
        "ap photo",
        "via getty",
        "via reuters",
    ];
    if text.len() > 500 {
        return false;
    }
    let lower = text.to_lowercase();
    let credit = CREDITS.iter().filter_map(|credit| lower.rsplit_once(credit)).any(|(before, who)| {
        let ended = before.trim_end().ends_with(|c: char| c != ',' && !c.is_alphanumeric());
        who.split_whitespace().count() <= 8 && (ended || before.trim().is_empty())
    });
    // (Jane Doe/Getty Images)
    let last = lower.trim_end_matches(['.', ' ']).rsplit_once(['(', '[', '|', '.']);
    let signed = last.is_some_and(|(_, who)| {
        let who = who.trim_end_matches([')', ']']);
        who.split_whitespace().count() <= 8
            && AGENCIES.iter().any(|agency| who.ends_with(agency) || who.starts_with("ap photo"))
    });
    credit || signed
}

/// Whether a paragraph invites readers to write or to follow, and says nothing else.
pub(super) fn is_invitation(text: &str) -> bool {
    #[rustfmt::skip]
    const INVITES: &[&str] = &[
        "letters to the editor", "like to hear what you think", "have your say", "submit a letter", "send us your", "email it to us", "email us at",
        "here's our email", "write to us at", "submit an op-ed", "submit your",
    ];
    const NETWORKS: &[&str] = &[
        "facebook",
        "instagram",
        "twitter",
        "tiktok",
        "bluesky",
        "whatsapp",
        "threads",
        "linkedin",
        "youtube",
        "telegram",
    ];
    if text.len() > 500 {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let address = lower.split_whitespace().any(|word| word.contains('@') && word.contains('.'));
    let networks = NETWORKS.iter().filter(|name| lower.contains(**name)).count();
    address && INVITES.iter().any(|words| lower.contains(words))
        || lower.starts_with("follow ") && networks >= 2
}

/// Whether a line counts minutes of reading, readers, or hours since.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect();
    let counted = words.iter().any(|word| {
        word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | 'k'))
            && word.starts_with(|c: char| c.is_ascii_digit())
    });
    counted
        && words.iter().all(|word| {
            COUNTED.contains(word) || word.starts_with(|c: char| c.is_ascii_digit()) || word.ends_with(':')
        })
}

/// Whether a line is a way through a site: Home > Opinion > Asia, or a bar of a menu.
fn is_path(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['>', '»', '›', '|', '•']).map(str::trim).collect();
    let short = parts.iter().all(|part| part.split_whitespace().count() <= 3);
    parts.len() >= 3 && short && !text.ends_with('.')
        || parts.len() == 2 && parts.first().is_some_and(|part| is(&["home", "opinion", "news"], part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_and_counters_are_known() {
        for text in [
            "ShareFacebook Twitter WhatsApp Email Print Telegram",
            "Share on Facebook",
            "Share",
            "Tweet",
            "Share this article",
            "12 shares",
            "Facebook | Twitter | LinkedIn",
        ] {
            assert!(is_sharing(text), "{text}");
        }
        for text in [
            "Share the burden of the war",
            "The share of women",
            "Print is dead",
            "Facebook must answer for it",
        ] {
            assert!(!is_sharing(text), "{text}");
        }
        for text in ["Comments", "No comment", "12 Comments", "Comments (3)", "Leave a reply"] {
            assert!(is_comments(text), "{text}");
        }
        assert!(!is_comments("His comments were harsh"));
        for text in [
            "Home > Opinion > Asia",
            "Latest News | Poll Questions | Harbour Race | Harbour Savings Bank | The Town Fair | Weather",
            "ADVERTISEMENT",
            "5 min read",
            "Read also: Why it failed",
            "© 2025 The Valley Post",
            "* * *",
            "Opinion",
            "3 hours ago",
        ] {
            assert!(is_page(text), "{text}");
        }
        assert!(is_invitation(
            "The Post prints letters to the editor from all sides. Ours is letters@post.example."
        ));
        assert!(is_invitation("Follow the Harbour Post's opinion pages on Facebook, Instagram and Threads."));
        assert!(!is_invitation("Follow the money, and you will find that Facebook paid for it."));
        for text in [
            "Jane Doe at the ferry in May. Photograph: Sam Hurd/The Harbour Post",
            "The ferry leaves. (Sam Hurd/Getty Images)",
            "Photo: Sam Hurd",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in [
            "He showed us a photo: it was of a ferry that nobody had seen again.",
            "The wire said so (it was Reuters).",
        ] {
            assert!(!is_caption(text), "{text}");
        }
        for text in ["Opinion is divided", "Home is where the heart is", "World leaders met"] {
            assert!(!is_page(text), "{text}");
        }
    }
}
