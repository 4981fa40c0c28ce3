//! Small vector figures. Every function writes the same text for the same numbers; colours and fonts come from the page
//! by class (`figure.css`), so that a figure follows the reader's font, dark mode and print.

use std::fmt::Write;

pub mod agreement;
pub mod axes;
pub mod bars;
pub mod cloud;
pub mod contours;
pub mod crosses;
pub mod curves;
pub mod forest;
pub mod heat;
pub mod histograms;
pub mod labels;
pub mod lanes;
pub mod legend;
pub mod limits;
pub mod panel;
pub mod scatter;
pub mod spans;
pub mod stacked;

/// Size of the figures' text [px].
pub const TEXT: f64 = 12.0;

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Begins there.
    Start,
    /// Is centred there.
    Middle,
    /// Ends there.
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// Shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Filled disc.
    Filled,
    /// Hollow disc.
    Hollow,
    /// Small cross.
    Cross,
    /// Filled lozenge.
    Lozenge,
}

/// A figure in the making.
#[derive(Clone, Debug)]
pub struct Canvas {
    /// Width [px].
    pub width: f64,
    /// Height [px]; grows with what is drawn below.
    pub height: f64,
    body: String,
}

impl Canvas {
    /// An empty figure.
    pub fn new(width: f64) -> Self {
        Self { width, height: 0.0, body: String::new() }
    }

    /// Whether there is little room, as on a telephone.
    pub fn narrow(&self) -> bool {
        self.width < 500.0
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let (x1, y1, x2, y2) = (short(from.0), short(from.1), short(to.0), short(to.1));
        self.push(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"));
    }

    /// A path.
    pub fn path(&mut self, path: &str, class: &str) {
        if !path.is_empty() {
            self.push(&format!("<path class=\"{class}\" d=\"{path}\"/>"));
        }
    }

    /// A rectangle.
    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, class: &str) {
        let (x, y, width, height) = (short(x), short(y), short(width), short(height));
        self.push(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    /// A rectangle in a colour of the palette, as dark as `depth` says from 0 to 1.
    pub fn shade(&mut self, x: f64, y: f64, width: f64, height: f64, colour: usize, depth: f64) {
        let (x, y, width, height) = (short(x), short(y), short(width), short(height));
        self.push(&format!(
            "<rect class=\"f{colour}\" opacity=\"{depth:.2}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    /// A text on its baseline.
    pub fn text(&mut self, at: (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let (x, y, anchor, text) = (short(at.0), short(at.1), anchor.name(), escape(text));
        self.push(&format!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
        ));
    }

    /// A mark in a colour of the palette.
    pub fn mark(&mut self, at: (f64, f64), mark: Mark, colour: usize, size: f64) {
        let (x, y, r) = (short(at.0), short(at.1), short(size));
        match mark {
            Mark::Filled => {
                self.push(&format!("<circle class=\"f{colour} edge\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"))
            }
            Mark::Hollow => {
                self.push(&format!("<circle class=\"s{colour} hollow\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"))
            }
            Mark::Cross => {
                let half = short(size * 0.8);
                let back = short(size * 1.6);
                let path = format!("M{x} {y}m-{half} -{half}l{back} {back}m0 -{back}l-{back} {back}");
                self.path(&path, &format!("s{colour} line thin"));
            }
            Mark::Lozenge => {
                let path = format!("M{x} {y}m0 -{r}l{r} {r}l-{r} {r}l-{r} -{r}z");
                self.path(&path, &format!("f{colour} edge"));
            }
        }
    }

    fn push(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// The whole element, with a name and a description for who cannot see it. `style` is for a file of its own.
    pub fn finish(&self, id: &str, title: &str, description: &str, style: Option<&str>) -> String {
        let (width, height) = (short(self.width), short(self.height));
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n<title id=\"{id}-t\">{}</title>\n\
             <desc id=\"{id}-d\">{}</desc>\n",
            escape(title),
            escape(description).replace('`', "")
        );
        if let Some(style) = style {
            let _ = write!(
                out,
                "<style>{style}</style>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n"
            );
        }
        out + &self.body + "</svg>"
    }
}

/// Text safe within an element or an attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A coordinate to a tenth of a pixel, without needless digits.
pub fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".into() } else { text.to_owned() }
}

/// Approximate width of a text [px] at a size; generous, so that texts placed by it do not touch.
pub fn text_width(text: &str, size: f64) -> f64 {
    let width = |character: char| match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | '\'' | ':' | ' ' | '(' | ')' | '[' | ']' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' => 0.9,
        'A'..='Z' => 0.68,
        '\u{2e80}'.. => 1.02,
        _ => 0.62,
    };
    size * text.chars().map(width).sum::<f64>()
}

/// Texts of at most a width, broken between words, after the joints of a path, or anywhere between Chinese characters.
pub fn wrap(text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let line = lines.last_mut().expect("there is always a last line");
        if !line.is_empty() && text_width(&(line.clone() + piece.trim_end()), size) > width {
            lines.push(piece.to_owned());
        } else {
            line.push_str(piece);
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

/// Words with their trailing space, paths by their joints; Chinese characters one by one.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = vec![];
    let mut from = 0;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let goes_on = || text[end..].starts_with(|next: char| next.is_ascii_lowercase());
        let joint = matches!(character, '.' | '_') && goes_on();
        if character == ' ' || character >= '\u{2e80}' || joint {
            pieces.push(&text[from..end]);
            from = end;
        }
    }
    pieces.push(&text[from..]);
    pieces
}

/// Path through points; broken where one is not a number, with the inner points of level stretches left out.
pub fn polyline(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for run in runs(points) {
        for (at, (x, y)) in thinned(&run).iter().enumerate() {
            let _ = write!(path, "{}{} {}", if at == 0 { 'M' } else { 'L' }, short(*x), short(*y));
        }
    }
    path
}

/// Closed path between two lines over the same places.
pub fn ribbon(points: impl IntoIterator<Item = (f64, f64, f64)>) -> String {
    let points: Vec<(f64, f64, f64)> = points.into_iter().collect();
    let finite = |point: &&(f64, f64, f64)| point.1.is_finite() && point.2.is_finite();
    let mut path = String::new();
    for run in points.split(|point| !finite(&point)).filter(|run| !run.is_empty()) {
        let there = thinned(&run.iter().map(|point| (point.0, point.1)).collect::<Vec<_>>());
        let back = thinned(&run.iter().map(|point| (point.0, point.2)).collect::<Vec<_>>());
        for (at, (x, y)) in there.iter().chain(back.iter().rev()).enumerate() {
            let _ = write!(path, "{}{} {}", if at == 0 { 'M' } else { 'L' }, short(*x), short(*y));
        }
        path.push('Z');
    }
    path
}

fn runs(points: impl IntoIterator<Item = (f64, f64)>) -> Vec<Vec<(f64, f64)>> {
    let points: Vec<(f64, f64)> = points.into_iter().collect();
    points.split(|point| !point.1.is_finite()).filter(|run| !run.is_empty()).map(<[_]>::to_vec).collect()
}

/// Without the points between two neighbours of (nearly) the same height.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let level = |at: usize| {
        at > 0
            && at + 1 < points.len()
            && (points[at - 1].1 - points[at].1).abs() < 0.05
            && (points[at + 1].1 - points[at].1).abs() < 0.05
    };
    points.iter().enumerate().filter(|(at, _)| !level(*at)).map(|(_, point)| *point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_breaks_at_what_is_not_a_number() {
        let path = polyline([(0.0, 1.0), (1.0, 2.0), (2.0, f64::NAN), (3.0, 4.0), (4.0, 5.0)]);
        assert_eq!(path, "M0 1L1 2M3 4L4 5");
        assert_eq!(polyline([(0.0, f64::NAN)]), "");
        assert_eq!(ribbon([(0.0, f64::NAN, 1.0)]), "");
    }

    #[test]
    fn level_stretches_keep_their_ends() {
        assert_eq!(polyline((0..5).map(|x| (f64::from(x), 3.0))), "M0 3L4 3");
    }

    #[test]
    fn wrapped_lines_hold_the_width_and_all_words() {
        let text = "Knowledge found in research and not in the lab code";
        let lines = wrap(text, 120.0, 12.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| text_width(line, 12.0) <= 120.0));
        assert_eq!(lines.join(" "), text);
        assert!(wrap("研究已经发现而尚未转移的知识", 60.0, 12.0).len() > 1);
        assert_eq!(wrap("transfer.integration_share", 120.0, 12.0), ["transfer.", "integration_share"]);
    }

    #[test]
    fn markup_in_a_text_is_escaped() {
        let mut canvas = Canvas::new(100.0);
        canvas.text((0.0, 0.0), Anchor::Start, "", "a<b & \"c\"");
        let whole = canvas.finish("x", "<t>", "d", None);
        assert!(whole.contains("a&lt;b &amp; &quot;c&quot;") && whole.contains("&lt;t&gt;"));
    }
}
