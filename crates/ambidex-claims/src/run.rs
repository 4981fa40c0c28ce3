//! All claims of a case from its files to its verdicts.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use ambidex_experiment::runner::Progress;
use ambidex_race::scenario::Text;
use ambidex_scenario::Case;
use serde::{Deserialize, Serialize};

use crate::arms::{Bench, Space, Tally};
use crate::attribution::{self, Attributed};
use crate::claims::{self, Checked, Claim, Data, Kind};
use crate::effect::Matrix;
use crate::error::ClaimError;
use crate::finding::{self, Effort, Finding, Sample, Wanted};
use crate::front::{self, Front};
use crate::gates::{self, Gates};
use crate::glossary::{Glossary, Rule};
use crate::isoquants::{self, Isoquants};
use crate::openness::{self, OpennessFound};
use crate::plan::{Experiment, Plan};
use crate::verdict::Verdict;

/// What is asked for.
pub struct Request<'a> {
    /// The case.
    pub case: &'static Case,
    /// Edits of the case, by path.
    pub edits: &'a [(String, String)],
    /// How much is run.
    pub effort: Effort,
    /// Experiments that are run, by id; all where there are none.
    pub only: &'a [String],
    /// Folder.
    pub directory: &'a Path,
    /// Threads.
    pub threads: usize,
    /// Hash of the program.
    pub program: &'a str,
    /// Set to stop.
    pub stop: &'a AtomicBool,
    /// Who is told.
    pub progress: &'a dyn Progress,
}

impl Request<'_> {
    /// Whether openness is mapped.
    fn maps(&self, plan: &Plan) -> bool {
        let named = |id: &String| plan.openness.payoff.iter().any(|payoff| payoff.id == *id);
        self.only.is_empty() || self.only.iter().any(named)
    }

    /// Whether compute is held against researchers.
    fn grids(&self) -> bool {
        self.only.is_empty() || self.only.iter().any(|id| id == isoquants::ID)
    }
}

/// A claim with its verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Kinds, joined by `+`.
    pub kind: String,
    /// In our words.
    pub claim: Text,
    /// Verdict on the fact where there is one, on the mechanism else; `evaluation` and `form` of the rest.
    pub verdict: String,
    /// Verdict on the mechanism, where there is one.
    pub mechanism: Option<String>,
    /// Treatment minus baseline.
    pub effect: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
    /// Unit.
    pub unit: Option<String>,
    /// Share of the plausible space in which the sign holds.
    pub share_of_space: Option<f64>,
    /// Share in which it is significant by itself.
    pub share_significant: Option<f64>,
    /// What flips the sign.
    pub flips: Option<String>,
    /// Experiment behind it.
    pub experiment: Option<String>,
    /// Why there is none.
    pub no_experiment: Option<Text>,
    /// What speaks for and against the fact.
    pub evidence: Text,
    /// Keys of sources.
    pub sources: Vec<String>,
    /// What the data say.
    pub checks: Vec<Checked>,
}

/// Everything that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdicts {
    /// Case.
    pub case: String,
    /// Version of the program.
    pub version: String,
    /// How much was run.
    pub effort: Effort,
    /// Numbers of the rule that gives verdicts.
    #[serde(default)]
    pub rule: Rule,
    /// What names mean.
    #[serde(default)]
    pub glossary: Glossary,
    /// Uncertain values with their ranges.
    pub uncertainties: Vec<crate::plan::Uncertainty>,
    /// Claims, in order.
    pub claims: Vec<Row>,
    /// Experiments, in order.
    pub experiments: Vec<Finding>,
    /// Rival explanations; none where only some experiments were asked for.
    pub attribution: Option<Attributed>,
    /// Delivery against discovery over policies.
    pub front: Option<Front>,
    /// Decisions at gates.
    pub gates: Option<Gates>,
    /// What closing pays, by payoff and rank.
    pub openness: Option<OpennessFound>,
    /// Compute against researchers.
    pub isoquants: Option<Isoquants>,
    /// Worlds that failed.
    pub failed: usize,
}

/// Runs what is missing and gives the verdicts.
///
/// # Errors
/// Where a file of the case is wrong, or a run fails or is interrupted.
pub fn run(request: &Request<'_>) -> Result<Verdicts, ClaimError> {
    let plan = Plan::of(request.case)?;
    let claims = claims::of(request.case, &plan)?;
    let data = Data::of(request.case)?;
    if let Some(id) = request.only.iter().find(|id| !plan.tests(id) && *id != isoquants::ID) {
        return Err(ClaimError::Unknown { what: "experiment", name: id.clone() });
    }
    let labs: Vec<String> = request.case.load(request.edits)?.lab.into_iter().map(|lab| lab.name).collect();
    let readings = plan.openness.readings(&labs);
    let tally = Tally::new(request.progress);
    let bench = Bench {
        case: request.case,
        edits: request.edits,
        readings: &readings,
        directory: request.directory,
        threads: request.threads,
        program: request.program,
        stop: request.stop,
        progress: &tally,
    };
    let chosen =
        plan.experiments.iter().filter(|one| request.only.is_empty() || request.only.contains(&one.id));
    let chosen: Vec<_> = chosen.collect();
    let wanted = wanted(&plan, &chosen, request);
    tally.expect_all(expected(&plan, &wanted, request));
    let mut samples = Vec::new();
    for space in request.effort.spaces(&plan) {
        samples.push(Sample { arms: finding::run(&bench, &plan, &wanted, &space)?, space });
    }
    let (attribution, gates) = rivals(&bench, &plan, request, &samples)?;
    let (seed, worlds) = (request.effort.seed, request.effort.worlds);
    let grid = || isoquants::isoquants(&bench, &plan, &plan.isoquants, seed, worlds);
    let isoquants = request.grids().then(grid).transpose()?;
    let mut experiments = Vec::new();
    for experiment in chosen {
        experiments.extend(finding::finding(&plan, experiment, &samples)?);
    }
    let mapped = openness::Bench { plan: &plan, map: &plan.openness, labs: &labs, effort: &request.effort };
    let mapped = request.maps(&plan).then(|| mapped.found(&samples)).transpose()?;
    let openness = mapped.map(|(openness, findings)| {
        experiments.extend(findings);
        openness
    });
    let failed = samples.iter().flat_map(|sample| sample.arms.values()).map(|arm| arm.failed).sum();
    let verdicts = Verdicts {
        case: request.case.name.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        effort: request.effort,
        rule: Rule::default(),
        glossary: Glossary::default(),
        uncertainties: plan.uncertainties.clone(),
        claims: claims.iter().map(|claim| row(claim, &data, &experiments)).collect(),
        experiments,
        front: request.only.is_empty().then(|| front::front(&plan, &samples)).transpose()?,
        attribution,
        gates,
        openness,
        isoquants,
        failed,
    };
    Ok(Verdicts { glossary: Glossary::of(request.case, &verdicts)?, ..verdicts })
}

fn wanted(plan: &Plan, chosen: &[&Experiment], request: &Request<'_>) -> Wanted {
    let mut wanted = finding::wanted(chosen.iter().copied(), &request.effort);
    if request.maps(plan) {
        openness::add_wanted(&plan.openness, &request.effort, &mut wanted);
    }
    if request.only.is_empty() {
        for policy in &plan.front.policies {
            wanted.entry(policy.clone()).or_insert(request.effort.thin());
        }
    }
    wanted
}

/// Worlds in all.
fn expected(plan: &Plan, wanted: &Wanted, request: &Request<'_>) -> u64 {
    let effort = &request.effort;
    let points: u64 = effort.spaces(plan).iter().map(|space| space.rows.len() as u64).sum();
    let arms = wanted.values().map(|worlds| points * u64::from(*worlds)).sum::<u64>();
    let grid = if request.grids() { plan.isoquants.worlds(plan, effort.worlds) } else { 0 };
    if !request.only.is_empty() {
        return arms + grid;
    }
    let sets = attribution::sets(plan).len() as u64 * (u64::from(effort.worlds) + points);
    arms + grid + sets + plan.gates.len() as u64 * points * u64::from(effort.thin())
}

/// Rival explanations and gates, which need all experiments' surroundings.
fn rivals(
    bench: &Bench<'_>,
    plan: &Plan,
    request: &Request<'_>,
    samples: &[Sample],
) -> Result<(Option<Attributed>, Option<Gates>), ClaimError> {
    if !request.only.is_empty() {
        return Ok((None, None));
    }
    let (effort, outcome) = (&request.effort, &plan.attribution.outcome);
    let case = |sample: &Sample| sample.arms.get(&Vec::new())?.outcome(outcome);
    let case: Vec<Matrix> = samples.iter().filter_map(case).collect();
    let spaces: Vec<Space> = samples.iter().map(|sample| sample.space.clone()).collect();
    let attributed = attribution::attributed(bench, plan, &spaces, effort, &case)?;
    Ok((Some(attributed), gates::factorial(bench, plan, &spaces, effort.thin())?))
}

fn row(claim: &Claim, data: &Data, experiments: &[Finding]) -> Row {
    let checks: Vec<Checked> = claim.check.iter().map(|check| data.check(check)).collect();
    let computed = (!checks.is_empty()).then(|| Data::verdict(&checks));
    let fact = claim.verdict.or(computed).map(|verdict| verdict.words().to_owned());
    let found = claim.experiment.as_ref().and_then(|id| experiments.iter().find(|finding| finding.id == *id));
    let mechanism =
        claim.is(Kind::Mechanism).then(|| match (weakest(claim, experiments), &claim.no_experiment) {
            (Some(verdict), _) => verdict.words().to_owned(),
            (None, Some(_)) => "no experiment".to_owned(),
            (None, None) => "not run".to_owned(),
        });
    let rest = if claim.is(Kind::Form) { "form" } else { "evaluation" };
    Row {
        id: claim.id.clone(),
        kind: kinds(claim),
        claim: claim.claim.clone(),
        verdict: fact.or(mechanism.clone()).unwrap_or_else(|| rest.to_owned()),
        mechanism,
        effect: found.map(|finding| finding.effect.mean),
        interval: found.map(|finding| [finding.effect.low, finding.effect.high]),
        unit: found.map(|finding| finding.unit.clone()),
        share_of_space: found.map(|finding| finding.shares.sign),
        share_significant: found.map(|finding| finding.shares.significant),
        flips: found.and_then(Finding::flipped),
        experiment: claim.experiment.clone(),
        no_experiment: claim.no_experiment.clone(),
        evidence: claim.evidence.clone(),
        sources: claim.sources.clone(),
        checks,
    }
}

/// The weakest verdict of the experiments that a claim needs; none where one of them was not run.
fn weakest(claim: &Claim, experiments: &[Finding]) -> Option<Verdict> {
    let verdict = |id: &String| Some(experiments.iter().find(|finding| finding.id == *id)?.verdict);
    let needed = claim.experiment.iter().chain(&claim.and);
    let verdicts: Vec<Verdict> = needed.map(verdict).collect::<Option<_>>()?;
    verdicts.into_iter().min()
}

fn kinds(claim: &Claim) -> String {
    let word = |kind: &Kind| match kind {
        Kind::Fact => "fact",
        Kind::Mechanism => "mechanism",
        Kind::Evaluation => "evaluation",
        Kind::Form => "form",
    };
    claim.kind.iter().map(word).collect::<Vec<_>>().join("+")
}
