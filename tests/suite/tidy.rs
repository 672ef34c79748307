//! What the linter cannot see: who may know what, and how long things are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use civico_harness::repository;

use crate::routes::{ROUTES, routes};

/// What each package may depend on (ARCHITECTURE.md); `*` is everything.
const MAY_DEPEND_ON: [(&str, &[&str]); 12] = [
    ("server/domain", &[]),
    ("server/geoprocessing", &["domain"]),
    ("server/geocoder", &["domain"]),
    ("server/store", &["domain"]),
    ("styles", &[]),
    ("tiles", &["domain", "geoprocessing"]),
    ("importers", &["domain", "geoprocessing"]),
    ("server", &["domain", "geoprocessing", "geocoder", "store", "styles", "tiles"]),
    ("tests/harness", &["domain", "store"]),
    ("tests", &["*"]),
    ("tests/bench/geocoder", &["domain", "geocoder"]),
    ("tests/bench/processes", &["geoprocessing"]),
];

/// Crates that only one package may know, tests aside.
const KNOWN_BY_ONE: [(&str, &str); 4] =
    [("axum", "server"), ("tokio-postgres", "server/store"), ("gdal", "importers"), ("maud", "server")];

const LINES_OF_A_FILE: usize = 600;
const LINES_OF_A_FUNCTION: usize = 70;

#[test]
fn packages_depend_only_on_what_the_table_allows() -> anyhow::Result<()> {
    for (folder, allowed) in MAY_DEPEND_ON {
        for dependency in dependencies(folder)? {
            if let Some(ours) = dependency.strip_prefix("civico-") {
                assert!(
                    allowed.contains(&ours) || allowed.contains(&"*"),
                    "{folder} may not depend on {ours}"
                );
            }
            for (known, by) in KNOWN_BY_ONE {
                let may = by == folder || folder.starts_with("tests");
                assert!(known != dependency || may, "{folder} may not know {known}");
            }
        }
    }
    Ok(())
}

fn dependencies(folder: &str) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(repository().join(folder).join("Cargo.toml"))?;
    let manifest: toml::Table = text.parse()?;
    let table = manifest.get("dependencies").and_then(toml::Value::as_table);
    Ok(table.map(|table| table.keys().cloned().collect()).unwrap_or_default())
}

#[test]
fn every_member_of_the_workspace_is_in_the_table() -> anyhow::Result<()> {
    let manifest: toml::Table = std::fs::read_to_string(repository().join("Cargo.toml"))?.parse()?;
    let members = manifest["workspace"]["members"].as_array().context("members")?;
    let members: BTreeSet<&str> = members.iter().filter_map(toml::Value::as_str).collect();
    assert_eq!(members, MAY_DEPEND_ON.iter().map(|(folder, _)| *folder).collect());
    Ok(())
}

#[test]
fn every_statement_is_headed_with_its_place_and_used() -> anyhow::Result<()> {
    let store = repository().join("server/store");
    let code: String = sources(&store.join("src"), "rs")?.iter().map(|(_, text)| text.as_str()).collect();
    let statements = sources(&store.join("sql"), "sql")?;
    assert!(statements.len() > 30, "only {} statements", statements.len());
    for (path, text) in statements {
        let place = path.strip_prefix(store.join("sql"))?.with_extension("");
        let place = place.to_string_lossy().into_owned();
        let header = format!("-- store::{}", place.replace('/', "::"));
        assert_eq!(text.lines().next(), Some(header.as_str()), "{}", path.display());
        assert!(code.contains(&format!("\"{place}\"")), "{place} is not used");
        let statements = text.lines().filter(|line| !line.starts_with("--")).collect::<String>();
        assert!(!statements.contains(';'), "{place} holds more than one statement");
    }
    Ok(())
}

#[test]
fn only_the_store_contains_sql() -> anyhow::Result<()> {
    for folder in [
        "server/src",
        "server/domain",
        "server/geocoder",
        "server/geoprocessing",
        "tiles",
        "styles",
        "importers/src",
    ] {
        for (path, text) in sources(&repository().join(folder), "rs")? {
            let found =
                ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"].iter().find(|word| text.contains(*word));
            assert!(found.is_none(), "{} contains {found:?}", path.display());
        }
    }
    Ok(())
}

#[test]
fn pure_crates_do_no_io() -> anyhow::Result<()> {
    for folder in ["server/domain/src", "server/geocoder/src"] {
        for (path, text) in sources(&repository().join(folder), "rs")? {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for word in [
                "std::fs",
                "std::net",
                "std::env",
                "std::process",
                "SystemTime",
                "Instant::now",
                "Timestamp::now",
            ] {
                assert!(
                    !code.contains(word) || path.ends_with("register_tests.rs"),
                    "{} uses {word}",
                    path.display()
                );
            }
        }
    }
    Ok(())
}

#[test]
fn files_and_functions_keep_to_their_limits() -> anyhow::Result<()> {
    let mut files = 0;
    for folder in ["server", "tiles", "styles/src", "importers", "tests"] {
        for (path, text) in sources(&repository().join(folder), "rs")? {
            files += 1;
            let lines: Vec<&str> = text.lines().collect();
            assert!(lines.len() <= LINES_OF_A_FILE, "{}: {} lines", path.display(), lines.len());
            for (start, length) in functions(&lines) {
                assert!(length <= LINES_OF_A_FUNCTION, "{}:{}: {length} lines", path.display(), start + 1);
            }
        }
    }
    assert!(files > 100, "only {files} files were looked at");
    for (path, text) in sources(&repository().join("viewer/src"), "ts")? {
        assert!(text.lines().count() <= LINES_OF_A_FILE, "{}", path.display());
    }
    Ok(())
}

/// Finds functions in formatted code: from the line with `fn` to the brace at its indentation.
fn functions(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let words: Vec<&str> = code.split([' ', '(']).take(5).collect();
        if !words.contains(&"fn") || code.starts_with("//") || code.ends_with(';') || code.ends_with("},") {
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - code.len()]);
        let length = lines.iter().skip(start).position(|line| **line == *end).map_or(1, |lines| lines + 1);
        found.push((start, length));
    }
    found
}

#[test]
fn every_route_is_in_the_table_of_the_route_tests() -> anyhow::Result<()> {
    let routes: BTreeSet<String> = routes()?.into_iter().map(|route| route.path).collect();
    assert!(routes.len() > 15, "the router cannot be read");
    assert_eq!(routes, ROUTES.iter().map(|(route, ..)| (*route).to_owned()).collect());
    Ok(())
}

#[test]
fn every_route_of_the_register_is_in_its_definition() -> anyhow::Result<()> {
    let text = std::fs::read_to_string(repository().join("server/src/http/openapi/toponymy.json"))?;
    let definition: serde_json::Value = serde_json::from_str(&text)?;
    let paths = definition["paths"].as_object().context("paths")?;
    let mut defined = BTreeSet::new();
    for (path, operations) in paths {
        for method in operations.as_object().into_iter().flat_map(serde_json::Map::keys) {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                defined.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    let mut routed = BTreeSet::new();
    for route in routes()? {
        let Some(path) = route.path.strip_prefix("/rest/toponymy/v1") else { continue };
        routed.extend(route.methods.iter().map(|method| format!("{method} {path}")));
    }
    // The definition does not define itself.
    routed.remove("GET /openapi");
    assert_eq!(defined, routed);
    Ok(())
}

#[test]
fn every_file_of_tests_is_listed() -> anyhow::Result<()> {
    let main = std::fs::read_to_string(repository().join("tests/suite/main.rs"))?;
    for entry in std::fs::read_dir(repository().join("tests/suite"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(main.contains(&format!("mod {module};")), "{name} is forgotten");
        }
    }
    Ok(())
}

#[test]
fn every_sentence_that_is_said_has_words() -> anyhow::Result<()> {
    let messages = repository().join("server/messages");
    let mut words: toml::Table = std::fs::read_to_string(messages.join("server.it.toml"))?.parse()?;
    for file in ["register.it.toml", "process.it.toml"] {
        words.extend(std::fs::read_to_string(messages.join(file))?.parse::<toml::Table>()?);
    }
    let mut said = 0;
    for (path, text) in sources(&repository().join("server/src"), "rs")? {
        for call in ["Notice::new(\"", "word(\""] {
            for part in text.split(call).skip(1) {
                let id = part.split('"').next().unwrap_or_default();
                said += 1;
                assert!(words.contains_key(id) || id.contains('{'), "{} says {id}", path.display());
            }
        }
    }
    assert!(said > 60, "only {said} sentences were found");
    Ok(())
}

#[test]
fn every_sample_has_its_expectation_and_its_provenance() -> anyhow::Result<()> {
    let folder = repository().join("data-samples");
    let readme = std::fs::read_to_string(folder.join("README.md"))?;
    let expectations: toml::Table = std::fs::read_to_string(folder.join("expectations.toml"))?.parse()?;
    let expected: BTreeSet<String> = expectations["file"]
        .as_array()
        .context("files")?
        .iter()
        .filter_map(|file| file["path"].as_str().map(str::to_owned))
        .collect();
    for path in walk(&folder.join("files"))? {
        let name = path.strip_prefix(&folder)?.to_string_lossy().into_owned();
        assert!(expected.contains(&name), "{name} has no expectation");
        let short = name.trim_start_matches("files/");
        assert!(readme.contains(short), "{short} is not in the README");
    }
    Ok(())
}

fn sources(folder: &Path, extension: &str) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for path in walk(folder)? {
        if path.extension().is_some_and(|found| found == extension) {
            let text = std::fs::read_to_string(&path)?;
            found.push((path, text));
        }
    }
    Ok(found)
}

fn walk(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let skipped = path
            .file_name()
            .is_some_and(|name| name == "node_modules" || name == "target" || name == "bench");
        if path.is_dir() && !skipped {
            found.extend(walk(&path)?);
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}
