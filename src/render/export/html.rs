//! One file of HTML with everything in it: no script, nothing from elsewhere, for the screen and for paper.

use super::address::{encoded, is_followed};
use super::facts::{Facts, GONE, Group, WHOLE, heading};
use super::markup::{Markup, direction, escape, isolated};
use super::{Piece, What};
use crate::document::{SectionKind, headline};
use jiff::Timestamp;
use std::fmt::Write as _;

const STYLE: &str = include_str!("html.css");

/// Writes pieces as a page of HTML.
pub(super) fn write(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
    let all = Facts::all(pieces);
    let title = match all.as_slice() {
        [one] => one.title.clone(),
        many => format!("{} briefs", many.len()),
    };
    let first = pieces.first();
    let lang = first.map_or("en", |piece| piece.brief.language());
    let dir = direction(first.is_some_and(|piece| piece.document.is_rtl()));
    let mut out = String::new();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"generator\" content=\"brief\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escape(lang),
        escape(&title)
    );
    for (n, facts) in all.iter().enumerate() {
        article(&mut out, n, facts, what);
    }
    out.push_str("</body>\n</html>\n");
    out.into_bytes()
}

fn article(out: &mut String, piece: usize, facts: &Facts<'_>, what: What) {
    let doc = facts.piece.document;
    let lang = escape(facts.piece.brief.language());
    let _ = writeln!(out, "<article lang=\"{lang}\" dir=\"{}\">", direction(doc.is_rtl()));
    let notes = if what.notes() { facts.notes() } else { Vec::new() };
    let page = Markup::page(piece, doc, &notes);
    if what.brief() {
        for (n, section) in doc.sections().iter().enumerate() {
            if section.kind == SectionKind::Head {
                out.push_str("<header>\n");
                page.flow(out, section.body.clone(), Some(section.kind));
                out.push_str("</header>\n");
                page.notes(out, Group::Whole, (2, WHOLE));
                page.notes(out, Group::Section(n), (2, &heading(Group::Section(n), doc)));
                continue;
            }
            let _ = writeln!(out, "<section id=\"s{piece}-{n}\">\n<h2>{}</h2>", escape(&section.title));
            page.flow(out, section.body.clone(), Some(section.kind));
            page.notes(out, Group::Section(n), (3, "Notes"));
            out.push_str("</section>\n");
        }
    } else {
        let _ = writeln!(out, "<header>\n<h1>{}</h1>", escape(&facts.title));
        let headline =
            facts.headline.as_ref().map(|title| format!("<cite>{}</cite>", escape(&headline(title))));
        let url = facts.url.as_deref().map(|url| {
            let words = escape(url);
            if is_followed(url) {
                format!("<a href=\"{}\">{words}</a>", escape(&encoded(url)))
            } else {
                words
            }
        });
        let credit = Some(isolated(&facts.credits())).filter(|credit| !credit.is_empty());
        for line in headline.into_iter().chain(credit).chain(url) {
            let _ = writeln!(out, "<p class=\"byline\">{line}</p>");
        }
        let _ = writeln!(out, "<p class=\"disclaimers\">{}</p>\n</header>", escape(&facts.disclaimers()));
        page.notes(out, Group::Whole, (2, WHOLE));
        for n in 0..doc.sections().len() {
            let group = Group::Section(n);
            page.notes(out, group, (2, &heading(group, doc)));
        }
    }
    page.notes(out, Group::Gone, (2, GONE));
    out.push_str("</article>\n");
}
