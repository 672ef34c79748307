//! Small files that the tests make themselves.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A private folder that is removed in the end.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file and returns its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, content).expect("a file");
        path
    }

    /// Writes a zip of files with their names.
    pub(crate) fn zip(&self, name: &str, files: &[(&str, Vec<u8>)]) -> PathBuf {
        self.file(name, zip(files))
    }

    /// Writes a shapefile of points with one column of texts, without .prj and .cpg.
    pub(crate) fn shapefile(&self, stem: &str, points: &[(f64, f64, &[u8])], language: u8) -> PathBuf {
        for (ending, bytes) in shapefile(points, language) {
            self.file(&format!("{stem}.{ending}"), bytes);
        }
        self.path().join(format!("{stem}.shp"))
    }
}

/// Makes a zip archive.
pub(crate) fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in files {
        writer.start_file(*name, options).expect("a member");
        writer.write_all(content).expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Makes the bytes of .shp, .shx and .dbf (ESRI Shapefile Technical Description, July 1998).
pub(crate) fn shapefile(points: &[(f64, f64, &[u8])], language: u8) -> Vec<(&'static str, Vec<u8>)> {
    let (mut records, mut index) = (Vec::new(), Vec::new());
    for (number, (x, y, _)) in (1_i32..).zip(points) {
        let offset = i32::try_from(50 + records.len() / 2).expect("a small file");
        index.extend([offset.to_be_bytes(), 10_i32.to_be_bytes()].concat());
        records.extend([number.to_be_bytes(), 10_i32.to_be_bytes(), 1_i32.to_le_bytes()].concat());
        records.extend([x.to_le_bytes(), y.to_le_bytes()].concat());
    }
    let shp = [header(records.len(), points), records].concat();
    let shx = [header(index.len(), points), index].concat();
    vec![("shp", shp), ("shx", shx), ("dbf", dbf(points, language))]
}

fn header(content: usize, points: &[(f64, f64, &[u8])]) -> Vec<u8> {
    let words = i32::try_from(50 + content / 2).expect("a small file");
    let mut bytes = [9994_i32.to_be_bytes(), [0; 4], [0; 4], [0; 4], [0; 4], [0; 4]].concat();
    bytes.extend([words.to_be_bytes(), 1000_i32.to_le_bytes(), 1_i32.to_le_bytes()].concat());
    let least = |axis: fn(&(f64, f64, &[u8])) -> f64| points.iter().map(axis).fold(f64::INFINITY, f64::min);
    let most =
        |axis: fn(&(f64, f64, &[u8])) -> f64| points.iter().map(axis).fold(f64::NEG_INFINITY, f64::max);
    for side in [least(|p| p.0), least(|p| p.1), most(|p| p.0), most(|p| p.1), 0.0, 0.0, 0.0, 0.0] {
        bytes.extend(side.to_le_bytes());
    }
    bytes
}

fn dbf(points: &[(f64, f64, &[u8])], language: u8) -> Vec<u8> {
    const WIDTH: usize = 20;
    let mut bytes = vec![3, 120, 1, 1];
    bytes.extend(u32::try_from(points.len()).expect("few").to_le_bytes());
    bytes.extend([65_u16.to_le_bytes(), 21_u16.to_le_bytes()].concat());
    bytes.resize(29, 0);
    bytes.extend([language, 0, 0]);
    bytes.extend(b"NOME\0\0\0\0\0\0\0C\0\0\0\0\x14");
    bytes.resize(64, 0);
    bytes.push(0x0D);
    for (_, _, name) in points {
        bytes.push(b' ');
        bytes.extend(*name);
        bytes.resize(bytes.len() + WIDTH - name.len(), b' ');
    }
    bytes
}

/// Makes a GeoJSON collection of geometries with a name each, in degrees.
pub(crate) fn geojson(geometries: &[&str]) -> String {
    let features: Vec<String> = geometries
        .iter()
        .enumerate()
        .map(|(index, geometry)| {
            format!(r#"{{"type":"Feature","properties":{{"nome":"n{index}"}},"geometry":{geometry}}}"#)
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}
