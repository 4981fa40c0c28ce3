//! Whether to open or to close, as a map: what closing pays, by what the lab is paid in and by where it stands when it
//! chooses.
//!
//! In every world a lab is run twice from the date on, with open and with closed weights. Up to the date both are equal to
//! the last bit, so that its rank at the date (at the frontier, near, behind) is a state and no consequence, and any rule
//! that chooses by rank is put together from the two without another run. That closing pays *when behind* needs more
//! than an effect there: it has to beat its placebo, the same decision of the same lab where it is not behind.

mod found;
mod labs;
pub mod learner;
mod spec;
mod text;

use ambidex_core::maths::ln;
use ambidex_race::scenario::Text;
use serde_json::Map;

pub use found::{Cell, OpennessFound, PayoffRow, Policies, Standing};
use labs::{BEHIND, Lab, Labs, averaged, behind_minus_not, policies};
pub use spec::{NotCounted, OpennessMap, Payoff, Stance, standing};

use crate::effect::{Effect, Matrix, Means, pooled, pooled_means, stacked};
use crate::error::ClaimError;
use crate::finding::{Effort, Finding, KnockOutFinding, Sample, Wanted, turning, want, with};
use crate::plan::{Plan, Sign, VEIL};
use crate::verdict::{Evidence, Knocked, Verdict, verdict};

/// Ranks, from the best.
const RANKS: [(&str, &str); 3] = [("at the frontier", "在前沿"), ("near", "接近前沿"), ("behind", "落后")];

/// Arms that the map needs.
pub fn add_wanted(map: &OpennessMap, effort: &Effort, wanted: &mut Wanted) {
    for stance in &map.lab {
        for overlays in [&stance.open, &stance.closed] {
            want(wanted, overlays.clone(), effort.thin());
            want(wanted, with(overlays, &[VEIL.to_owned()]), effort.thinner());
            for knock_out in map.payoff.iter().filter_map(|payoff| payoff.knock_out.as_ref()) {
                want(wanted, with(overlays, &knock_out.overlays), effort.thinner());
            }
        }
    }
}

/// What the map is made of: its data, the labs of the case, how much was run.
pub struct Bench<'a> {
    /// Plan.
    pub plan: &'a Plan,
    /// The map.
    pub map: &'a OpennessMap,
    /// Labs of the case, by name.
    pub labs: &'a [String],
    /// How much was run.
    pub effort: &'a Effort,
}

impl Bench<'_> {
    /// The map, and the findings on the claim that closing pays when behind.
    ///
    /// # Errors
    /// Where an outcome is not known.
    pub fn found(&self, samples: &[Sample]) -> Result<(OpennessFound, Vec<Finding>), ClaimError> {
        let all: Vec<&Sample> = samples.iter().collect();
        let (mut rows, mut findings) = (Vec::new(), Vec::new());
        let mut standing_of = Labs::new();
        for payoff in &self.map.payoff {
            let labs = self.labs(&all, payoff, &payoff.outcome, &[], self.effort.thin())?;
            let finding = self.finding(payoff, &labs, samples)?;
            rows.push(self.row(payoff, &labs, finding.as_ref().map(|one| one.verdict)));
            findings.extend(finding);
            standing_of = labs;
        }
        let count = |place: usize, rank: usize| {
            standing_of.iter().map(|sample| sample[place].at(|r| r == rank).n()).sum()
        };
        let standing = |(place, stance): (usize, &Stance)| Standing {
            lab: stance.lab.clone(),
            worlds: std::array::from_fn(|rank| count(place, rank)),
        };
        let labs = self.map.lab.iter().enumerate().map(standing).collect();
        let (date, ranks) = (self.map.date.to_string(), self.map.ranks);
        Ok((OpennessFound { date, ranks, labs, payoffs: rows }, findings))
    }

    fn labs(
        &self,
        samples: &[&Sample],
        payoff: &Payoff,
        outcome: &str,
        more: &[String],
        worlds: u32,
    ) -> Result<Labs, ClaimError> {
        let of = |sample: &&Sample| {
            self.map
                .lab
                .iter()
                .map(|stance| self.lab(sample, stance, payoff, outcome, more, worlds))
                .collect()
        };
        samples.iter().map(of).collect()
    }

    fn lab(
        &self,
        sample: &Sample,
        stance: &Stance,
        payoff: &Payoff,
        outcome: &str,
        more: &[String],
        worlds: u32,
    ) -> Result<Lab, ClaimError> {
        let (open, closed) = (with(&stance.open, more), with(&stance.closed, more));
        let paid = |overlays: &[String]| -> Result<Matrix, ClaimError> {
            let sign = if payoff.less { -1.0 } else { 1.0 };
            let paid = |x: f64| sign * if payoff.log { ln(x) } else { x };
            Ok(sample.outcome(overlays, outcome)?.cut(worlds as usize).map(paid))
        };
        let closing = paid(&closed)?.minus(&paid(&open)?);
        let score = |lab: &str| Ok(sample.outcome(&open, &standing(lab))?.cut(worlds as usize));
        let all: Vec<Matrix> = self.labs.iter().map(|lab| score(lab)).collect::<Result<_, ClaimError>>()?;
        let own = score(&stance.lab)?;
        let frontier = |i: usize| all.iter().map(|one| one.values()[i]).fold(f64::MIN, f64::max);
        let rank = |i: usize| self.rank(frontier(i) - own.values()[i]);
        let rank = Matrix::new(own.worlds(), (0..own.values().len()).map(rank).collect());
        Ok(Lab { rank, closing })
    }

    fn rank(&self, gap: f64) -> f64 {
        let beyond = self.map.ranks.iter().filter(|&&bound| gap > bound).count();
        if gap.is_finite() { beyond as f64 } else { f64::NAN }
    }

    fn row(&self, payoff: &Payoff, labs: &Labs, found: Option<Verdict>) -> PayoffRow {
        let unit = if payoff.log { format!("log {}", payoff.outcome) } else { "points".to_owned() };
        PayoffRow {
            id: payoff.id.clone(),
            title: payoff.title.clone(),
            unit,
            cells: (0..RANKS.len()).filter_map(|rank| self.cell(payoff, labs, rank)).collect(),
            behind_minus_not: pooled_means(&behind_minus_not(labs)).map(Effect::rounded),
            policies: policies(labs),
            verdict: found.unwrap_or(Verdict::NotDecided),
        }
    }

    fn cell(&self, payoff: &Payoff, labs: &Labs, rank: usize) -> Option<Cell> {
        let closing = pooled(&averaged(labs, |lab| lab.at(|r| r == rank)))?;
        let worlds = labs.iter().flatten().flat_map(|lab| lab.at(|r| r == rank).values().to_vec());
        let worlds: Vec<f64> = worlds.filter(|x| x.is_finite()).collect();
        let told: Vec<f64> = worlds.iter().map(|x| x * payoff.reinforcement).collect();
        Some(Cell {
            rank: both(RANKS[rank]),
            n: worlds.len(),
            closing: closing.rounded(),
            reading: both(reading(closing, payoff.margin)),
            learned_open: learner::chance_to_open(&told, self.effort.seed)?.rounded(),
        })
    }

    fn evidence(
        &self,
        payoff: &Payoff,
        labs: &Labs,
        samples: &[&Sample],
    ) -> Result<Option<Evidence>, ClaimError> {
        let thinner = self.effort.thinner();
        let veiled = self.labs(samples, payoff, &payoff.outcome, &[VEIL.to_owned()], thinner)?;
        let behind = averaged(labs, |lab| lab.at(|rank| rank == BEHIND));
        let (Some(effect), Some(shares)) = (pooled(&behind), stacked(&behind).and_then(|m| m.shares(1.0)))
        else {
            return Ok(None);
        };
        let mut knocked = Vec::new();
        for (left, assumption) in self.left(payoff, samples)? {
            let left = averaged(&left, |lab| lab.at(|rank| rank == BEHIND));
            let lost: Vec<Means> =
                behind.iter().zip(&left).map(|(all, left)| all.means().minus(&left.means())).collect();
            if let (Some(left), Some(lost)) = (pooled(&left), pooled_means(&lost)) {
                knocked.push(Knocked { left, lost, assumption });
            }
        }
        Ok(Some(Evidence {
            effect,
            beyond_placebo: pooled_means(&behind_minus_not(labs)),
            veiled: pooled_means(&behind_minus_not(&veiled)),
            shares,
            knocked,
            margin: payoff.margin,
        }))
    }

    /// What is left of the payoff without a mechanism or a part that is not counted, and whether that is an assumption.
    fn left(&self, payoff: &Payoff, samples: &[&Sample]) -> Result<Vec<(Labs, bool)>, ClaimError> {
        let mut left = Vec::new();
        if let Some(knock_out) = &payoff.knock_out {
            let thinner = self.effort.thinner();
            let labs = self.labs(samples, payoff, &payoff.outcome, &knock_out.overlays, thinner)?;
            left.push((labs, knock_out.is_assumption()));
        }
        if let Some(part) = &payoff.not_counted {
            let labs = self.labs(samples, payoff, &part.outcome, &[], self.effort.thin())?;
            left.push((labs, crate::plan::is_assumption(&part.carried_by)));
        }
        Ok(left)
    }

    fn finding(
        &self,
        payoff: &Payoff,
        labs: &Labs,
        samples: &[Sample],
    ) -> Result<Option<Finding>, ClaimError> {
        let all: Vec<&Sample> = samples.iter().collect();
        let Some(evidence) = self.evidence(payoff, labs, &all)? else { return Ok(None) };
        let mut by_seed = Vec::new();
        for sample in &all {
            let own = self.labs(&[sample], payoff, &payoff.outcome, &[], self.effort.thin())?;
            let alone = self.evidence(payoff, &own, &[sample])?;
            by_seed.push(alone.map_or(Verdict::NotDecided, |evidence| verdict(&evidence).0));
        }
        let behind = averaged(labs, |lab| lab.at(|rank| rank == BEHIND));
        let (flips, break_even) = turning(self.plan, 1.0, samples, &behind);
        let mut finding = self.plain_finding(payoff, &evidence, by_seed);
        (finding.flips, finding.break_even) = (flips, break_even);
        Ok(Some(finding))
    }

    fn plain_finding(&self, payoff: &Payoff, evidence: &Evidence, by_seed: Vec<Verdict>) -> Finding {
        let (own, reasons) = verdict(evidence);
        let mut reasons: Vec<String> = reasons.into_iter().map(str::to_owned).collect();
        let agreed = by_seed.iter().all(|one| *one == own);
        if !agreed {
            reasons.push("samples with different seeds give different verdicts".to_owned());
        }
        let carried = payoff.knock_out.iter().map(|one| one.carried_by.clone());
        let carried = carried.chain(payoff.not_counted.iter().map(|one| one.carried_by.clone()));
        let told = carried.zip(&evidence.knocked).map(|(carried_by, knocked)| KnockOutFinding {
            carried_by,
            assumption: knocked.assumption,
            left: knocked.left.rounded(),
            removed: knocked.is_removed(),
        });
        Finding {
            id: payoff.id.clone(),
            insight: Some(self.map.insight),
            title: payoff.title.clone(),
            outcome: payoff.outcome.clone(),
            unit: if payoff.log { "log".to_owned() } else { "points".to_owned() },
            treatment: "closed when behind".to_owned(),
            baseline: "open when behind".to_owned(),
            placebo: Some("closed when not behind".to_owned()),
            claimed: Sign::Rises,
            margin: payoff.margin,
            verdict: if agreed { own } else { Verdict::NotDecided },
            reasons,
            by_seed,
            effect: evidence.effect.rounded(),
            shares: evidence.shares,
            beyond_placebo: evidence.beyond_placebo.map(Effect::rounded),
            veiled: evidence.veiled.map(Effect::rounded),
            knock_outs: told.collect(),
            flips: None,
            break_even: Vec::new(),
            also: Map::new(),
            data: Text::default(),
            note: payoff.note.clone(),
        }
    }
}

fn reading(closing: Effect, margin: f64) -> (&'static str, &'static str) {
    if closing.is_above(-margin) && closing.is_below(margin) {
        ("makes no difference that matters", "无实质差别")
    } else if closing.is_above(0.0) {
        ("closing pays", "收紧有利")
    } else if closing.is_below(0.0) {
        ("closing costs", "收紧不利")
    } else {
        ("not decided", "未定")
    }
}

fn both((en, zh): (&str, &str)) -> Text {
    Text { en: en.to_owned(), zh: Some(zh.to_owned()) }
}
