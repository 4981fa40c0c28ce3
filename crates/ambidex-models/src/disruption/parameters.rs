//! Parameters of both models.

ambidex_core::parameters! {
    /// Parameters of the demand view and of the trajectories.
    pub struct Disruption {
        periods ("T", "periods", whole) = 150 in 1..=5000, plausible 100..=300;
            "Periods"; Assumption("the regime has settled by then");
        presence ("s_p", "share") = 0.1 in 0.001..=0.499, plausible 0.05..=0.2;
            "Share of a segment's buyers from which a technology counts as present; measures only"; Assumption("a tenth");
        preference_mainstream ("a_A", "1") = 1.0 in 0.0..=1.0, plausible 0.5..=1.0;
            "Demand: weight of attribute 1 for the mainstream; attribute 2 has the rest"; Assumption("the mainstream looks at one attribute");
        preference_niche ("a_B", "1") = 0.7 in 0.0..=1.0, plausible 0.0..=1.0;
            "Demand: weight of attribute 1 for the niche"; Assumption("the niche needs both: its technology is of use to the mainstream, not the other way round");
        mainstream ("N_A", "consumers") = 100.0 in 1.0..=1000000.0, plausible 50.0..=200.0;
            "Demand: consumers of the mainstream"; Assumption("only the ratio of sizes matters");
        niche ("N_B", "consumers") = 50.0 in 1.0..=1000000.0, plausible 20.0..=200.0;
            "Demand: consumers of the niche"; Assumption("half of the mainstream");
        required_mainstream ("F_A", "1") = 4.0 in 0.1..=1000.0, plausible 2.0..=8.0;
            "Demand: median functional threshold of the mainstream"; Assumption("an entrant cannot serve it at first");
        required_niche ("F_B", "1") = 1.0 in 0.1..=1000.0, plausible 0.5..=4.0;
            "Demand: median functional threshold of the niche"; Assumption("the unit of performance");
        spread ("sigma", "1") = 0.3 in 0.0..=2.0, plausible 0.1..=0.6;
            "Spread of ln requirement within a segment"; Assumption("no data");
        reserve_mainstream ("P_A", "1") = 4.0 in 0.01..=1000.0, plausible 2.0..=8.0;
            "Demand: price that a mainstream consumer pays for what just meets the threshold (net utility threshold)"; Assumption("proportional to the threshold");
        reserve_niche ("P_B", "1") = 1.0 in 0.01..=1000.0, plausible 0.5..=4.0;
            "Demand: the same in the niche"; Assumption("the unit of price");
        weight ("alpha", "1") = 0.5 in 0.01..=0.99, plausible 0.3..=0.7;
            "Demand: weight of performance in utility, price has the rest"; Assumption("equal weights");
        satiation ("kappa", "1") = 1.0 in 0.0..=5.0, plausible 0.0..=2.0;
            "Demand: how fast marginal utility falls beyond the requirement; 0 is Cobb-Douglas"; Assumption("performance supplied beyond demand is worth little");
        noise ("tau", "1") = 0.1 in 0.001..=2.0, plausible 0.05..=0.3;
            "Demand: spread of choice between two acceptable offers (logit)"; Assumption("small: most choose what is best");
        performance_incumbent ("q_0", "1") = 4.0 in 0.01..=1000.0, plausible 2.0..=8.0;
            "Demand: performance of the incumbent technology at the start, to its home segment"; Assumption("meets the median mainstream threshold");
        performance_entrant ("q_1", "1") = 1.0 in 0.01..=1000.0, plausible 0.5..=4.0;
            "Demand: performance of the entrant technology at the start, to its home segment"; Assumption("meets the median niche threshold");
        cost_incumbent ("c_0", "1") = 2.0 in 0.001..=1000.0, plausible 1.0..=4.0;
            "Demand: unit cost of the incumbent technology at the start"; Assumption("half of what consumers pay");
        cost_entrant ("c_1", "1") = 0.5 in 0.001..=1000.0, plausible 0.2..=2.0;
            "Demand: unit cost of the entrant technology at the start"; Assumption("half of what consumers pay");
        product_step ("d_q", "1") = 0.1 in 0.0..=10.0, plausible 0.05..=0.3;
            "Demand: performance that a product innovation adds"; Assumption("no data");
        product_cost ("d_u", "share") = 0.01 in 0.0..=1.0, plausible 0.0..=0.05;
            "Demand: rise of unit cost by a product innovation"; Assumption("no data");
        process_step ("d_c", "share") = 0.03 in 0.0..=0.9, plausible 0.01..=0.1;
            "Demand: fall of unit cost above the floor by a process innovation"; Assumption("no data");
        cost_floor ("c_f", "1") = 0.1 in 0.0..=1000.0, plausible 0.05..=0.3;
            "Demand: unit cost that process innovation approaches"; Assumption("no data");
        demanded_high ("D_A", "1") = 8.0 in 0.001..=1000000.0, plausible 4.0..=16.0;
            "Trajectories: performance that the median customer of the mainstream tier demands at the start"; Assumption("only ratios matter");
        demanded_low ("D_B", "1") = 2.0 in 0.001..=1000000.0, plausible 1.0..=4.0;
            "Trajectories: the same in the low tier"; Assumption("only ratios matter");
        supplied_incumbent ("S_0", "1") = 8.0 in 0.001..=1000000.0, plausible 4.0..=16.0;
            "Trajectories: performance of the incumbent technology at the start"; Assumption("serves the mainstream");
        supplied_entrant ("S_1", "1") = 1.0 in 0.001..=1000000.0, plausible 0.5..=4.0;
            "Trajectories: performance of the entrant technology at the start"; Assumption("good enough for few");
        growth_demanded ("g_D", "1/period") = 0.02 in -0.5..=1.0, plausible 0.0..=0.05;
            "Trajectories: growth of what is demanded"; Assumption("slower than supply");
        growth_incumbent ("g_0", "1/period") = 0.06 in -0.5..=1.0, plausible 0.03..=0.1;
            "Trajectories: growth of what the incumbent technology supplies"; Assumption("overshoots demand");
        growth_entrant ("g_1", "1/period") = 0.06 in -0.5..=1.0, plausible 0.03..=0.1;
            "Trajectories: growth of what the entrant technology supplies"; Assumption("as fast as the incumbent");
    }
}
