//! The parts of a Word document that are the same in all of them, or made from a few facts.

use super::escape;
use crate::document::headline;
use crate::render::export::facts::Facts;
use crate::render::export::moment;
use jiff::Timestamp;
use std::fmt::Write as _;

/// What every part begins with.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The namespaces of the main parts.
pub(super) const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The types of all parts.
pub(super) fn types() -> String {
    let mut out = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{TYPE}.document.main+xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    for part in ["styles", "numbering", "comments", "settings"] {
        let _ = write!(out, "<Override PartName=\"/word/{part}.xml\" ContentType=\"{TYPE}.{part}+xml\"/>");
    }
    out.push_str("</Types>");
    out
}

/// What the package holds.
pub(super) fn package() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATION}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         </Relationships>"
    )
}

/// What the document refers to: its parts, then the addresses of its links, `rId5` the first.
pub(super) fn relations(links: &[String]) -> String {
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for (n, part) in ["styles", "numbering", "comments", "settings"].iter().enumerate() {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{}\" Type=\"{RELATION}/{part}\" Target=\"{part}.xml\"/>",
            n + 1
        );
    }
    for (n, url) in links.iter().enumerate() {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{}\" Type=\"{RELATION}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
            n + 5,
            escape(url)
        );
    }
    out.push_str("</Relationships>");
    out
}

/// Title, authors and dates of the file.
pub(super) fn core(all: &[Facts<'_>], when: Timestamp) -> String {
    let (title, about, keywords, language) = match all {
        [one] => {
            let headline = one.headline.as_ref().map(|title| headline(title));
            let credit = Some(one.credit()).filter(|credit| !credit.is_empty());
            let about: Vec<String> = headline.into_iter().chain(credit).chain(one.url.clone()).collect();
            (one.title.clone(), about.join(" · "), one.topics.join(", "), one.piece.brief.language())
        }
        many => (format!("{} briefs", many.len()), String::new(), String::new(), "en"),
    };
    let briefed = all.first().and_then(|facts| facts.piece.brief.briefed.as_ref());
    let by = briefed.and_then(|briefed| briefed.by.as_ref()).map_or("", |by| by.as_str());
    let when = moment(when);
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><cp:keywords>{}</cp:keywords>\
         <dc:description>{}</dc:description><dc:language>{}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{when}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{when}</dcterms:modified></cp:coreProperties>",
        escape(&title),
        escape(&crate::text::clean_line(by)),
        escape(&keywords),
        escape(&about),
        escape(language),
    )
}

/// What Word needs to know of the file.
pub(super) fn settings() -> String {
    format!(
        "{HEAD}<w:settings {NAMES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         </w:settings>"
    )
}

/// A style of paragraphs: id, name, what it is based on, its paragraph's and its runs' properties.
type Style = (&'static str, &'static str, &'static str, &'static str, &'static str);

const STYLES: &[Style] = &[
    (
        "Title",
        "Title",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"160\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:bCs/><w:i/><w:iCs/>",
    ),
    ("Quote", "Quote", "Normal", "<w:ind w:left=\"480\" w:right=\"480\"/>", "<w:i/><w:iCs/>"),
    ("ListParagraph", "List Paragraph", "Normal", "<w:contextualSpacing/>", ""),
    (
        "Details",
        "Details",
        "Normal",
        "<w:spacing w:after=\"80\"/>",
        "<w:color w:val=\"595959\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
    (
        "Disclaimer",
        "Disclaimer",
        "Normal",
        "<w:pBdr><w:left w:val=\"dashed\" w:sz=\"8\" w:space=\"8\" w:color=\"595959\"/></w:pBdr>",
        "",
    ),
    (
        "CodeBlock",
        "Code Block",
        "Normal",
        "",
        "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/><w:sz w:val=\"20\"/>",
    ),
    (
        "CommentText",
        "annotation text",
        "Normal",
        "<w:spacing w:after=\"60\"/>",
        "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
];

const CHARACTERS: &[(&str, &str, &str)] = &[
    ("Hyperlink", "Hyperlink", "<w:color w:val=\"0B57A4\"/><w:u w:val=\"single\"/>"),
    ("Code", "Code", "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>"),
    ("CommentReference", "annotation reference", "<w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>"),
];

/// The styles, for text in a language.
pub(super) fn styles(language: &str) -> String {
    let language = escape(language);
    let mut out = format!(
        "{HEAD}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Georgia\" w:hAnsi=\"Georgia\" w:eastAsia=\"MS Mincho\" w:cs=\"Arial\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>\
         <w:lang w:val=\"{language}\" w:eastAsia=\"{language}\" w:bidi=\"{language}\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"140\" w:line=\"288\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/></w:style>"
    );
    for (id, name, based, paragraph, run) in STYLES {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{based}\"/>\
             <w:next w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        );
    }
    for (id, name, run) in CHARACTERS {
        let _ = write!(
            out,
            "<w:style w:type=\"character\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr>{run}</w:rPr></w:style>"
        );
    }
    out.push_str("</w:styles>");
    out
}

/// The lists: one of bullets (`numId` 1), and one of numbers for each start (`numId` 2 the first).
pub(super) fn numbering(starts: &[u32]) -> String {
    let mut out = format!("{HEAD}<w:numbering {NAMES}>");
    for (id, format, text) in [(0, "bullet", "•"), (1, "decimal", "")] {
        let _ = write!(
            out,
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
        );
        for level in 0..9 {
            let text = if text.is_empty() { format!("%{}.", level + 1) } else { text.to_owned() };
            let _ = write!(
                out,
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>\
                 <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"360\"/></w:pPr></w:lvl>",
                360 * (level + 1)
            );
        }
        out.push_str("</w:abstractNum>");
    }
    out.push_str("<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (n, start) in starts.iter().enumerate() {
        let _ = write!(out, "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/>", n + 2);
        for level in 0..9 {
            let _ = write!(
                out,
                "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
            );
        }
        out.push_str("</w:num>");
    }
    out.push_str("</w:numbering>");
    out
}
