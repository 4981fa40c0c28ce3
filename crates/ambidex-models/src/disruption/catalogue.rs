//! The model in the catalogue.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Source};

use super::market::{ENTRANT, INCUMBENT, Market};
use super::measures::{Measures, Regime};
use super::parameters::Disruption;
use super::trajectories::{Trajectory, satisfied};

/// The model in the catalogue.
pub struct DisruptionModel;

static INFO: ModelInfo = ModelInfo {
    name: "disruption",
    title: "When a technology from a niche takes the mainstream",
    question: "When does a technology that is worse for the mainstream displace the one made for it?",
    schedule: &[
        "demand: both firms choose product or process innovation and a price, for the largest profit against the \
         rival's last offer",
        "demand: consumers refuse what misses their threshold or is not worth its price, and choose among the rest",
        "trajectories: demand and supply grow; customers for whom the entrant is good enough change over",
    ],
    equations: &[
        "demand: technology j improves in the proportions (a_j, 1 - a_j); worth to segment i: \
         B_ij = q_j (a_j/a_i)^a_i ((1-a_j)/(1-a_i))^(1-a_i)",
        "demand: u_ij = alpha h(B_ij/F) - (1 - alpha) ln(p_j/P_i), h(r) = (1 - r^-kappa)/kappa, ln r where kappa = 0",
        "demand: acceptable where B_ij >= F and u_ij >= 0; share among acceptable ones proportional to exp(u_ij/tau)",
        "demand: product innovation q + d_q, c (1 + d_u); process innovation c - d_c (c - c_f)",
        "trajectories: share of a tier with the entrant = Phi(ln(S_1/D)/sigma); \
         half of it at ln(D(0)/S_1(0))/(g_1 - g_D)",
    ],
    citation: "Adner (2002), When are technologies disruptive? A demand-based view of the emergence of competition, \
               Strategic Management Journal 23(8), 667-688, doi:10.1002/smj.246; Christensen (1997), The Innovator's \
               Dilemma, Harvard Business School Press",
    deviations: &[
        "in the manner of Adner, not after him: the article could not be read; taken from secondary sources are the \
         utility B^a (1/P)^(1-a), functional and net utility thresholds, and the three regimes",
        "kappa > 0 makes marginal utility fall faster than in a Cobb-Douglas utility, which is kappa = 0",
        "consumers choose by logit among acceptable offers; Adner's take the best (tau towards 0)",
        "each technology improves along its home segment's preferences; prices are picked from 80 mark-ups of 3 %",
        "trajectories put the figure of Christensen into the simplest equations that show it",
        "without chance: replicates are alike; all parameters are assumptions",
    ],
    period: "period",
    numbers: Disruption::SPECS,
    choices: &[ChoiceSpec {
        name: "model",
        options: &[
            ("demand", "two segments, two technologies, innovation and price by profit"),
            ("trajectories", "performance demanded and supplied, in closed form"),
        ],
        meaning: "Which of the two models is run",
        source: Source::Assumption("the richer one"),
    }],
    files: &[],
    outcomes: &[
        Column::fixed(
            "regime",
            "1",
            Kind::Level,
            "0 isolation, 1 convergence, 2 disruption, 3 the reverse: the incumbent takes the niche; over the last quarter",
        ),
        Column::fixed(
            "takeover",
            "period",
            Kind::Level,
            "First period in which most buyers of the mainstream take the entrant; none: empty",
        ),
        Column::fixed(
            "takeover_exact",
            "periods",
            Kind::Level,
            "Trajectories: time at which the entrant is enough for half of the mainstream; never: empty",
        ),
        Column::fixed(
            "entry",
            "period",
            Kind::Level,
            "First period in which the entrant is present in the mainstream; none: empty",
        ),
        Column::fixed(
            "entrant_in_mainstream",
            "share",
            Kind::Level,
            "The entrant's share of the mainstream's buyers, mean of the last quarter",
        ),
        Column::fixed(
            "incumbent_in_niche",
            "share",
            Kind::Level,
            "The incumbent's share of the niche's buyers, mean of the last quarter",
        ),
        Column::fixed(
            "served_mainstream",
            "share",
            Kind::Level,
            "Mainstream consumers who buy, mean of the last quarter",
        ),
        Column::fixed(
            "served_niche",
            "share",
            Kind::Level,
            "Niche consumers who buy, mean of the last quarter",
        ),
        Column::fixed(
            "price_incumbent",
            "1",
            Kind::Level,
            "Demand: the incumbent's price, mean of the last quarter",
        ),
        Column::fixed(
            "price_entrant",
            "1",
            Kind::Level,
            "Demand: the entrant's price, mean of the last quarter",
        ),
        Column::fixed(
            "product_incumbent",
            "share",
            Kind::Level,
            "Demand: periods in which the incumbent chose product innovation",
        ),
        Column::fixed(
            "product_entrant",
            "share",
            Kind::Level,
            "Demand: periods in which the entrant chose product innovation",
        ),
        Column::fixed(
            "overlap_mainstream",
            "1",
            Kind::Level,
            "Demand: worth of the entrant's technology to the mainstream, relative to one made for it",
        ),
        Column::fixed(
            "overlap_niche",
            "1",
            Kind::Level,
            "Demand: worth of the incumbent's technology to the niche",
        ),
    ],
    series: &[
        Column::fixed(
            "mainstream_incumbent",
            "share",
            Kind::Level,
            "Mainstream consumers who buy from the incumbent",
        ),
        Column::fixed(
            "mainstream_entrant",
            "share",
            Kind::Level,
            "Mainstream consumers who buy from the entrant",
        ),
        Column::fixed("niche_incumbent", "share", Kind::Level, "Niche consumers who buy from the incumbent"),
        Column::fixed("niche_entrant", "share", Kind::Level, "Niche consumers who buy from the entrant"),
        Column::fixed("performance_incumbent", "1", Kind::Level, "Performance of the incumbent's technology"),
        Column::fixed("performance_entrant", "1", Kind::Level, "Performance of the entrant's technology"),
        Column::fixed("price_incumbent", "1", Kind::Level, "Demand: the incumbent's price"),
        Column::fixed("price_entrant", "1", Kind::Level, "Demand: the entrant's price"),
        Column::fixed("cost_incumbent", "1", Kind::Level, "Demand: the incumbent's unit cost"),
        Column::fixed("cost_entrant", "1", Kind::Level, "Demand: the entrant's unit cost"),
        Column::fixed(
            "demanded_high",
            "1",
            Kind::Level,
            "Trajectories: performance demanded in the mainstream",
        ),
        Column::fixed("demanded_low", "1", Kind::Level, "Trajectories: performance demanded in the low tier"),
    ],
};

impl Catalogued for DisruptionModel {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, _: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let p: Disruption = values.typed();
        let run = if values.choice("model") == "demand" { demand } else { trajectories };
        let mut rows = Vec::new();
        let outcomes = run(&p, &mut rows);
        for replicate in replicates {
            if recorder.wants_series() {
                for (period, row) in (1..).zip(&rows) {
                    recorder.period(replicate, period, row);
                }
            }
            recorder.outcomes(replicate, &outcomes);
        }
    }
}

const EMPTY: f64 = f64::NAN;

fn demand(p: &Disruption, rows: &mut Vec<[f64; 12]>) -> [f64; 14] {
    let mut market = Market::new(p);
    let mut measures = Measures::new(p);
    for _ in 0..p.periods as u32 {
        market.step();
        measures.see(&market);
        let [mainstream, niche] = [market.shares(0), market.shares(1)];
        let [first, second] = market.firms;
        rows.push([
            mainstream[INCUMBENT],
            mainstream[ENTRANT],
            niche[INCUMBENT],
            niche[ENTRANT],
            first.offer.performance,
            second.offer.performance,
            first.offer.price,
            second.offer.price,
            first.cost,
            second.cost,
            EMPTY,
            EMPTY,
        ]);
    }
    let averages = measures.averages();
    [
        measures.regime().code(),
        measures.takeover,
        EMPTY,
        measures.entry,
        averages.entrant_in_mainstream,
        averages.incumbent_in_niche,
        averages.served[0],
        averages.served[1],
        averages.prices[INCUMBENT],
        averages.prices[ENTRANT],
        averages.product[INCUMBENT],
        averages.product[ENTRANT],
        market.segments[0].worth[ENTRANT],
        market.segments[1].worth[INCUMBENT],
    ]
}

fn trajectories(p: &Disruption, rows: &mut Vec<[f64; 12]>) -> [f64; 14] {
    let of = |start: f64, growth: f64| Trajectory { start, growth };
    let supplied = [of(p.supplied_incumbent, p.growth_incumbent), of(p.supplied_entrant, p.growth_entrant)];
    let demanded = [of(p.demanded_high, p.growth_demanded), of(p.demanded_low, p.growth_demanded)];
    let periods = p.periods as u32;
    for period in 1..=periods {
        let t = f64::from(period);
        let share = |tier: usize| satisfied(supplied[ENTRANT].at(t), demanded[tier].at(t), p.spread);
        let [high, low] = [share(0), share(1)];
        let [s, d] = [supplied.map(|line| line.at(t)), demanded.map(|line| line.at(t))];
        rows.push([1.0 - high, high, 1.0 - low, low, s[0], s[1], EMPTY, EMPTY, EMPTY, EMPTY, d[0], d[1]]);
    }
    let first = |least: f64| rows.iter().position(|row| row[1] >= least).map_or(EMPTY, |i| (i + 1) as f64);
    let last = &rows[rows.len() - rows.len().div_ceil(4)..];
    let mean = |column: usize| last.iter().map(|row| row[column]).sum::<f64>() / last.len() as f64;
    let regime = if mean(1) >= p.presence { Regime::Disruption } else { Regime::Isolation };
    let exact = supplied[ENTRANT].reaches(demanded[0], 1.0).unwrap_or(EMPTY);
    let measures = [regime.code(), first(0.5), exact, first(p.presence), mean(1), mean(2), 1.0, 1.0];
    let mut outcomes = [EMPTY; 14];
    outcomes[..measures.len()].copy_from_slice(&measures);
    outcomes
}
