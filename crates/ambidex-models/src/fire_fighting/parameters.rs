//! Parameters of both models.

ambidex_core::parameters! {
    /// Parameters of the map and of the rework model.
    pub struct FireFighting {
        resources ("R", "work/period") = 1.75 in 0.01..=100.0, plausible 1.2..=2.2;
            "Map: work that the organisation can do in a period"; Assumption("a reduction of our own; chosen so that the tipping point is 1/2");
        workload ("A", "work/period") = 1.0 in 0.01..=100.0, plausible 0.8..=1.2;
            "Map: downstream work that the products of a period need at the least"; Assumption("the unit of work");
        rework_cost ("c", "1") = 1.0 in 0.0..=10.0, plausible 0.5..=2.0;
            "Map: work to repair a defective product, relative to its downstream work"; Assumption("a reduction of our own");
        upstream_cost ("c_u", "1") = 0.5 in 0.01..=10.0, plausible 0.2..=1.0;
            "Map: upstream work on all products of a period, relative to their downstream work"; Assumption("a reduction of our own");
        defects_prepared ("P_a", "share") = 0.1 in 0.0..=1.0, plausible 0.05..=0.3;
            "Map: share of defective products after upstream work"; Assumption("a reduction of our own");
        defects_unprepared ("P_b", "share") = 0.9 in 0.0..=1.0, plausible 0.5..=1.0;
            "Map: share of defective products without upstream work"; Assumption("a reduction of our own");
        prepared ("f_0", "share") = 0.6 in 0.0..=1.0, plausible 0.3..=0.7;
            "Map: share of upstream work done at the start"; Assumption("just above the tipping point");
        generations ("n", "periods", whole) = 50 in 1..=10000, plausible 20..=200;
            "Map: periods"; Assumption("both ends are reached");
        projects ("N", "projects", whole) = 20 in 2..=400, plausible 10..=40;
            "Rework: projects in turn"; Assumption("leaves fifteen after the shock");
        cadence ("T", "weeks", whole) = 30 in 4..=400, plausible 20..=52;
            "Rework: weeks from one planned release to the next"; Assumption("two releases a year");
        builders ("B", "persons") = 50.0 in 1.0..=100000.0, plausible 20.0..=500.0;
            "Rework: staff of downstream work"; Assumption("a lab; only its ratio to upstream staff matters");
        researchers ("H", "persons") = 25.0 in 0.0..=100000.0, plausible 10.0..=250.0;
            "Rework: staff of upstream (concept) work, who can be drafted"; Assumption("half of the builders");
        load ("load", "1") = 0.74 in 0.1..=2.0, plausible 0.6..=0.8;
            "Rework: first-time work planned, relative to capacity"; Assumption("organisations plan to the edge");
        shock ("s", "1") = 1.5 in 1.0..=4.0, plausible 1.2..=2.0;
            "Rework: work of the shocked project relative to the others"; Assumption("one project half as large again");
        shocked ("n_s", "projects", whole) = 5 in 1..=400, plausible 4..=8;
            "Rework: number of the shocked project"; Assumption("the lab has settled by then");
        base_defects ("d0", "1") = 0.08 in 0.0..=0.9, plausible 0.04..=0.15;
            "Rework: defects per unit of work under good conditions"; Assumption("rework of 10 to 50 % of work is usual: Lyneis & Ford 2007");
        concept_defects ("d_conc", "1") = 0.2 in 0.0..=0.9, plausible 0.1..=0.3;
            "Rework: defects per unit of work without any concept"; Assumption("no data");
        fatigue_defects ("d_f", "1") = 0.3 in 0.0..=0.9, plausible 0.1..=0.5;
            "Rework: defects per unit of work at full fatigue"; Assumption("order of Oliva & Sterman 2001");
        pressure_defects ("d_P", "1") = 0.16 in 0.0..=0.9, plausible 0.0..=0.3;
            "Rework: defects per unit of work at full pressure"; Assumption("no data");
        testing_rate ("tau", "1/week") = 0.12 in 0.0..=1.0, plausible 0.05..=0.2;
            "Rework: share of undiscovered defects found in a week"; Assumption("discovery takes months");
        testing_cut ("kap", "1") = 1.0 in 0.0..=3.0, plausible 0.0..=2.0;
            "Rework: how far pressure cuts testing"; Assumption("no data");
        returned ("r", "share") = 0.5 in 0.0..=1.0, plausible 0.2..=0.8;
            "Rework: share of the defects shipped that come back as work for the next project"; Assumption("no data");
        overtime ("ot_max", "share") = 0.28 in 0.0..=1.0, plausible 0.2..=0.6;
            "Rework: overtime at full pressure"; Assumption("order of Oliva & Sterman 2001");
        fatigue_gain ("fat_in", "1/week") = 0.4 in 0.0..=5.0, plausible 0.2..=0.8;
            "Rework: rise of fatigue per unit of overtime"; Assumption("order of Oliva & Sterman 2001");
        fatigue_recovery ("fat_rec", "1/week") = 0.1 in 0.0..=1.0, plausible 0.03..=0.15;
            "Rework: rate at which fatigue goes"; Assumption("order of Oliva & Sterman 2001");
        fatigue_loss ("phi", "1") = 0.5 in 0.0..=1.0, plausible 0.2..=0.6;
            "Rework: productivity lost at full fatigue"; Assumption("order of Oliva & Sterman 2001");
        concept_pace ("conc", "share") = 0.9 in 0.05..=2.0, plausible 0.7..=1.2;
            "Rework: share of a cycle in which undisturbed researchers do the whole concept"; Assumption("no data");
        call_pressure ("P_call", "1") = 0.14 in 0.0..=1.0, plausible 0.1..=0.5;
            "Rework: pressure above which researchers are drafted until the release ships"; Assumption("no data");
        draft_share ("draft", "share") = 0.5 in 0.0..=1.0, plausible 0.0..=0.7;
            "Rework: share of the researchers who are drafted"; Assumption("no data");
        brooks ("beta_B", "share") = 0.6 in 0.0..=1.0, plausible 0.1..=0.8;
            "Rework: share of a drafted person's work lost to learning and coordination"; Assumption("direction of Brooks 1975");
        replan_after ("T_re", "weeks") = 13.0 in 1.0..=200.0, plausible 8.0..=26.0;
            "Rework: delay after which a calendar that may be re-planned is"; Assumption("a quarter");
        late_for_good ("T_late", "weeks") = 13.0 in 1.0..=400.0, plausible 8.0..=26.0;
            "Rework: delay of the last release from which the lab counts as tipped"; Assumption("a quarter");
    }
}
