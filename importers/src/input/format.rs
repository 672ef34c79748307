//! Formats by the end of a name.

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// ESRI Shapefile: .shp with .shx, .dbf, .prj, .cpg beside it.
    Shapefile,
    /// OGC GeoPackage.
    GeoPackage,
    /// GeoJSON, perhaps gzipped.
    GeoJson,
    /// A table of delimited text, perhaps gzipped.
    Csv,
}

impl Format {
    /// Concludes the format from the end of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
        let packed = plain.len() < lower.len();
        match plain.rsplit_once('.')?.1 {
            "geojson" | "json" => Some(Self::GeoJson),
            "csv" | "txt" | "tsv" => Some(Self::Csv),
            "shp" if !packed => Some(Self::Shapefile),
            "gpkg" if !packed => Some(Self::GeoPackage),
            _ => None,
        }
    }

    /// Returns the name that people know.
    pub fn title(self) -> &'static str {
        match self {
            Self::Shapefile => "Shapefile",
            Self::GeoPackage => "GeoPackage",
            Self::GeoJson => "GeoJSON",
            Self::Csv => "CSV",
        }
    }
}

/// Takes the endings of formats off a name: `civici.csv.gz` is `civici`.
pub fn stem(name: &str) -> &str {
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name);
    match plain.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_formats() {
        assert_eq!(Format::of_name("CIVICI.CSV.GZ"), Some(Format::Csv));
        assert_eq!(Format::of_name("nil.geojson"), Some(Format::GeoJson));
        assert_eq!(Format::of_name("nil.shp.gz"), None);
        assert_eq!(Format::of_name("readme"), None);
        assert_eq!(stem("civici.csv.gz"), "civici");
        assert_eq!(stem(".csv"), ".csv");
    }
}
