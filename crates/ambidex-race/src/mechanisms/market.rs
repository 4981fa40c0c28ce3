//! Market: mindshare and compute (McFadden 1974; Bass 1969).
//!
//! u_l = mk_q (Q_seen - 110) + mk_int I + mk_dev dev - mk_price margin + .5 trust; shares drift at `adjustment` a week
//! towards the logit shares. Q_seen lies between true and reported by trust. Outside developers build on open weights
//! by Bass diffusion towards sigma((Q - best other open) / 4). The margin of a closed lab is sigma((Q - best open) / 4),
//! of an open one `open_margin`. Compute follows share relative to the lab's own initial share with elasticity gamma,
//! bounded at a factor of ten of share.

use ambidex_core::maths::{log10, logistic};
use ambidex_models::{bass1969, logit_share};

use super::Mechanism;
use crate::setup::Setup;
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of the market.
    pub struct Parameters {
        quality ("mk_q", "1/point") = 0.06 in 0.0..=2.0, plausible 0.02..=0.12;
            "Weight of capability in utility"; Assumption("no data");
        integration ("mk_int", "1") = 1.8 in 0.0..=20.0, plausible 0.5..=3.0;
            "Weight of product integration"; Assumption("what integration pays: report its break-even");
        developers ("mk_dev", "1") = 0.37 in 0.0..=10.0, plausible 0.0..=1.0;
            "Weight of outside developers"; Assumption("no data");
        price ("mk_price", "1") = 0.55 in 0.0..=10.0, plausible 0.2..=1.0;
            "Weight of price (margin)"; Assumption("no data");
        open_margin ("mg_o", "1") = 0.14 in 0.0..=1.0, plausible 0.05..=0.3;
            "Margin of a lab with open weights"; Assumption("no data");
        adjustment ("mk_r", "1/week") = 0.04 in 0.0..=1.0, plausible 0.02..=0.08;
            "Rate at which shares follow utility"; Assumption("half a year");
        innovation ("p", "1/week") = 0.01 in 0.0..=1.0, plausible 0.003..=0.02;
            "Bass coefficient of innovation of developers"; Assumption("Bass 1969 scaled to weeks");
        imitation ("q", "1/week") = 0.08 in 0.0..=1.0, plausible 0.03..=0.12;
            "Bass coefficient of imitation of developers"; Assumption("Bass 1969 scaled to weeks");
        compute_elasticity ("gamma", "1") = 0.2 in 0.0..=2.0, plausible 0.0..=0.4;
            "Elasticity of compute in mindshare relative to the lab's initial share"; Assumption("decides whether product pays for itself: above .4 is not plausible");
    }
}

/// Points in which a lead turns into margin or developers.
const LEAD: f64 = 4.0;

/// One week of the market, over all labs.
pub fn step(setup: &Setup, week: u32, labs: &mut [LabState]) {
    if !setup.on(Mechanism::Market) {
        for (i, lab) in labs.iter_mut().enumerate() {
            lab.compute = setup.compute_path(i, week) + log10(lab.compute_factor);
        }
        return;
    }
    let p = &setup.parameters.market;
    let leads: Vec<f64> =
        (0..labs.len()).map(|i| logistic((labs[i].capability - best_open(labs, i)) / LEAD)).collect();
    for (lab, &lead) in labs.iter_mut().zip(&leads) {
        let ceiling = if lab.open { lead } else { 0.0 };
        lab.margin = if lab.open { p.open_margin } else { lead };
        lab.developers = bass1969::step(p.innovation, p.imitation, lab.developers, ceiling);
    }
    let utilities: Vec<Option<f64>> = labs.iter().map(|lab| Some(utility(p, lab))).collect();
    let shares = logit_share::shares(&utilities);
    for (i, (lab, share)) in labs.iter_mut().zip(shares).enumerate() {
        lab.mindshare += p.adjustment * (share - lab.mindshare);
        let relative = log10(lab.mindshare / lab.mindshare_start).clamp(-1.0, 1.0);
        lab.compute =
            setup.compute_path(i, week) + log10(lab.compute_factor) + p.compute_elasticity * relative;
    }
}

fn utility(p: &Parameters, lab: &LabState) -> f64 {
    let seen = lab.capability + lab.trust * (lab.reported - lab.capability);
    p.quality * (seen - 110.0) + p.integration * lab.integration + p.developers * lab.developers
        - p.price * lab.margin
        + 0.5 * lab.trust
}

/// Best capability of another lab whose last release is open; far below all where there is none.
fn best_open(labs: &[LabState], own: usize) -> f64 {
    let others = labs.iter().enumerate().filter(|(i, lab)| *i != own && lab.open);
    others.map(|(_, lab)| lab.capability).fold(-1000.0, f64::max)
}
