//! The report as one HTML file.

use minijinja::{Environment, context};

use crate::ReportError;
use crate::document::{Block, Document, Figure, Section, Table};
use crate::svg::escape;

/// The page, in a language by its code, with the word for its contents.
///
/// # Errors
/// Where the template is broken.
pub fn html(document: &Document, lang: &str, contents: &str) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    environment.add_template("report", include_str!("template.html"))?;
    let sections: Vec<_> = document
        .sections
        .iter()
        .map(|section| context! { id => section.id, title => section.title, html => section_html(section) })
        .collect();
    Ok(environment.get_template("report")?.render(context! {
        lang => lang,
        title => document.title,
        subtitle => document.subtitle,
        contents => contents,
        figure_style => include_str!("figure.css"),
        sections => sections,
    })?)
}

fn section_html(section: &Section) -> String {
    section.blocks.iter().map(block_html).collect()
}

fn block_html(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>\n", inline(text)),
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", inline(item))).collect();
            format!("<ul>{items}</ul>\n")
        }
        Block::Code(text) => format!("<pre><code>{}</code></pre>\n", escape(text)),
        Block::Folded(title, text) => {
            format!(
                "<details><summary>{}</summary>\n<pre><code>{}</code></pre></details>\n",
                escape(title),
                escape(text)
            )
        }
        Block::FoldedTable(title, table) => {
            format!("<details><summary>{}</summary>\n{}</details>\n", inline(title), table_html(table))
        }
        Block::Heading(text) => format!("<h3>{}</h3>\n", inline(text)),
        Block::Figure(figure) => figure_html(figure),
        Block::Table(table) => table_html(table),
    }
}

/// Text as HTML, with what stands between two back-quotes as code.
fn inline(text: &str) -> String {
    let parts: Vec<String> = text.split('`').map(escape).collect();
    if parts.len().is_multiple_of(2) {
        return escape(text);
    }
    let code = |(at, part): (usize, &String)| {
        if at % 2 == 1 { format!("<code>{}</code>", breakable(part)) } else { part.clone() }
    };
    parts.iter().enumerate().map(code).collect()
}

/// A path that may be broken after its joints.
fn breakable(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut characters = path.chars().peekable();
    while let Some(character) = characters.next() {
        out.push(character);
        let goes_on = characters.peek().is_some_and(char::is_ascii_lowercase);
        if goes_on && matches!(character, '.' | '_') {
            out.push_str("<wbr>");
        }
    }
    out
}

fn figure_html(figure: &Figure) -> String {
    let (wide, narrow) = figure.drawings();
    let (id, title, caption) = (&figure.id, escape(&figure.title), inline(&figure.caption));
    format!(
        "<figure id=\"figure-{id}\">\n<div class=\"when-wide\">{wide}</div>\n<div class=\"when-narrow\">{narrow}</div>\n\
         <figcaption><b>{title}</b>&ensp;{caption}</figcaption>\n</figure>\n"
    )
}

fn table_html(table: &Table) -> String {
    let class = |column: usize| match (table.is_numeric(column), table.is_short(column)) {
        (true, _) => " class=\"number\"",
        (false, true) => " class=\"short\"",
        (false, false) => "",
    };
    let classes: Vec<&str> = (0..table.head.len()).map(class).collect();
    let class = |column: usize| classes.get(column).copied().unwrap_or_default();
    let head: String = table
        .head
        .iter()
        .enumerate()
        .map(|(at, text)| format!("<th{}>{}</th>", class(at), breakable(&escape(text))))
        .collect();
    let cell = |(at, text): (usize, &String)| {
        let label = table.head.get(at).map_or(String::new(), |head| escape(head));
        format!("<td{} data-label=\"{label}\"><span>{}</span></td>", class(at), inline(text))
    };
    let row =
        |row: &Vec<String>| format!("<tr>{}</tr>\n", row.iter().enumerate().map(cell).collect::<String>());
    let rows: String = table.rows.iter().map(row).collect();
    format!(
        "<div class=\"scroll\"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )
}
