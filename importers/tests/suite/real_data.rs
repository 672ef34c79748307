//! Real files of Italian bodies, where they lie beside the project: `../shared/data`. They are not
//! part of it; without them these tests say so and check nothing.

use std::path::{Path, PathBuf};

use civico_domain::catalog::frame::Severity;

use crate::run::{assert_near, read, run};

#[expect(clippy::print_stderr, reason = "a test that checks nothing has to say so")]
fn data(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("not checked, since {} is not there", path.display());
    None
}

#[test]
fn real_files_have_their_rows() {
    for (path, rows) in [
        ("boundaries/comuni_milano_015.geojson", 133),
        ("boundaries/milano_municipi_rdn2008_shp.zip", 9),
        ("boundaries/milano_nil_2022_shp.zip", 88),
        ("thematic/milano_piste_ciclabili.geojson.gz", 3_165),
        ("thematic/milano_dbt_ac_cic_3d_shp.zip", 2_798),
        ("civici/alessandria_civici_epsg3003_gpkg.zip", 26_160),
        ("thematic/alessandria_alberi_epsg3003.csv.gz", 16_484),
        ("civici/milano_civici_20200302_senza_m9.csv.gz", 55_087),
        ("civici/anncsu_points_milano_metro_20251202.csv.gz", 85_127),
        ("boundaries/istat_comuni_codici_latin1.csv.gz", 7_896),
        ("boundaries/anpr_archivio_comuni_storico.csv.gz", 19_340),
        ("addresses/lombardia_scuole_20260215.csv.gz", 5_854),
    ] {
        let Some(file) = data(path) else { continue };
        assert_eq!(read(&file, &[]).counts(), (rows, 0, 0), "{path}");
    }
}

#[test]
fn the_axis_trap_of_the_municipi_is_reported_and_survived() {
    let Some(file) = data("boundaries/milano_municipi_rdn2008_shp.zip") else { return };
    let outcome = read(&file, &[]);
    let entry = outcome.said("axis-order-east-north").unwrap();
    assert_eq!((entry.severity, entry.notice.args["crs"].as_str()), (Severity::Assumption, "EPSG:6707"));
}

#[test]
fn the_swapped_hospitals_lie_in_lombardy() {
    let Some(file) = data("thematic/lombardia_strutture_ricovero_xy_swapped.csv") else { return };
    let outcome = read(&file, &[]);
    // Ospedale Uboldo, Cernusco sul Naviglio, by cs2cs of PROJ 9.1.1.
    assert_near(outcome.position(0), (525_651.529, 5_041_139.135), 0.01);
}

#[test]
fn odd_rows_of_the_fuel_stations_are_rejected_with_their_number() {
    let Some(file) = data("addresses/mimit_impianti_carburanti_20260821_pipe.csv.gz") else { return };
    let outcome = read(&file, &[]);
    let (sent, rejected, _) = outcome.counts();
    assert_eq!(sent + rejected, 23_973);
    assert_eq!(outcome.count("row-of-other-width") as u64, rejected);
}

#[test]
fn the_register_of_milan_is_whole() {
    for (streets, addresses, counts) in [
        (
            "stradario/milano_viario_20200302.csv.gz",
            "civici/milano_civici_20200302_senza_m9.csv.gz",
            (4_330, 55_087),
        ),
        (
            "stradario/milano_viario_20181001.csv.gz",
            "civici/milano_civici_20181001_senza_m9.csv.gz",
            (4_333, 52_693),
        ),
    ] {
        let (Some(streets), Some(addresses)) = (data(streets), data(addresses)) else { return };
        let outcome = run("toponymy", &[&streets, &addresses], &["--format", "milano"]);
        let end = outcome.end.as_ref().unwrap();
        let placeholders = outcome.said("toponymy-placeholders");
        let placeholders: u64 = placeholders.map_or(0, |entry| entry.notice.args["count"].parse().unwrap());
        assert_eq!((end.layers[0].sent - placeholders, end.layers[1].sent), counts);
        assert_eq!(end.layers[1].rejected, 0);
    }
}

#[test]
fn broken_files_of_other_projects_end_or_fail_but_never_crash() {
    let Some(folder) = data("formats") else { return };
    let mut files = Vec::new();
    gather(&folder, &mut files);
    let known = ["shp", "gpkg", "geojson", "json", "csv", "txt", "zip"];
    let wanted = |path: &&PathBuf| path.extension().is_some_and(|e| known.iter().any(|k| e == *k));
    let mut ended = 0;
    for file in files.iter().filter(wanted) {
        ended += usize::from(read(file, &[]).end.is_some());
    }
    assert!(ended > 10);
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { gather(&path, files) } else { files.push(path) }
    }
}
