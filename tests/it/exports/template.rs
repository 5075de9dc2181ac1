//! Templates of a reader's own.

use super::sample::{Sample, WHEN};
use briefing::render::export::{What, template};
use proptest::prelude::*;

fn rendered(sample: &Sample, source: &str) -> Result<String, String> {
    let when = WHEN.parse().unwrap();
    sample
        .piece(|piece| template(source, "mine.md", &[piece], What::Both, when))
        .map_err(|error| error.to_string())
}

/// What a reader's own format may look like.
const HOUSE: &str = "\
---
title: {{ briefs[0].title | quoted }}
---
{% for brief in briefs %}
{{ brief.title | literal }} ({{ brief.credit }})
{{ brief.disclaimer_line }}
{% for actor in brief.brief.actors if actor.position %}
* {{ actor.name }}: {{ actor.position }}
{% endfor %}
{% for entry in brief.notes %}
{{ loop.index }}. [{{ entry.state }}] {{ entry.label }}, {{ entry.place | slug }}{% if entry.found %} at {{ entry.found.start }}{% endif %}

{{ entry.quote | behind('> ') }}
{% if entry.text %}
{{ entry.text | indent(4, true) }}
{% endif %}
{% if entry.note.meaning %}means {{ entry.note.meaning }}{% endif %}

{% endfor %}
{% endfor %}
";

#[test]
fn a_template_sees_what_the_json_holds() {
    insta::with_settings!({snapshot_path => "../snapshots"}, {
        insta::assert_snapshot!("house", rendered(&Sample::whole(), HOUSE).unwrap());
    });
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let sample = Sample::whole();
    for (source, words) in [
        ("a\n{% for %}", "line 2"),
        ("a\nb\n{{ briefs[0].titel }}", "line 3: there is no `briefs[0].titel`; did you mean `title`?"),
        ("{{ briefs | sing }}", "unknown filter"),
        ("{% include 'other' %}", "line 1"),
        ("{{ 1 + }}", "line 1"),
        ("\n{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}", "line 2"),
    ] {
        let error = rendered(&sample, source).unwrap_err();
        assert!(error.contains(words) && !error.contains('\n'), "{source}: {error}");
    }
}

#[test]
fn a_template_comes_to_an_end() {
    let sample = Sample::whole();
    let forever =
        "{% for a in range(90000) %}{% for b in range(90000) %}{% set c = a %}{% endfor %}{% endfor %}";
    let endless = "{% for a in range(90000) %}{{ 'x' * 90000 }}{% endfor %}";
    for (source, words) in [(forever, "goes on too long"), (endless, "more than 64 MB")] {
        let error = rendered(&sample, source).unwrap_err();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn nothing_is_escaped_but_what_a_terminal_would_obey_is_gone() {
    let mut sample = Sample::whole();
    "<b>&\u{1b}[31m\u{202e}\tx".clone_into(&mut sample.notes[0].text);
    let out = rendered(&sample, "{{ briefs[0].notes[0].note.text }}\t|").unwrap();
    assert_eq!(out, "<b>&    x\t|");
}

proptest! {
    #[test]
    fn a_text_is_never_a_template(text in "(\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}|[a-z ]|briefs){0,20}") {
        let mut sample = Sample::whole();
        text.clone_into(&mut sample.notes[0].text);
        prop_assert_eq!(rendered(&sample, "{{ briefs[0].notes[0].text }}").unwrap(), text.trim());
    }

    #[test]
    fn no_template_takes_the_program_down(source in "(\\{\\{ ?|\\}\\}|\\{% ?|%\\}|for x in |briefs|x|\\[0\\]|\\.notes|if |endif|endfor|set y = |\\||quoted|loop| |\n|\\*|9){0,25}") {
        let _ = rendered(&Sample::of("title: T\nsummary: s\n"), &source);
    }
}
