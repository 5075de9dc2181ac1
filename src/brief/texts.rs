//! Every text of a brief, with the way to it in its YAML.

use super::model::Brief;
use crate::yaml::Step::{self, Item, Key};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// What somebody or something is called.
    Name,
    /// Words of the brief's own.
    Words,
    /// Words that the brief only repeats: the article, and quotes.
    Repeated,
}

/// Visits every text of a brief. The way is whole but for the number of a list's item within a field.
pub(super) fn each_text<'b>(brief: &'b Brief, visit: &mut dyn FnMut(Sort, &'b str, &[Step])) {
    use Sort::{Name, Repeated, Words};
    macro_rules! tell {
        ($sort:ident, $text:expr, $($step:expr),+) => {
            if let Some(text) = $text {
                visit($sort, text.as_str(), &[$($step),+]);
            }
        };
    }
    macro_rules! tell_all {
        ($sort:ident, $texts:expr, $($step:expr),+) => {
            for (n, text) in $texts.iter().enumerate() {
                visit($sort, text.as_str(), &[$($step),+, Item(n)]);
            }
        };
    }
    tell!(Words, Some(&brief.title), Key("title"));
    tell!(Words, &brief.thesis, Key("thesis"));
    tell_all!(Name, brief.topics, Key("topics"));
    if let Some(source) = &brief.source {
        tell!(Words, &source.title, Key("source"), Key("title"));
        tell_all!(Name, source.author, Key("source"), Key("author"));
        tell!(Name, &source.publication, Key("source"), Key("publication"));
        tell!(Name, &source.syndicated_by, Key("source"), Key("syndicated_by"));
    }
    if let Some(briefed) = &brief.briefed {
        tell!(Name, &briefed.by, Key("briefed"), Key("by"));
    }
    tell!(Words, &brief.summary, Key("summary"));
    for (i, actor) in brief.actors.iter().enumerate() {
        tell!(Name, Some(&actor.name), Key("actors"), Item(i), Key("name"));
        tell!(Name, &actor.id, Key("actors"), Item(i), Key("id"));
        tell_all!(Name, actor.aliases, Key("actors"), Item(i), Key("aliases"));
        tell!(Words, &actor.affiliation, Key("actors"), Item(i), Key("affiliation"));
        tell!(Words, &actor.role, Key("actors"), Item(i), Key("role"));
        tell!(Words, &actor.position, Key("actors"), Item(i), Key("position"));
    }
    for (i, item) in brief.recommendations.iter().enumerate() {
        tell!(Words, Some(&item.text), Key("recommendations"), Item(i), Key("text"));
        tell_all!(Name, item.to, Key("recommendations"), Item(i), Key("to"));
        tell!(Words, &item.rationale, Key("recommendations"), Item(i), Key("rationale"));
    }
    for (i, item) in brief.disclaimers.iter().enumerate() {
        tell!(Words, Some(&item.text), Key("disclaimers"), Item(i), Key("text"));
        tell!(Name, &item.by, Key("disclaimers"), Item(i), Key("by"));
    }
    for (i, item) in brief.timeline.iter().enumerate() {
        tell!(Words, Some(&item.event), Key("timeline"), Item(i), Key("event"));
    }
    for (i, item) in brief.quotes.iter().enumerate() {
        tell!(Repeated, Some(&item.text), Key("quotes"), Item(i), Key("text"));
        tell!(Name, &item.by, Key("quotes"), Item(i), Key("by"));
        tell!(Words, &item.context, Key("quotes"), Item(i), Key("context"));
    }
    for (s, section) in brief.sections.iter().enumerate() {
        tell!(Words, Some(&section.title), Key("sections"), Item(s), Key("title"));
        tell!(Words, &section.text, Key("sections"), Item(s), Key("text"));
        for (i, item) in section.items.iter().enumerate() {
            tell!(Words, Some(&item.text), Key("sections"), Item(s), Key("items"), Item(i), Key("text"));
        }
    }
    tell!(Repeated, &brief.text, Key("text"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{read, tree_of};
    use crate::source::Source;

    #[test]
    fn every_text_is_visited_once_and_stands_where_its_way_leads() {
        let text = "title: t0\nthesis: t1\ntopics: [t2]\nsource: {title: t3, author: [t4, t5], publication: t6, syndicated_by: t7}\n\
                    briefed: {by: t8}\nsummary: t9\nactors: [{name: u0, id: u1, aliases: u2, affiliation: u3, role: u4, position: u5}]\n\
                    recommendations: [{text: u6, to: [u7], rationale: u8}]\ndisclaimers: [{text: u9, by: v0}]\n\
                    timeline: [v1]\nquotes: [{text: v2, by: v3, context: v4}]\n\
                    sections: [{title: v5, text: v6, items: [v7]}]\ntext: v8\n";
        let source = Source::new("x", text.to_owned());
        let brief = read(&source).remove(0).brief.unwrap();
        let root = tree_of(&source, 0).unwrap();
        let mut all = Vec::new();
        each_text(&brief, &mut |_, text, way| {
            assert_eq!(root.nearest(way).text(), Some(text), "{way:?}");
            all.push(text.to_owned());
        });
        let mut written: Vec<String> = (0..10).map(|n| format!("t{n}")).collect();
        written.extend((0..10).map(|n| format!("u{n}")));
        written.extend((0..9).map(|n| format!("v{n}")));
        assert_eq!(all, written);
    }
}
