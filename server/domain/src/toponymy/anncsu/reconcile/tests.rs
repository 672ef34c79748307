use super::super::columns::{IndirRow, StradRow, indir, strad};
use super::*;

fn access(id: &str, street: &str, name: &str, number: &str) -> IndirRow {
    let mut row = IndirRow::default();
    for (column, text) in [
        (indir::CODICE_COMUNE, "Z999"),
        (indir::CODICE_ISTAT, "015999"),
        (indir::PROGRESSIVO_NAZIONALE, street),
        (indir::ODONIMO, name),
        (indir::PROGRESSIVO_ACCESSO, id),
        (indir::CIVICO, number),
    ] {
        text.clone_into(&mut row[column]);
    }
    row
}

fn with(mut row: IndirRow, column: usize, text: &str) -> IndirRow {
    text.clone_into(&mut row[column]);
    row
}

fn accesses(rows: &[&IndirRow]) -> Rows<{ INDIR_COLUMNS.len() }> {
    let keyed = keyed_accesses(rows.iter().copied().cloned());
    assert!(keyed.repeated.is_empty());
    keyed.rows
}

fn reconciled(agreed: &[&IndirRow], ours: &[&IndirRow], theirs: &[&IndirRow]) -> Reconciliation {
    reconcile_accesses(&accesses(agreed), &accesses(ours), &accesses(theirs))
}

fn only(reconciliation: &Reconciliation) -> (Class, Vec<Facet>, Option<&'static str>) {
    let [entry] = reconciliation.entries.as_slice() else { unreachable!("{reconciliation:?}") };
    assert_eq!(reconciliation.counts, BTreeMap::from([(entry.class, 1)]));
    (entry.class, entry.facets.iter().copied().collect(), entry.operation.map(Operation::as_str))
}

#[test]
fn who_changed_what_is_told_from_what_was_agreed() {
    let row = access("100", "7", "VIA DELL'ORSO", "1");
    let (two, three) = (with(row.clone(), indir::CIVICO, "2"), with(row.clone(), indir::CIVICO, "3"));
    let one = &[&row];
    let number = vec![Facet::Number];
    let of = |ours: &[&IndirRow], theirs: &[&IndirRow]| only(&reconciled(one, ours, theirs));
    assert_eq!(of(one, one), (Class::Equal, vec![], None));
    assert_eq!(of(&[&two], one), (Class::ChangedByUs, number.clone(), Some("R")));
    assert_eq!(of(one, &[&two]), (Class::ChangedByThem, number.clone(), None));
    assert_eq!(of(&[&two], &[&three]), (Class::Conflict, number.clone(), None));
    assert_eq!(of(&[&two], &[&two]), (Class::Converged, number.clone(), None));
    assert_eq!(of(&[], &[]), (Class::Converged, vec![], None));
    assert_eq!(of(&[], one), (Class::OnlyTheirs, vec![], Some("S")));
    assert_eq!(of(one, &[]), (Class::OnlyOurs, vec![], Some("I")));
    // Nothing was agreed yet: what they have more is no business of ours to end.
    assert_eq!(only(&reconciled(&[], &[], one)), (Class::OnlyTheirs, vec![], None));
    assert_eq!(only(&reconciled(&[], &[&two], &[&three])), (Class::Conflict, number, None));
}

#[test]
fn facets_say_what_differs() {
    let row = access("100", "7", "VIA DELL'ORSO", "1");
    let mut ours = row.clone();
    for (column, text) in [
        (indir::CODICE_COMUNALE_ACCESSO, "X1"),
        (indir::ODONIMO, "VIA DELL'ORSA"),
        (indir::ESPONENTE, "A"),
        (indir::COORD_X_COMUNE, "9,1"),
        (indir::METODO, "1"),
    ] {
        text.clone_into(&mut ours[column]);
    }
    let entry = &reconciled(&[&row], &[&ours], &[&row]).entries[0];
    let all = [Facet::Name, Facet::Number, Facet::Position, Facet::Method, Facet::Codes];
    assert_eq!(entry.facets, all.into_iter().collect());
}

#[test]
fn a_renamed_street_is_one_rectification_not_one_for_each_access() {
    let row = access("100", "7", "VIA DELL'ORSO", "1");
    let renamed = with(row.clone(), indir::ODONIMO, "VIA DEL LUPO");
    let found = reconciled(&[&row], &[&renamed], &[&row]);
    assert_eq!(only(&found), (Class::ChangedByUs, vec![Facet::Name], None));

    let mut street = StradRow::default();
    "7".clone_into(&mut street[strad::PROGRESSIVO_NAZIONALE]);
    "VIA DELL'ORSO".clone_into(&mut street[strad::ODONIMO]);
    let mut ours = street.clone();
    "VIA DEL LUPO".clone_into(&mut ours[strad::ODONIMO]);
    let mut theirs = street.clone();
    "12".clone_into(&mut theirs[strad::TOTALE_ACCESSI]);
    let rows = |row: &StradRow| keyed_streets([row.clone()]).rows;
    let found = reconcile_streets(&rows(&street), &rows(&ours), &rows(&theirs));
    assert_eq!(only(&found), (Class::ChangedByUs, vec![Facet::Name], Some("R")));
    let found = reconcile_streets(&rows(&street), &rows(&street), &rows(&theirs));
    assert_eq!(only(&found).0, Class::Equal);
}

#[test]
fn what_has_no_number_yet_is_found_by_what_is_written_of_it() {
    let ours = with(access("", "", "VIA DELL' ORSO", "1"), indir::ESPONENTE, "bis");
    let theirs = with(access("100", "7", "VIA DELL'ORSO", "1"), indir::ESPONENTE, "BIS");
    let found = reconciled(&[], &[&ours], &[&theirs]);
    assert_eq!(only(&found), (Class::Conflict, vec![Facet::Name, Facet::Number], None));
    assert_eq!(found.entries[0].number_to_learn.as_deref(), Some("100"));
    let same = with(access("", "", "VIA DELL'ORSO", "1"), indir::ESPONENTE, "BIS");
    let found = reconciled(&[], &[&same], &[&theirs]);
    assert_eq!(only(&found), (Class::Equal, vec![], None));
    let found = reconciled(&[], &[&ours], &[]);
    assert_eq!(only(&found), (Class::OnlyOurs, vec![], Some("I")));
}

#[test]
fn a_street_with_the_numbers_of_another_is_suspected_to_be_it() {
    let street = |prefix: &str, id: &str, name: &str, numbers: std::ops::Range<u32>| {
        let row = |number: u32| {
            let access_id = if prefix.is_empty() { String::new() } else { format!("{prefix}{number}") };
            access(&access_id, id, name, &number.to_string())
        };
        numbers.map(row).collect::<Vec<_>>()
    };
    let mut theirs = street("1", "7", "VIA VECCHIA", 1..11);
    theirs.extend(street("2", "8", "VIA LUNGA", 1..100));
    theirs.extend(street("3", "9", "VIA NOTA", 1..10));
    let mut ours = street("", "", "VIA NUOVA", 1..10);
    ours.extend(street("3", "9", "VIA NOTA", 1..10));
    ours.extend(street("", "", "VIA DISPARI", 201..211));
    let found = suspected_renames(&keyed_accesses(ours).rows, &keyed_accesses(theirs).rows);
    let [rename] = found.as_slice() else { unreachable!("{found:?}") };
    assert_eq!((rename.our_name.as_str(), rename.their_number.as_str()), ("VIA NUOVA", "7"));
    assert_eq!((rename.shared, rename.of), (9, 9));
}
