//! Segments, offers and what consumers choose.

use ambidex_core::maths::{exp, ln, pow};

use super::parameters::Disruption;

/// Types of consumers in a segment, at equally likely quantiles of the threshold.
pub const TYPES: usize = 16;

/// z of the standard normal at the middle of each of [`TYPES`] equally likely parts, upper half.
const QUANTILES: [f64; TYPES / 2] = [
    0.078_412_412_733_112_2,
    0.237_202_109_328_787_7,
    0.402_250_065_321_725_25,
    0.579_132_162_255_556,
    0.776_421_761_147_927_6,
    1.009_990_169_249_582,
    1.318_010_897_303_537_4,
    1.862_731_867_421_651,
];

/// A market segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Consumers.
    pub size: f64,
    /// Functional threshold of each type of consumer, ascending.
    pub thresholds: [f64; TYPES],
    /// Price paid for what just meets the threshold.
    pub reserve: f64,
    /// Worth of the two technologies' performance here, relative to a technology made for this segment.
    pub worth: [f64; 2],
}

/// What a firm offers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Performance to its home segment.
    pub performance: f64,
    /// Price.
    pub price: f64,
}

/// Worth of a technology that improves attributes in the proportions (b, 1 - b) to consumers with weights (a, 1 - a),
/// relative to one in the proportions (a, 1 - a): (b/a)^a ((1-b)/(1-a))^(1-a), which is exp of minus the
/// Kullback-Leibler divergence of b from a; 1 where they are alike, 0 where a wanted attribute is missing.
pub fn overlap(a: f64, b: f64) -> f64 {
    let part = |wanted: f64, given: f64| if wanted > 0.0 { pow(given / wanted, wanted) } else { 1.0 };
    part(a, b) * part(1.0 - a, 1.0 - b)
}

/// Worth of `ratio` = performance / threshold, from 0 at 1: (1 - ratio^-kappa) / kappa, ln ratio where kappa is 0.
pub fn worth(ratio: f64, satiation: f64) -> f64 {
    if satiation <= 0.0 {
        return ln(ratio);
    }
    (1.0 - pow(ratio, -satiation)) / satiation
}

/// The two segments: mainstream and niche.
pub fn segments(p: &Disruption) -> [Segment; 2] {
    let (a, b) = (p.preference_mainstream, p.preference_niche);
    let segment = |size: f64, required: f64, reserve: f64, worth: [f64; 2]| Segment {
        size,
        thresholds: thresholds(required, p.spread),
        reserve,
        worth,
    };
    [
        segment(p.mainstream, p.required_mainstream, p.reserve_mainstream, [1.0, overlap(a, b)]),
        segment(p.niche, p.required_niche, p.reserve_niche, [overlap(b, a), 1.0]),
    ]
}

fn thresholds(median: f64, spread: f64) -> [f64; TYPES] {
    let half = TYPES / 2;
    std::array::from_fn(|i| {
        let z = if i < half { -QUANTILES[half - 1 - i] } else { QUANTILES[i - half] };
        median * exp(spread * z)
    })
}

/// Utility of what an offer does for each type, price aside: alpha worth(B/F); none where it misses the threshold.
pub type Benefits = [Option<f64>; TYPES];

/// Benefits in a segment of the technology `firm` at a performance.
pub fn benefits(p: &Disruption, segment: &Segment, firm: usize, performance: f64) -> Benefits {
    let here = performance * segment.worth[firm];
    segment.thresholds.map(|least| (here >= least).then(|| p.weight * worth(here / least, p.satiation)))
}

/// Shares of a segment that buy from the first and from the second of two sellers; the rest buys nothing. A type buys
/// only what meets its threshold and is worth its price, alpha worth(B/F) >= (1 - alpha) ln(price / reserve), and
/// between two such offers by logit.
pub fn shares(p: &Disruption, segment: &Segment, benefits: [&Benefits; 2], prices: [f64; 2]) -> [f64; 2] {
    let dear = prices.map(|price| (1.0 - p.weight) * ln(price / segment.reserve));
    let net = |seller: usize, i: usize| benefits[seller][i].map(|u| u - dear[seller]).filter(|u| *u >= 0.0);
    let mut sum = [0.0; 2];
    for i in 0..TYPES {
        match (net(0, i), net(1, i)) {
            (Some(u), Some(v)) => {
                let first = 1.0 / (1.0 + exp((v - u) / p.noise));
                sum[0] += first;
                sum[1] += 1.0 - first;
            }
            (Some(_), None) => sum[0] += 1.0,
            (None, Some(_)) => sum[1] += 1.0,
            (None, None) => {}
        }
    }
    sum.map(|s| s / TYPES as f64)
}
