//! What every section works with: the run, its tables, and the words of the language.

use std::collections::BTreeMap;
use std::path::Path;

use ambidex_core::Calendar;

use crate::ReportError;
use crate::catalogue::{Catalogue, Lang};
use crate::fans::{Mean, quantiles};
use crate::read::{Cube, Release, Series, base_releases};
use crate::run::{Arm, Comparison, Observation, Run};
use crate::svg::axes::number;

/// Why a section cannot be written.
pub enum Absent {
    /// The run holds no data for it; the key of the words that say which.
    Data(&'static str),
    /// Its data are broken.
    Broken(ReportError),
}

impl From<ReportError> for Absent {
    fn from(error: ReportError) -> Self {
        Self::Broken(error)
    }
}

/// An arm, its mean difference with the ends of the interval, and where these stand.
pub type Difference<'a> = (&'a Arm, [f64; 3], &'a Comparison);

/// Arm in which all labs have the same mix; it belongs to the table of patterns, and takes no decision back.
const PLACEBO: &str = "identical-mixes";
/// Arm at the fitted point, where parameters are drawn.
const FITTED: &str = "fitted-point";

/// The weekly series of an arm.
pub struct ArmSeries {
    /// Name of the arm.
    pub name: String,
    /// Its series.
    pub series: Series,
}

/// The run, its tables, and the words.
pub struct Context {
    /// Manifest and summary.
    pub run: Run,
    /// Language.
    pub lang: Lang,
    /// Weekly series of the baseline.
    base: Option<Series>,
    /// Weekly series of the arms, in the order of the manifest.
    pub arms: Vec<ArmSeries>,
    /// Base releases of the baseline.
    releases: Option<Vec<Release>>,
    catalogue: Catalogue,
}

impl Context {
    /// Reads a run directory.
    ///
    /// # Errors
    /// Where it holds no run or a file of it is broken.
    pub fn read(dir: &Path, lang: Lang) -> Result<Self, ReportError> {
        let run = Run::read(dir)?;
        let labs: Vec<String> = run.labs.iter().map(|lab| lab.name.clone()).collect();
        let every = run.manifest.part("every").unwrap_or(1_usize).max(1);
        let mut arms = vec![];
        for arm in run.arms.iter().filter(|arm| is_counterfactual(&arm.name)) {
            let path = dir.join("arms").join(&arm.name).join("series.parquet");
            if let Some(series) = Series::open(&path, &labs, every)? {
                arms.push(ArmSeries { name: arm.name.clone(), series });
            }
        }
        Ok(Self {
            base: Series::open(&dir.join("series.parquet"), &labs, every)?,
            releases: base_releases(&dir.join("releases.parquet"))?,
            catalogue: Catalogue::new(lang),
            run,
            lang,
            arms,
        })
    }

    /// A text of the catalogue with its places filled.
    pub fn t(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.catalogue.fill(key, values)
    }

    /// A unit in the language of the report; as it stands where the catalogue has none.
    pub fn unit(&self, unit: &str) -> String {
        self.word("unit", unit)
    }

    /// The catalogue's word for an entry of a family, e.g. `set.fit`; the entry itself where it has none.
    pub fn word(&self, family: &str, entry: &str) -> String {
        let key = format!("{family}.{entry}");
        if self.catalogue.has(&key) { self.t(&key, &[]) } else { entry.to_owned() }
    }

    /// Title of the focal lab.
    pub fn focal(&self) -> &str {
        self.run.lab_title(&self.run.focal, self.lang)
    }

    /// Title of a lab.
    pub fn lab<'a>(&'a self, name: &'a str) -> &'a str {
        self.run.lab_title(name, self.lang)
    }

    /// Colour of a lab in the palette: the focal lab has its own.
    pub fn colour(&self, lab: &str) -> usize {
        const RIVALS: [usize; 7] = [6, 3, 1, 7, 2, 0, 4];
        let rivals = self.run.labs.iter().filter(|other| other.name != self.run.focal);
        if lab == self.run.focal {
            return 5;
        }
        RIVALS[rivals.take_while(|other| other.name != lab).count() % RIVALS.len()]
    }

    /// The baseline's series.
    pub fn series(&self) -> Result<&Series, Absent> {
        self.base.as_ref().filter(|series| !series.worlds.is_empty()).ok_or(Absent::Data("missing.series"))
    }

    /// A column of the baseline's series.
    pub fn cube(&self, column: &str) -> Result<Cube, Absent> {
        self.series()?.column(column)?.ok_or(Absent::Data("missing.column"))
    }

    /// Position of the focal lab in the series.
    pub fn focal_at(&self) -> Result<usize, Absent> {
        self.series()?.lab(&self.run.focal).ok_or(Absent::Data("missing.focal"))
    }

    /// Positions of all other labs.
    pub fn rivals_at(&self) -> Result<Vec<usize>, Absent> {
        let focal = self.focal_at()?;
        Ok((0..self.series()?.labs.len()).filter(|lab| *lab != focal).collect())
    }

    /// The base releases of the baseline.
    pub fn releases(&self) -> Result<&[Release], Absent> {
        self.releases.as_deref().ok_or(Absent::Data("missing.releases"))
    }

    /// The focal lab's releases of one generation, in all worlds.
    pub fn generation(&self, generation: u32) -> Vec<&Release> {
        let releases = self.releases.iter().flatten();
        releases.filter(|release| release.lab == self.run.focal && release.generation == generation).collect()
    }

    /// The run's weeks.
    pub fn calendar(&self) -> Result<Calendar, Absent> {
        Ok(self.run.calendar(self.series()?.weeks))
    }

    /// Number of worlds behind the figures.
    pub fn worlds(&self) -> String {
        self.base.as_ref().map_or(0, |series| series.worlds.len()).to_string()
    }

    /// A mean with its interval and unit, in words.
    pub fn mean(&self, mean: &Mean, unit: &str, digits: usize) -> String {
        self.estimate([mean.mean, mean.low(), mean.high()], unit, digits)
    }

    /// An estimate with the ends of its interval and its unit, in words.
    pub fn estimate(&self, [at, low, high]: [f64; 3], unit: &str, digits: usize) -> String {
        let digit = |value: f64| number(value, digits);
        let values =
            [("at", digit(at)), ("low", digit(low)), ("high", digit(high)), ("unit", self.unit(unit))];
        self.t("number.estimate", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// A share in per cent.
    pub fn percent(&self, share: f64, digits: usize) -> String {
        number(100.0 * share, digits) + "\u{a0}%"
    }

    /// Date of a week, with fractions.
    pub fn date(&self, week: f64) -> String {
        self.run.calendar(0).date(week.round() as i32).to_string()
    }

    /// Public scores of a lab, with a date and a number, in order of date.
    pub fn observed(&self, lab: &str) -> Vec<(f64, f64, &Observation)> {
        let calendar = self.run.calendar(0);
        let own = self.run.observations.iter().filter(|observation| observation.lab == lab);
        let mut dated: Vec<_> =
            own.filter_map(|one| Some((calendar.position(one.date?), one.eci?, one))).collect();
        dated.sort_by(|one, other| one.0.total_cmp(&other.0));
        dated
    }

    /// Median week and commonest name of the focal lab's release of a generation, where half of the worlds have one.
    pub fn median_release(&self, generation: u32) -> Option<(f64, String)> {
        let releases = self.generation(generation);
        let worlds = self.base.as_ref()?.worlds.len();
        let median = quantiles(releases.iter().map(|release| f64::from(release.week)))[2];
        (releases.len() * 2 >= worlds.max(1)).then(|| (median, commonest(&releases)))
    }

    /// Paired differences of an outcome, by arm in the order of the manifest, where they are numbers.
    pub fn differences(&self, outcome: &str) -> Vec<Difference<'_>> {
        let found = |arm: &Arm| {
            let own = self.run.comparisons.iter().find(|comparisons| comparisons.arm == arm.name);
            own.and_then(|comparisons| comparisons.outcomes.get(outcome))
        };
        let arms = self.run.arms.iter().filter(|arm| is_counterfactual(&arm.name));
        arms.filter_map(|arm| {
            let one = found(arm)?;
            Some((arm, one.numbers()?, one))
        })
        .collect()
    }

    /// Title of an arm.
    pub fn arm<'a>(&self, arm: &'a Arm) -> &'a str {
        arm.title.or(self.lang, &arm.name)
    }

    /// The same, first where one decision is taken back, then for combinations and placebos.
    pub fn singles_and_others(&self, outcome: &str) -> (Vec<Difference<'_>>, Vec<Difference<'_>>) {
        let single = |name: &str| !name.starts_with("all") && !name.contains("placebo");
        self.differences(outcome).into_iter().partition(|(arm, _, _)| single(&arm.name))
    }

    /// Names joined as in prose.
    pub fn join(&self, names: &[String]) -> String {
        names.join(&self.t("number.comma", &[]))
    }
}

/// Whether an arm takes a decision back.
fn is_counterfactual(name: &str) -> bool {
    name != "baseline" && name != PLACEBO && name != FITTED
}

/// An estimate without words: `1.2 [0.8, 1.6]`.
pub fn bracket([at, low, high]: [f64; 3], digits: usize) -> String {
    format!("{}\u{a0}[{},\u{a0}{}]", number(at, digits), number(low, digits), number(high, digits))
}

fn commonest(releases: &[&Release]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for release in releases {
        *counts.entry(&release.name).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(String::new(), |(name, _)| name.to_owned())
}
