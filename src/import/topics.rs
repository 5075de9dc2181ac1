//! What an article is about, as its page says: keywords and tags.
//!
//! A page's own words for it are taken and no others: what is counted out of a text says less than its headline.

use super::words::is;

/// The most topics, and the most characters and words of one.
const MOST: usize = 8;
const LONGEST: usize = 40;
const WORDS: usize = 4;

/// What pages put among their keywords and what is no topic.
#[rustfmt::skip]
const NONE: &[&str] = &[
    "opinion", "opinions", "op-ed", "oped", "op-eds", "comment", "commentary", "editorial", "editorials", "analysis", "news", "column", "columns",
    "article", "articles", "features", "feature", "top stories", "latest", "latest news", "breaking news", "home", "homepage", "featured", "uncategorized",
    "blog", "post", "views", "view", "world", "premium", "headlines", "headline", "web", "print", "main", "all", "story", "guest essay", "newsletter",
    "tribune", "tribunes", "débats", "meinung", "kommentar", "gastbeitrag", "opinión", "opinião", "opinione", "editoriali",
];

/// Takes what a page calls its keywords: each a text, which may be a list with commas or semicolons.
pub(super) fn add<'w>(topics: &mut Vec<String>, words: impl IntoIterator<Item = &'w str>) {
    for word in words.into_iter().flat_map(|words| words.split([',', ';', '،', '|'])) {
        let word: Vec<&str> = word.split_whitespace().collect();
        let topic = word.join(" ").trim_start_matches('#').to_owned();
        let fits = (2..=LONGEST).contains(&topic.chars().count())
            && word.len() <= WORDS
            && topic.chars().any(char::is_alphabetic)
            // Machines keep notes of their own there: type:opinion, tone_analysis.
            && !topic.contains([':', '_', '=', '/', '<', '{'])
            && !is(NONE, &topic);
        let known = topics.iter().any(|other| other.to_lowercase() == topic.to_lowercase());
        if fits && !known && topics.len() < MOST {
            topics.push(topic);
        }
    }
}

/// Leaves out those that are who wrote or published the article.
pub(super) fn without(topics: Vec<String>, others: &[String]) -> Vec<String> {
    topics
        .into_iter()
        .filter(|topic| !others.iter().any(|other| other.to_lowercase() == topic.to_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_topics_but_for_what_pages_put_there_for_themselves() {
        let mut topics = Vec::new();
        add(&mut topics, ["Water,  city planning;Opinion, water", "#trains", "type:article", "x", ""]);
        add(&mut topics, ["what nobody would ever call a catchword of anything"]);
        assert_eq!(topics, ["Water", "city planning", "trains"]);
        assert_eq!(without(topics, &["Trains".to_owned()]), ["Water", "city planning"]);
    }
}
