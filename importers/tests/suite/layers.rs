//! Shapefile, GeoPackage and GeoJSON.

use civico_domain::catalog::frame::Severity;
use civico_domain::catalog::{ColumnKind, GeometryKind, Value};
use gdal::spatial_ref::SpatialRef;
use gdal::vector::{Geometry, LayerAccess, LayerOptions, OGRFieldType, OGRwkbGeometryType};

use crate::fixtures::{Folder, geojson, shapefile};
use crate::run::{assert_near, read};

const PRJ_3003: &str = r#"PROJCS["Monte_Mario_Italy_1",GEOGCS["GCS_Monte_Mario",DATUM["D_Monte_Mario",SPHEROID["International_1924",6378388.0,297.0]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",1500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
const GAUSS_BOAGA: (f64, f64, &[u8]) = (1_514_845.033_3, 5_034_628.439_1, b"Citt\xE0");
/// The same house in UTM, as the comune publishes it.
const UTM: (f64, f64) = (514_817.039_2, 5_034_608.421_4);

#[test]
fn a_shapefile_without_cpg_says_how_it_was_decoded() {
    let folder = Folder::new();
    let path = folder.shapefile("scuole", &[GAUSS_BOAGA], 0);
    folder.file("scuole.prj", PRJ_3003);
    let outcome = read(&path, &[]);
    assert_eq!(outcome.value(0, "NOME"), &Value::Text("Città".into()));
    assert!(outcome.has(Severity::Assumption, "encoding-dbf-not-utf8"));
    assert_eq!(outcome.said("crs-identified").unwrap().notice.args["crs"], "EPSG:3003");
    assert_near(outcome.position(0), UTM, 4.0);

    folder.shapefile("scuole", &[GAUSS_BOAGA], 0x57);
    assert!(read(&path, &[]).said("encoding-by-dbf-header").is_some());
    folder.file("scuole.cpg", "UTF-8");
    assert!(read(&path, &[]).said("encoding-cpg-wrong").is_some());
    folder.file("scuole.cpg", "88591");
    let outcome = read(&path, &[]);
    assert!(outcome.said("encoding-by-cpg").is_some());
    assert_eq!(outcome.value(0, "NOME"), &Value::Text("Città".into()));
}

#[test]
fn a_shapefile_without_prj_is_placed_by_its_values_with_a_warning() {
    let folder = Folder::new();
    let path = folder.shapefile("scuole", &[GAUSS_BOAGA], 0);
    let outcome = read(&path, &[]);
    assert_eq!(outcome.said("crs-guessed").unwrap().notice.args["crs"], "EPSG:3003");
    let given = read(&path, &["--crs", "EPSG:3003"]);
    assert!(given.said("crs-guessed").is_none() && given.said("crs-given").is_some());
}

#[test]
fn several_shapefiles_in_an_archive_are_several_layers() {
    let folder = Folder::new();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for stem in ["a/scuole", "b/scuole", "parchi"] {
        files.extend(
            shapefile(&[GAUSS_BOAGA], 0).into_iter().map(|(end, bytes)| (format!("{stem}.{end}"), bytes)),
        );
    }
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let path = folder.zip("tutto.zip", &files);
    let outcome = read(&path, &[]);
    let mut names: Vec<&str> = outcome.layers.iter().map(|layer| layer.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["a/scuole", "b/scuole", "parchi"]);
    assert_eq!(read(&path, &["--layer", "parchi"]).layers.len(), 1);
    let absent = read(&path, &["--layer", "strade"]);
    assert_eq!(absent.failed(), "layer-not-found");
}

#[test]
fn a_polygon_that_crosses_itself_is_repaired_and_named() {
    let folder = Folder::new();
    let bow_tie =
        r#"{"type":"Polygon","coordinates":[[[9.1,45.4],[9.2,45.5],[9.2,45.4],[9.1,45.5],[9.1,45.4]]]}"#;
    let sound = r#"{"type":"Polygon","coordinates":[[[9.1,45.4],[9.2,45.4],[9.2,45.5],[9.1,45.4]]]}"#;
    let outcome = read(&folder.file("zone.geojson", geojson(&[sound, bow_tie, "null"])), &[]);
    assert_eq!(outcome.counts(), (3, 0, 1));
    let repaired = outcome.said("geometry-repaired-self-intersection").unwrap();
    assert_eq!((repaired.row, repaired.severity), (Some(2), Severity::Repaired));
    // A multipolygon with heights off and its reference system.
    assert_eq!(outcome.rows[1].1.geometry.as_ref().unwrap()[..9], [1, 6, 0, 0, 0x20, 0x6f, 0x1e, 0, 0]);
    assert_eq!(outcome.said("geometry-missing").unwrap().row, Some(3));
    assert_eq!(outcome.layers[0].geometry, GeometryKind::Polygon);
}

#[test]
fn a_ring_that_is_not_closed_is_closed() {
    let folder = Folder::new();
    let open = r#"{"type":"Polygon","coordinates":[[[9.1,45.4],[9.2,45.4],[9.2,45.5],[9.15,45.5]]]}"#;
    let outcome = read(&folder.file("aperto.geojson", geojson(&[open])), &[]);
    assert_eq!(outcome.counts(), (1, 0, 1));
    assert!(outcome.rows[0].1.geometry.is_some());
}

#[test]
fn geojson_of_several_kinds_and_heights_is_mixed() {
    let folder = Folder::new();
    let point = r#"{"type":"Point","coordinates":[9.1,45.4,120.5]}"#;
    let line = r#"{"type":"LineString","coordinates":[[9.1,45.4],[9.2,45.5]]}"#;
    let outcome = read(&folder.file("misto.geojson", geojson(&[point, line])), &[]);
    assert_eq!(outcome.layers[0].geometry, GeometryKind::Mixed);
    assert!(outcome.layers[0].has_z);
    assert_eq!(outcome.said("geometry-without-height").unwrap().row, Some(2));
    let ewkb = outcome.rows[0].1.geometry.clone().unwrap();
    assert_eq!(ewkb[4], 0xA0);
    assert!((f64::from_le_bytes(ewkb[25..33].try_into().unwrap()) - 120.5).abs() < 1e-9);
}

#[test]
fn the_old_crs_member_is_honoured_and_projected_numbers_need_one() {
    let folder = Folder::new();
    let point = r#"{"type":"Point","coordinates":[1514845.0333,5034628.4391]}"#;
    let plain = geojson(&[point]);
    assert_eq!(read(&folder.file("senza.geojson", &plain), &[]).failed(), "crs-does-not-fit");
    let member = r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3003"}},"#;
    let outcome = read(&folder.file("con.geojson", plain.replacen('{', member, 1)), &[]);
    assert!(outcome.has(Severity::Assumption, "crs-by-geojson-member"));
    assert_near(outcome.position(0), UTM, 4.0);
    let given = read(&folder.file("dato.geojson", &plain), &["--crs", "3003"]);
    assert_near(given.position(0), UTM, 4.0);
}

#[test]
fn all_layers_of_a_geopackage_come_with_their_types() {
    let folder = Folder::new();
    let path = folder.path().join("piano.gpkg");
    {
        let driver = gdal::DriverManager::get_driver_by_name("GPKG").unwrap();
        let mut dataset = driver.create_vector_only(&path).unwrap();
        let srs = SpatialRef::from_epsg(32632).unwrap();
        for name in ["scuole", "parchi"] {
            let layer = dataset
                .create_layer(LayerOptions {
                    name,
                    srs: Some(&srs),
                    ty: OGRwkbGeometryType::wkbPoint,
                    ..Default::default()
                })
                .unwrap();
            layer
                .create_defn_fields(&[
                    ("posti", OGRFieldType::OFTInteger64),
                    ("nome", OGRFieldType::OFTString),
                    ("dal", OGRFieldType::OFTDate),
                ])
                .unwrap();
            let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
            feature.set_geometry(Geometry::from_wkt("POINT (514817.0392 5034608.4214)").unwrap()).unwrap();
            feature.set_field_integer64(0, 5_000_000_000).unwrap();
            feature.set_field_string(1, "Città").unwrap();
            feature.set_field_string(2, "2020/03/02").unwrap();
            feature.create(&layer).unwrap();
        }
    }
    let outcome = read(&path, &[]);
    assert_eq!(outcome.layers.len(), 2);
    let kinds: Vec<ColumnKind> = outcome.layers[0].columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [ColumnKind::Integer, ColumnKind::Text, ColumnKind::Date]);
    assert_eq!(outcome.value(0, "posti"), &Value::Integer(5_000_000_000));
    assert_eq!(outcome.value(0, "dal"), &Value::Date(jiff::civil::date(2020, 3, 2)));
    assert_near(outcome.position(0), UTM, 0.01);
    assert_eq!(outcome.end.unwrap().layers.len(), 2);
}
