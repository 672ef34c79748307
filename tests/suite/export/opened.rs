//! A ZIP of an export, read by programs that are not ours.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use sha2::{Digest, Sha256};

/// The files of a ZIP.
pub(super) struct Opened(BTreeMap<String, Vec<u8>>);

impl Opened {
    /// Opens a file by the `zip` crate and by Python's reader, which checks every CRC.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let script = "import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip())";
        let checked = Command::new("python3").args(["-c", script]).arg(path).output()?;
        ensure!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        Self::read(std::fs::read(path)?)
    }

    pub(super) fn read(bytes: Vec<u8>) -> anyhow::Result<Self> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes))?;
        let mut files = BTreeMap::new();
        for place in 0..zip.len() {
            let mut file = zip.by_index(place)?;
            ensure!(file.enclosed_name().is_some(), "{} leaves its folder", file.name());
            let mut content = Vec::new();
            file.read_to_end(&mut content)?;
            ensure!(
                files.insert(file.name().to_owned(), content).is_none(),
                "{} is there twice",
                file.name()
            );
        }
        Ok(Self(files))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn bytes(&self, name: &str) -> anyhow::Result<&[u8]> {
        self.0.get(name).map(Vec::as_slice).with_context(|| format!("{name} is missing"))
    }

    pub(super) fn text(&self, name: &str) -> anyhow::Result<String> {
        Ok(String::from_utf8(self.bytes(name)?.to_vec())?)
    }

    pub(super) fn json(&self, name: &str) -> anyhow::Result<serde_json::Value> {
        Ok(serde_json::from_slice(self.bytes(name)?)?)
    }

    /// Tells whether a text is in any file.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.0.values().any(|content| content.windows(text.len()).any(|window| window == text.as_bytes()))
    }

    /// Checks that the checksums are those of all other files.
    pub(super) fn check_sums(&self) -> anyhow::Result<()> {
        let mut files = 1;
        for line in self.text("SHA256SUMS")?.lines() {
            let (digest, name) = line.split_once("  ").context("a line of checksums")?;
            ensure!(hex::encode(Sha256::digest(self.bytes(name)?)) == digest, "{name} has another checksum");
            files += 1;
        }
        ensure!(files == self.0.len(), "not every file has a checksum");
        Ok(())
    }

    /// Counts the records of a CSV, which may hold line breaks.
    pub(super) fn rows_of_csv(&self, name: &str) -> anyhow::Result<u64> {
        let script = "import csv, io, sys; csv.field_size_limit(1 << 30); \
            print(sum(1 for _ in csv.reader(io.TextIOWrapper(sys.stdin.buffer, 'utf-8', newline=''))) - 1)";
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("table.csv");
        std::fs::write(&path, self.bytes(name)?)?;
        let counted =
            Command::new("python3").args(["-c", script]).stdin(std::fs::File::open(&path)?).output()?;
        Ok(String::from_utf8(counted.stdout)?.trim().parse()?)
    }

    pub(super) fn features(&self, name: &str) -> anyhow::Result<u64> {
        let collection = self.json(name)?;
        ensure!(collection["type"] == "FeatureCollection", "{name} is no collection");
        Ok(collection["features"].as_array().context("features")?.len() as u64)
    }

    /// Returns what ogrinfo says of a GeoPackage, all features included.
    pub(super) fn ogrinfo(&self, name: &str) -> anyhow::Result<String> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("export.gpkg");
        std::fs::write(&path, self.bytes(name)?)?;
        let said = Command::new("ogrinfo").args(["-ro", "-al"]).arg(&path).output()?;
        ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        // Warnings on what is not as the standard has it.
        ensure!(said.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&said.stderr));
        Ok(String::from_utf8(said.stdout)?)
    }

    /// Returns the layers of a GeoPackage with the number of their features.
    pub(super) fn layers(&self, name: &str) -> anyhow::Result<Vec<(String, u64)>> {
        let said = self.ogrinfo(name)?;
        let after = |start: &'static str| said.lines().filter_map(move |line| line.strip_prefix(start));
        after("Layer name: ")
            .zip(after("Feature Count: "))
            .map(|(layer, count)| Ok((layer.to_owned(), count.parse()?)))
            .collect()
    }
}
