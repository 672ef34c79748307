use super::{find, violations_of};
use crate::toponymy::command::Command;

/// Kind, name, and the whole name as it would be suggested; nothing where no suggestion is certain.
type Wrong = (&'static str, &'static str, Option<&'static str>);

#[track_caller]
fn breaks(rule: &str, cases: &[Wrong]) {
    for (kind, name, suggested) in cases {
        let violations = violations_of(kind, name);
        let violation = find(rule, &violations);
        assert!(violation.is_some(), "{kind} {name} should break {rule}");
        let suggestion = violation.unwrap().suggestion.as_ref().map(ToString::to_string);
        assert_eq!(suggestion.as_deref(), *suggested, "{kind} {name}");
    }
}

#[track_caller]
fn holds(rule: &str, cases: &[(&str, &str)]) {
    for (kind, name) in cases {
        let violations = violations_of(kind, name);
        assert_eq!(find(rule, &violations), None, "{kind} {name}");
    }
}

#[test]
fn plain_names_break_nothing() {
    for (kind, name) in [
        ("Via", "San Rocco"),
        ("Via", "Sant'Ambrogio"),
        ("Piazza", "Duca d'Aosta"),
        ("Via", "Mille"),
        ("Via", "dei Mille"),
        ("Via", "Cesare Battisti"),
        ("Via", "Dixi"),
        ("Via", "Mix"),
        ("VIA", "MIX"),
        ("Viale", "Monza"),
        ("Via", "Venticinque Aprile"),
        ("Via", "25 Aprile 1945"),
        ("VIA", "GIUSEPPE GARIBALDI"),
        ("Via", "Malcolm X"),
        ("Via", "C"),
        ("Via", "Lotto B"),
        ("Via", "Pace e Lavoro"),
        ("Strada Provinciale", "25 Cerere Navicella"),
        ("Strada", "statale 35 bis dei Giovi"),
        ("Piazza", "dei Martiri 1943-1945"),
        ("Località", "San Felice"),
    ] {
        assert_eq!(violations_of(kind, name), [], "{kind} {name}");
    }
}

#[test]
fn kinds_are_in_full() {
    breaks(
        "kind-abbreviated",
        &[
            ("V.", "Dante", Some("Via Dante")),
            ("V.", "DANTE", Some("VIA DANTE")),
            ("P.za", "Duomo", Some("Piazza Duomo")),
            ("P.ZZA", "DUOMO", Some("PIAZZA DUOMO")),
            ("C.so", "Sempione", Some("Corso Sempione")),
            ("Via Priv.", "Rossi", Some("Via Privata Rossi")),
            ("Str. Prov.", "25", Some("Strada Provinciale 25")),
            ("P.ta", "Romana", None),
            ("Vat.", "Rossi", None),
        ],
    );
    holds(
        "kind-abbreviated",
        &[("Via", "Roma"), ("VIALE", "MONZA"), ("Lungo Dora", "Siena"), ("LOCALITA'", "ORIOLO")],
    );
}

#[test]
fn a_missing_kind_is_taken_from_the_name() {
    breaks(
        "missing-kind",
        &[
            ("", "Via Dante", Some("Via Dante")),
            (" ", "STRADA PROVINCIALE MILANO LODI", Some("STRADA PROVINCIALE MILANO LODI")),
            ("", "Dante", None),
            ("", "Viafora", None),
        ],
    );
    holds("missing-kind", &[("Via", "Dante")]);
}

#[test]
fn names_and_titles_are_in_full() {
    breaks(
        "name-abbreviated",
        &[
            ("Via", "G. Garibaldi", None),
            ("Via", "G.Verdi", None),
            ("Via", "L. Da Vinci", None),
            ("Via", "D. Chiesa", None),
            ("Via", "E Fermi", None),
            ("Via", "S. Rocco", Some("Via San Rocco")),
            ("VIA", "S. ROCCO", Some("VIA SAN ROCCO")),
            ("Via", "S.Giorgio", Some("Via San Giorgio")),
            ("Via", "S. Maria", Some("Via Santa Maria")),
            ("Via", "S. Stefano", Some("Via Santo Stefano")),
            ("Via", "S. Ambrogio", Some("Via Sant'Ambrogio")),
            ("VIA", "S. ANNA", Some("VIA SANT'ANNA")),
            ("Via", "S. Pertini", None),
            ("Via", "SS. Cosma e Damiano", Some("Via Santi Cosma e Damiano")),
            ("Via", "SS. Trinità", Some("Via Santissima Trinità")),
            ("Via", "F.lli Cervi", Some("Via Fratelli Cervi")),
            ("Via", "Card. Schuster", Some("Via Cardinale Schuster")),
            ("Via", "Mons. G. Rossi", None),
            ("Via", "4 Nov.", None),
        ],
    );
    holds(
        "name-abbreviated",
        &[
            ("Via", "Don Minzoni"),
            ("Via", "V Maggio"),
            ("Via", "Carlo V di Spagna"),
            ("Via", "A Mare"),
            ("Strada", "Provinciale 358 R di Castelnovo"),
        ],
    );
}

#[test]
fn ordinals_are_in_letters() {
    breaks(
        "ordinal-in-roman",
        &[
            ("Via", "Vittorio Emanuele II", Some("Via Vittorio Emanuele Secondo")),
            ("PIAZZA", "VITTORIO EMANUELE II", Some("PIAZZA VITTORIO EMANUELE SECONDO")),
            ("Via", "Vittorio Emanuele Ii", Some("Via Vittorio Emanuele Secondo")),
            ("Via", "Papa Giovanni XXIII", Some("Via Papa Giovanni Ventitreesimo")),
            ("Piazza", "Umberto I", Some("Piazza Umberto Primo")),
            ("Via", "San Pio V", Some("Via San Pio Quinto")),
            ("Via", "Rio Salse I Traversa", Some("Via Rio Salse Prima Traversa")),
            ("Vicolo", "II del Carmine", Some("Vicolo Secondo del Carmine")),
            ("Piazza", "Re Astolfo IV", Some("Piazza Re Astolfo Quarto")),
            ("Via", "Regina Beatrice II", Some("Via Regina Beatrice Seconda")),
            ("Via", "XII Morelli", None),
        ],
    );
    holds(
        "ordinal-in-roman",
        &[
            ("Via", "XX Settembre"),
            ("Via", "I Maggio"),
            ("Via", "C"),
            ("Via", "Giovanni V. Bassi"),
            ("Via", "Petitti Carlo I"),
            ("Via", "Vi"),
        ],
    );
}

#[test]
fn dates_without_year_are_in_letters() {
    breaks(
        "date-without-year",
        &[
            ("Via", "XXV Aprile", Some("Via Venticinque Aprile")),
            ("Via", "4 Novembre", Some("Via Quattro Novembre")),
            ("VIALE", "4 NOVEMBRE", Some("VIALE QUATTRO NOVEMBRE")),
            ("Via", "XX Settembre", Some("Via Venti Settembre")),
            ("Via", "Xx Settembre", Some("Via Venti Settembre")),
            ("Via", "I Maggio", Some("Via Primo Maggio")),
            ("Via", "1° maggio", Some("Via Primo maggio")),
            ("Via", "Martiri del 2 Agosto", Some("Via Martiri del Due Agosto")),
        ],
    );
    holds(
        "date-without-year",
        &[
            ("Via", "Venticinque Aprile"),
            ("Via", "25 Aprile 1945"),
            ("Via", "Maggio"),
            ("Via", "2 Giugno '46"),
        ],
    );
}

#[test]
fn dates_with_year_are_in_digits() {
    breaks(
        "date-with-year",
        &[
            ("Piazza", "VII Novembre 1944", Some("Piazza 7 Novembre 1944")),
            ("VIA", "UNDICI SETTEMBRE 2001", Some("VIA 11 SETTEMBRE 2001")),
            ("Via", "Primo Maggio 1945", Some("Via 1 Maggio 1945")),
            ("Parco", "12-05-1985", Some("Parco 12 Maggio 1985")),
            ("Via", "2 Giugno '46", None),
        ],
    );
    holds("date-with-year", &[("Via", "18 Agosto 1944"), ("Via", "Due Giugno"), ("Via", "1943-1945")]);
}

#[test]
fn what_a_spreadsheet_made_of_a_date_is_found() {
    breaks(
        "spreadsheet-date",
        &[
            ("Via", "11-set-01", None),
            ("Via", "08-OTT-01", None),
            ("Via", "25-apr", Some("Via Venticinque Aprile")),
            ("Via", "11/set/2001", Some("Via 11 Settembre 2001")),
            ("Via", "set-01", None),
        ],
    );
    holds("spreadsheet-date", &[("Via", "Mar-Rosso"), ("Via", "25 Aprile 1945"), ("Via", "12-05-1985")]);
}

#[test]
fn numbers_are_in_letters() {
    breaks(
        "digits-in-name",
        &[
            ("Via", "3 Martiri", Some("Via Tre Martiri")),
            ("Canto", "alle 3 Gore", Some("Canto alle Tre Gore")),
            ("Via", "Ragazzi del '99", Some("Via Ragazzi del Novantanove")),
            ("Piazza", "Giovanni 23", Some("Piazza Giovanni Ventitreesimo")),
            ("Via", "63° Brigata Bolero", None),
            ("Via", "Traversa 1", None),
        ],
    );
    holds(
        "digits-in-name",
        &[
            ("Via", "25 Aprile 1945"),
            ("Via", "25 Aprile"),
            ("Via", "11-set-01"),
            ("Autostrada", "A-14 (BO-RN)"),
            ("Strada", "provinciale 25"),
            ("Via", "Vittime del Maggio 1898"),
        ],
    );
}

#[test]
fn signs_that_nobody_sees_are_found() {
    breaks(
        "name-characters",
        &[
            ("Via", "Portico  Zancati", Some("Via Portico Zancati")),
            ("Via ", "Dante", Some("Via Dante")),
            ("Via", "Dante\tAlighieri\u{200b}", Some("Via Dante Alighieri")),
            ("Via", "35Â° Reggimento", None),
            ("Via", "Libert\u{fffd}", None),
        ],
    );
    holds("name-characters", &[("Via", "Libertà"), ("Via", "Hôtel des États")]);
}

#[test]
fn names_fit_into_the_fields_of_anncsu() {
    let (kind, name) = ("v".repeat(31), "n".repeat(121));
    assert!(find("kind-length", &violations_of(&kind, "Dante")).is_some());
    assert!(find("name-length", &violations_of("Via", &name)).is_some());
    assert!(find("kind-length", &violations_of(&kind[..30], "Dante")).is_none());
    assert!(find("name-length", &violations_of("Via", &name[..120])).is_none());
}

#[test]
fn a_fix_is_offered_where_it_is_a_correction_and_no_renaming() {
    let fix = |name| violations_of("Via", name)[0].fix.clone();
    let corrected = fix("Vittorio Emanuele II");
    assert!(
        matches!(&corrected, Some(Command::CorrectName { name, .. }) if name.name == "Vittorio Emanuele Secondo"),
        "{corrected:?}"
    );
    // Half of the letters change, and it is the same name written by the rules.
    let standardised = fix("XXV Aprile");
    assert!(
        matches!(&standardised, Some(Command::CorrectName { name, .. }) if name.name == "Venticinque Aprile"),
        "{standardised:?}"
    );
}
