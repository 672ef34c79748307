use super::*;

fn data() -> ProjData {
    ProjData::beside(&std::env::current_exe().unwrap())
}

fn epsg(code: i32) -> Crs {
    Crs::Epsg(Srid::from_code(code))
}

fn milan(code: i32) -> Extent {
    let (min_x, min_y, max_x, max_y) = match code {
        4326 => (9.1, 45.4, 9.3, 45.5),
        3003 => (1_510_000.0, 5_030_000.0, 1_520_000.0, 5_040_000.0),
        _ => (510_000.0, 5_030_000.0, 520_000.0, 5_040_000.0),
    };
    Extent { min_x, min_y, max_x, max_y }
}

fn find(code: i32) -> Reprojection {
    Reprojection::find(&data(), &epsg(code), Srid::RDN2008_UTM32, milan(code), Ballpark::Refuse).unwrap()
}

#[test]
fn gauss_boaga_goes_by_a_named_operation_of_four_metres() {
    let way = find(3003);
    assert!(way.record().operation.contains("Monte Mario to ETRS89 (1)"), "{:?}", way.record());
    assert_eq!(way.record().accuracy_m, Some(4.0));
    assert!(!way.record().ballpark);
    // Piazza del Duomo 21, as the comune publishes it in both systems.
    let (mut xs, mut ys) = ([1_514_845.033_3], [5_034_628.439_1]);
    way.apply(&mut xs, &mut ys, &mut []);
    assert!((xs[0] - 514_817.039_2).abs() < 4.0 && (ys[0] - 5_034_608.421_4).abs() < 4.0, "{xs:?} {ys:?}");
}

#[test]
fn wgs84_differs_from_rdn2008_by_the_accuracy_of_wgs84() {
    let way = find(32632);
    assert!(way.record().accuracy_m.is_some_and(|metres| metres <= 2.0), "{:?}", way.record());
    let (mut xs, mut ys, mut zs) = ([514_817.0], [5_034_608.0], [120.5]);
    way.apply(&mut xs, &mut ys, &mut zs);
    assert!((xs[0] - 514_817.0).abs() < 0.01 && (ys[0] - 5_034_608.0).abs() < 0.01);
    assert!((zs[0] - 120.5).abs() < 1e-9);
}

#[test]
fn the_same_system_needs_no_operation() {
    let way = find(7791);
    assert!(way.is_none());
    assert_eq!(way.record().operation, "none");
}

#[test]
fn coordinates_are_east_before_north_even_where_the_register_says_otherwise() {
    let info = epsg(6707).info(&data()).unwrap();
    assert!(info.northing_first && !info.geographic);
    let way = find(6707);
    let (mut xs, mut ys) = ([514_817.0], [5_034_608.0]);
    way.apply(&mut xs, &mut ys, &mut []);
    assert!((xs[0] - 514_817.0).abs() < 1e-6 && (ys[0] - 5_034_608.0).abs() < 1e-6);
}

#[test]
fn a_ballpark_operation_is_used_only_when_asked_for() {
    // An engineering-grade local datum of which nothing is known.
    let wkt = r#"GEOGCS["GCS_Unknown",DATUM["D_Unknown",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]"#;
    let find = |ballpark| {
        Reprojection::find(&data(), &Crs::Wkt(wkt.into()), Srid::RDN2008_UTM32, milan(4326), ballpark)
    };
    assert!(matches!(find(Ballpark::Refuse), Err(ReprojectError::OnlyBallpark { .. })));
    assert!(find(Ballpark::Allow).unwrap().record().ballpark);
}

#[test]
fn unknown_codes_are_refused_and_known_definitions_identified() {
    assert!(matches!(epsg(999_999).info(&data()), Err(ReprojectError::UnknownCrs(_))));
    let prj = r#"PROJCS["Monte_Mario_Italy_1",GEOGCS["GCS_Monte_Mario",DATUM["D_Monte_Mario",SPHEROID["International_1924",6378388.0,297.0]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",1500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    let (srid, confidence) = Crs::identify(prj, &data()).unwrap().unwrap();
    assert_eq!(srid.code(), 3003);
    assert!(confidence >= 70, "{confidence}");
}

#[test]
fn data_where_their_system_is_not_used_are_noticed() {
    let far = Extent { min_x: 500_000.0, min_y: 100_000.0, max_x: 501_000.0, max_y: 101_000.0 };
    let way = Reprojection::find(&data(), &epsg(3003), Srid::RDN2008_UTM32, far, Ballpark::Allow);
    assert!(way.is_ok_and(|way| way.is_outside_area_of_use()));
    assert!(!find(3003).is_outside_area_of_use());
}
