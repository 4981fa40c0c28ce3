//! What is wrong with an input, shown in its place.

use std::fmt;
use std::sync::Arc;

use ambidex_core::Problem;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, SourceSpan};

/// A text that something was read from: a file, or one `--set`.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name for people: the file's, or `--set`.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

/// Bytes of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the source in its document.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// One problem with the place it has in its source, where it has one.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// Where, what was found, what was expected, what to do.
    pub problem: Problem,
    /// The source and the bytes of it that are wrong.
    pub place: Option<(Source, Place)>,
}

/// All problems of an input. `Display` gives a line each, [`ScenarioError::render`] the sources underlined.
#[derive(Clone, Debug)]
pub struct ScenarioError {
    /// File, case or template that was read.
    pub name: String,
    /// The problems, in the order of their places.
    pub mistakes: Vec<Mistake>,
}

impl std::error::Error for ScenarioError {}
impl std::error::Error for Mistake {}

/// Longest line that is shown whole; a longer one is named by its number alone.
const LONGEST_LINE: usize = 400;
/// Longest text under a line.
const LONGEST_LABEL: usize = 70;
/// Most problems that are shown in full.
const MOST_SHOWN: usize = 40;

impl ScenarioError {
    /// An error without a place, about the input as a whole.
    pub fn whole(
        name: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (found, expected, remedy) = (found.into(), expected.into(), remedy.into());
        let problem = Problem { path: name.to_owned(), found, expected, remedy };
        Self { name: name.to_owned(), mistakes: vec![Mistake { problem, place: None }] }
    }

    /// Errors of one input as one, each problem once.
    pub fn together(errors: Vec<Self>) -> Self {
        let mut all = Self { name: String::new(), mistakes: Vec::new() };
        for error in errors {
            all.name = error.name;
            for mistake in error.mistakes {
                let place = |mistake: &Mistake| mistake.place.as_ref().map(|(_, place)| *place);
                let same =
                    |other: &Mistake| other.problem == mistake.problem && place(other) == place(&mistake);
                if !all.mistakes.iter().any(same) {
                    all.mistakes.push(mistake);
                }
            }
        }
        all.mistakes.sort_by_key(|mistake| mistake.place.as_ref().map(|(_, place)| *place));
        all
    }

    /// The problems with their lines underlined, for a terminal (`colour`) or a plain one.
    pub fn render(&self, colour: bool) -> String {
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(110).with_context_lines(1);
        let mut text = String::new();
        for mistake in self.mistakes.iter().take(MOST_SHOWN) {
            if handler.render_report(&mut text, mistake).is_err() {
                text.push_str(&format!("{mistake}\n"));
            }
        }
        let count = self.mistakes.len();
        if count > MOST_SHOWN {
            text.push_str(&format!("... and {} more\n", count - MOST_SHOWN));
        }
        let problems = if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
        text.push_str(&format!("{}: {problems}\n", self.name));
        text
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, mistake) in self.mistakes.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            if let Some((line, column)) = mistake.line_and_column() {
                let name = mistake.place.as_ref().map_or(self.name.as_str(), |(source, _)| &source.name);
                write!(f, "{name}:{line}:{column}: ")?;
            }
            write!(f, "{}", mistake.problem)?;
        }
        Ok(())
    }
}

impl Mistake {
    /// Line and column of the place, from 1.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        let (source, place) = self.place.as_ref()?;
        let before = source.text.get(..place.start)?;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        Some((before.matches('\n').count() + 1, column + 1))
    }

    /// What stands under the line, where that is short enough; a longer one goes to the help below.
    fn label(&self) -> Option<String> {
        let label = format!("expected {}", self.problem.expected);
        (self.shown().is_some() && label.chars().count() <= LONGEST_LABEL).then_some(label)
    }

    /// The source and the place, where the line is short enough to be shown.
    fn shown(&self) -> Option<(&Source, SourceSpan)> {
        let (source, place) = self.place.as_ref()?;
        let before = source.text.get(..place.start)?;
        let after = source.text.get(place.start..)?;
        let first = before.rsplit('\n').next().map_or(0, str::len);
        let length = first + after.split('\n').next().map_or(0, str::len);
        let end = place.end.clamp(place.start, source.text.len());
        (length <= LONGEST_LINE).then(|| (source, (place.start, end - place.start).into()))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { path, found, .. } = &self.problem;
        write!(f, "{}: {found}", if path.is_empty() { "the file" } else { path })?;
        match (self.shown(), self.line_and_column()) {
            (None, Some((line, column))) => write!(f, " (line {line}, column {column})"),
            _ => Ok(()),
        }
    }
}

impl Diagnostic for Mistake {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        match self.label() {
            Some(_) => Some(Box::new(&self.problem.remedy)),
            None => Some(Box::new(format!("expected {}; {}", self.problem.expected, self.problem.remedy))),
        }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.shown().map(|(source, _)| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (_, span) = self.shown()?;
        let label = self.label().unwrap_or_else(|| "here".to_owned());
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(Some(label), span))))
    }
}

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        let contents = self.text.as_ref().read_span(span, before, after)?;
        Ok(Box::new(miette::MietteSpanContents::new_named(
            self.name.to_string(),
            contents.data(),
            *contents.span(),
            contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}
