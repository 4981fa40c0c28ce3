//! The report as sections of paragraphs, figures and tables, before it becomes a page or a Markdown file.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

use crate::svg::Canvas;
use crate::{ReportError, file_error, replace};

/// Width of a figure where there is room [px].
pub const WIDE: f64 = 760.0;
/// Width of a figure on a telephone [px].
pub const NARROW: f64 = 336.0;

/// A figure, drawn for both widths.
pub struct Figure {
    /// Identity: file name and anchor.
    pub id: Cow<'static, str>,
    /// Title.
    pub title: String,
    /// What is shown, of how many worlds, what the bands are.
    pub caption: String,
    wide: Canvas,
    narrow: Canvas,
}

impl Figure {
    /// Draws a figure once for each width.
    pub fn draw(
        id: impl Into<Cow<'static, str>>,
        title: String,
        caption: String,
        mut draw: impl FnMut(&mut Canvas),
    ) -> Self {
        let (mut wide, mut narrow) = (Canvas::new(WIDE), Canvas::new(NARROW));
        draw(&mut wide);
        draw(&mut narrow);
        Self { id: id.into(), title, caption, wide, narrow }
    }

    /// Both drawings, of which the page shows the one that fits.
    pub fn drawings(&self) -> (String, String) {
        let one = |canvas: &Canvas, suffix: &str| {
            canvas.finish(&format!("{}-{suffix}", self.id), &self.title, &self.caption, None)
        };
        (one(&self.wide, "w"), one(&self.narrow, "n"))
    }

    fn file(&self) -> String {
        self.wide.finish(&self.id, &self.title, &self.caption, Some(include_str!("figure.css")))
    }
}

/// A table.
#[derive(Default)]
pub struct Table {
    /// Heads of the columns.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Whether all cells of a column are short, so that none need be broken; what is not ASCII counts twice.
    pub fn is_short(&self, column: usize) -> bool {
        const MOST: usize = 14;
        let width = |cell: &String| cell.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        let mut cells = self.rows.iter().filter_map(|row| row.get(column));
        cells.all(|cell| width(cell) <= MOST)
    }

    /// Whether all cells of a column begin like numbers.
    pub fn is_numeric(&self, column: usize) -> bool {
        let begins = |text: &str| {
            text.starts_with(|first: char| first.is_ascii_digit() || "\u{2212}–+<".contains(first))
        };
        let mut cells = self.rows.iter().filter_map(|row| row.get(column));
        cells.all(|cell| {
            begins(cell) && cell.chars().filter(|character| character.is_alphabetic()).count() < 4
        })
    }
}

/// A part of a section.
pub enum Block {
    /// Prose.
    Paragraph(String),
    /// Items.
    List(Vec<String>),
    /// A figure.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// Words to be typed.
    Code(String),
    /// A long text under a title, folded up.
    Folded(String, String),
    /// A long table under a title, folded up.
    FoldedTable(String, Table),
    /// A heading within the section.
    Heading(String),
}

/// A section.
pub struct Section {
    /// Identity: anchor.
    pub id: Cow<'static, str>,
    /// Title.
    pub title: String,
    /// Parts.
    pub blocks: Vec<Block>,
}

/// The parts of a section as they are written.
#[derive(Default)]
pub struct Blocks(pub Vec<Block>);

impl Blocks {
    /// Adds prose.
    pub fn say(&mut self, text: String) {
        self.0.push(Block::Paragraph(text));
    }

    /// Adds a figure.
    pub fn show(&mut self, figure: Figure) {
        self.0.push(Block::Figure(figure));
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, head: Vec<String>, rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            self.0.push(Block::Table(Table { head, rows }));
        }
    }
}

/// The whole report.
pub struct Document {
    /// Title.
    pub title: String,
    /// Line under the title.
    pub subtitle: String,
    /// Sections in order.
    pub sections: Vec<Section>,
}

impl Document {
    fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }

    /// Writes each figure as a file of its own, for Markdown and for other documents.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn write_figures(&self, run_dir: &Path, ending: &str) -> Result<(), ReportError> {
        let folder = run_dir.join("figures");
        std::fs::create_dir_all(&folder).map_err(file_error(&folder))?;
        for figure in self.figures() {
            replace(&folder.join(format!("{}{ending}.svg", figure.id)), &figure.file())?;
        }
        Ok(())
    }

    /// The report in Markdown.
    pub fn markdown(&self, ending: &str) -> String {
        let mut out = format!("# {}\n\n{}\n", plain(&self.title), plain(&self.subtitle));
        for section in &self.sections {
            let _ = write!(out, "\n## {}\n", plain(&section.title));
            for block in &section.blocks {
                out.push('\n');
                out.push_str(&markdown_block(block, ending));
            }
        }
        out
    }
}

fn markdown_block(block: &Block, ending: &str) -> String {
    match block {
        Block::Paragraph(text) => plain(text) + "\n",
        Block::List(items) => items.iter().map(|item| format!("- {}\n", plain(item))).collect(),
        Block::Code(text) => format!("```\n{text}\n```\n"),
        Block::Folded(title, text) => {
            format!("<details><summary>{}</summary>\n\n```json\n{text}\n```\n\n</details>\n", plain(title))
        }
        Block::Figure(figure) => {
            let (title, caption) = (plain(&figure.title), plain(&figure.caption));
            format!("![{title}](figures/{}{ending}.svg)\n\n**{title}** {caption}\n", figure.id)
        }
        Block::Heading(text) => format!("### {}\n", plain(text)),
        Block::FoldedTable(title, table) => {
            format!("<details><summary>{}</summary>\n\n{}\n</details>\n", plain(title), markdown_table(table))
        }
        Block::Table(table) => markdown_table(table),
    }
}

fn markdown_table(table: &Table) -> String {
    let line = |cells: &[String]| {
        format!("| {} |\n", cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | "))
    };
    let rule = |column| if table.is_numeric(column) { " --: |" } else { " --- |" };
    let rule = format!("|{}\n", (0..table.head.len()).map(rule).collect::<String>());
    line(&table.head) + &rule + &table.rows.iter().map(|row| line(row)).collect::<String>()
}

/// Text without anything that Markdown would read as markup; what stands between two back-quotes is code already.
fn plain(text: &str) -> String {
    let is_whole = text.matches('`').count().is_multiple_of(2);
    let (mut out, mut code) = (String::with_capacity(text.len()), false);
    for character in text.chars() {
        match character {
            '`' => {
                code = is_whole && !code;
                out.push('`');
            }
            '|' => out.push_str("\\|"),
            '*' | '_' | '#' if !code => out.extend(['\\', character]),
            '<' if !code => out.push_str("&lt;"),
            '\n' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_underscores_and_prose_does_not_become_markup() {
        assert_eq!(plain("a_b `a_b` * | <c>"), "a\\_b `a_b` \\* \\| &lt;c>");
        assert_eq!(plain("one ` alone_"), "one ` alone\\_");
    }
}
