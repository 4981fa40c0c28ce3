//! What is wrong with the points of an experiment, each problem at the value that is to blame where one alone is.
//!
//! A problem is told where some point has it. Whom it is told of is found by setting one value alone.

use ambidex_core::Problem;
use ambidex_scenario::experiment::{Design as Kind, Draft, Experiment, Factor, Infeasible, Spread};

use super::design::{Axis, Design, Lever, Rows};
use super::experiment::{at, levels};
use super::target::{Setting, Target};

/// Points that are checked before anything is run: all, or so many of them, evenly spread.
const CHECKED: u32 = 4096;
/// The same for targets that take longer.
const CHECKED_SLOW: u32 = 128;
/// Problems of points that are told.
const TOLD: usize = 10;
/// A value that no setting takes.
const NONSENSE: &str = "?";

/// Problems of the points of a design, or, where there is none, of the values of the file each in its turn.
pub(super) fn problems(draft: &Draft, target: &dyn Target, design: Option<&Design>) -> Vec<Problem> {
    let subjects = subjects(draft);
    let turns = design.is_none().then(|| in_turn(&draft.experiment, &subjects));
    let survey = Survey::of(target, design.or(turns.as_ref()).unwrap_or(&Design::default()));
    let recorded = draft.experiment.infeasible == Infeasible::Record;
    if survey.found.is_empty() && draft.unsettled.is_empty()
        || design.is_some() && recorded && survey.refused < survey.checked
    {
        return Vec::new();
    }
    let base = wrong(target, &draft.experiment.set);
    let blame = Blame { draft, target, survey, recorded, base, told: Vec::new(), blamed: Vec::new() };
    blame.all(&subjects, design)
}

fn wrong(target: &dyn Target, settings: &[Setting]) -> Vec<Problem> {
    target.prepare(settings).err().unwrap_or_default()
}

/// Something that varies, or should: values that it takes, each with its own path in the file.
struct Subject {
    path: String,
    at: String,
    values: Vec<(String, String)>,
}

fn subjects(draft: &Draft) -> Vec<Subject> {
    let sampled = !matches!(draft.experiment.design, Kind::Grid | Kind::List);
    let factor = |factor: &Factor| Subject {
        path: factor.path.clone(),
        at: factor.at.clone(),
        values: match &factor.spread {
            Spread::Values(values) => {
                let place =
                    |(i, value): (usize, &String)| (value.clone(), format!("{}.values[{i}]", factor.at));
                values.iter().enumerate().map(place).collect()
            }
            Spread::Range { levels: Some(_), .. } if !sampled => {
                levels(factor).into_iter().map(|value| (value, factor.at.clone())).collect()
            }
            Spread::Range { .. } => vec![
                (at(factor, 0.0), format!("{}.low", factor.at)),
                (at(factor, 1.0), format!("{}.high", factor.at)),
            ],
        },
    };
    let unsettled = draft.unsettled.iter().filter(|one| !one.path.is_empty()).map(|one| Subject {
        path: one.path.clone(),
        at: one.at.clone(),
        values: one.named.clone(),
    });
    draft.experiment.factors.iter().map(factor).chain(unsettled).collect()
}

/// The first values of all, then the second, and so on, those that have fewer from the start again.
fn in_turn(experiment: &Experiment, subjects: &[Subject]) -> Design {
    let some: Vec<&Subject> = subjects.iter().filter(|subject| !subject.values.is_empty()).collect();
    let rows = some.iter().map(|subject| subject.values.len()).max().unwrap_or(1);
    let lever = |subject: &&Subject| Lever { path: subject.path.clone(), unit: String::new() };
    let value = |subject: &Subject, row: usize| Some(subject.values[row % subject.values.len()].0.clone());
    let row = |row| some.iter().map(|subject| value(subject, row)).collect();
    let axis =
        Axis { levers: some.iter().map(lever).collect(), rows: Rows::Listed((0..rows).map(row).collect()) };
    Design { fixed: experiment.set.clone(), axes: vec![axis] }
}

/// Problems of points.
struct Survey {
    found: Vec<(u32, Problem)>,
    checked: u32,
    refused: u32,
}

impl Survey {
    fn of(target: &dyn Target, design: &Design) -> Self {
        let all = design.points().unwrap_or(0);
        let most = if target.least_rows() < 100 { CHECKED_SLOW } else { CHECKED };
        let mut survey = Self { found: Vec::new(), checked: 0, refused: 0 };
        for point in (0..all).step_by(all.div_ceil(most).max(1) as usize) {
            let problems = wrong(target, &design.settings(point));
            survey.checked += 1;
            survey.refused += u32::from(!problems.is_empty());
            survey.found.extend(problems.into_iter().map(|problem| (point, problem)));
        }
        survey
    }

    fn has(&self, problem: &Problem) -> bool {
        self.found.iter().any(|(_, found)| alike(found, problem))
    }
}

/// Whether the same is wrong, with whatever value.
fn alike(one: &Problem, other: &Problem) -> bool {
    one.path == other.path && one.expected == other.expected
}

struct Blame<'a> {
    draft: &'a Draft,
    target: &'a dyn Target,
    survey: Survey,
    /// Whether points that the target refuses become rows.
    recorded: bool,
    base: Vec<Problem>,
    told: Vec<Problem>,
    blamed: Vec<Problem>,
}

impl Blame<'_> {
    fn all(mut self, subjects: &[Subject], design: Option<&Design>) -> Vec<Problem> {
        self.fixed();
        subjects.iter().for_each(|subject| self.subject(subject));
        if let Some(design) = design.filter(|_| !self.recorded || self.told.is_empty()) {
            self.rest(design);
        }
        self.told
    }

    /// Problems of what all points share.
    fn fixed(&mut self) {
        let set = &self.draft.experiment.set;
        let alone: Vec<Vec<Problem>> =
            set.iter().map(|one| wrong(self.target, std::slice::from_ref(one))).collect();
        for problem in self.base.clone() {
            if !self.survey.has(&problem) {
                continue;
            }
            let blamed = alone.iter().position(|problems| problems.contains(&problem));
            let blamed = blamed.or_else(|| set.iter().position(|(path, _)| *path == problem.path));
            let path = blamed.map_or_else(|| "set".to_owned(), |one| self.draft.path_of_set(&set[one].0));
            self.tell(path, format!("{} = {}", problem.path, problem.found), problem);
        }
    }

    /// Problems of the values of one subject.
    fn subject(&mut self, subject: &Subject) {
        let with = |value: &str| {
            let one = [(subject.path.clone(), value.to_owned())];
            wrong(self.target, &self.draft.experiment.set.iter().cloned().chain(one).collect::<Vec<_>>())
        };
        let alone: Vec<Vec<Problem>> = subject.values.iter().map(|(value, _)| with(value)).collect();
        let (nonsense, zero) = (with(NONSENSE), with("0"));
        // What is wrong in the same way at all values is the path.
        let of_the_path = |problem: &Problem| {
            let all = alone.iter().all(|problems| problems.contains(problem));
            all && (alone.len() > 1 || nonsense.contains(problem) && zero.contains(problem))
        };
        let paths: Vec<Problem> =
            zero.iter().chain(alone.iter().flatten()).filter(|one| of_the_path(one)).cloned().collect();
        for problem in paths {
            if self.is_new(&problem) && (subject.values.is_empty() || self.survey.has(&problem)) {
                self.tell(
                    format!("{}.path", subject.at),
                    format!("{:?}, {}", subject.path, problem.found),
                    problem,
                );
            }
        }
        if self.recorded && alone.iter().any(Vec::is_empty) {
            return;
        }
        for ((_, at), problems) in subject.values.iter().zip(&alone) {
            for problem in problems {
                if self.is_new(problem) && self.survey.has(problem) {
                    self.tell(at.clone(), format!("{} = {}", problem.path, problem.found), problem.clone());
                }
            }
        }
    }

    fn is_new(&self, problem: &Problem) -> bool {
        !self.base.contains(problem) && !self.blamed.contains(problem)
    }

    fn tell(&mut self, path: String, found: String, problem: Problem) {
        self.told.push(Problem { path, found, ..problem.clone() });
        self.blamed.push(problem);
    }

    /// Problems of points that no value alone is to blame for.
    fn rest(&mut self, design: &Design) {
        let rest = self
            .survey
            .found
            .iter()
            .filter(|(_, problem)| !self.blamed.iter().any(|one| alike(one, problem)));
        let told: Vec<Problem> =
            rest.take(TOLD).map(|(point, problem)| at_point(design, *point, problem.clone())).collect();
        self.told.extend(told);
    }
}

fn at_point(design: &Design, point: u32, problem: Problem) -> Problem {
    let levers = design.levers().map(|lever| lever.path.as_str());
    let values =
        levers.zip(design.values(point)).filter_map(|(path, value)| Some(format!("{path} = {}", value?)));
    let found = format!(
        "point {point} ({}): {} = {}",
        values.collect::<Vec<_>>().join(", "),
        problem.path,
        problem.found
    );
    let remedy =
        format!("{}; `infeasible = \"record\"` keeps such points as rows that failed", problem.remedy);
    Problem { path: "design".to_owned(), found, remedy, ..problem }
}
