//! ANNCSU's files in and out, and the register beside the archive.

use std::io::Read;

use anyhow::{Context, ensure};
use civico_domain::identity::Actor;
use civico_domain::toponymy::{Alias, AliasKind, Command, LegalAct, LegalActKind, Renumbering};
use civico_harness::{TestDatabase, TestServer, civico, shared_data};
use civico_store::toponymy::{ActMode, ActRequest, AsOf, Moment};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::index_delta::caught_up;
use crate::real_data::announce;

pub(crate) const HEADER: &str = "CODICE_COMUNE;CODICE_ISTAT;PROGRESSIVO_NAZIONALE;CODICE_COMUNALE;ODONIMO;LOCALITA';DIZIONE_LINGUA1;DIZIONE_LINGUA2;PROGRESSIVO_ACCESSO;CODICE_COMUNALE_ACCESSO;CIVICO;ESPONENTE;SPECIFICITA;METRICO;PROGRESSIVO_SNC;COORD_X_COMUNE;COORD_Y_COMUNE;QUOTA;METODO\n";

/// Every column is filled somewhere: heights without a leading zero, a bare T, colours, metres,
/// accesses without a number, two more languages, apostrophes.
pub(crate) const ROWS: &str = "\
Z999;099999;900002;B/2;PIAZZA DELL'ORSO;FRAZIONE CA' BASSA;BÄRENPLATZ;PLAZA DE L'URS;910003;AC 7;1;;;;;9,1200001;45,5100002;,5;1
Z999;099999;900002;B/2;PIAZZA DELL'ORSO;FRAZIONE CA' BASSA;BÄRENPLATZ;PLAZA DE L'URS;910004;;2;A;T;;;9,1200101;45,5100102;121,75;3
Z999;099999;900002;B/2;PIAZZA DELL'ORSO;FRAZIONE CA' BASSA;BÄRENPLATZ;PLAZA DE L'URS;910005;;2;;ROSSO;;;9,12002;45,51002;;2
Z999;099999;900003;;STRADA PROVINCIALE 12;;;;910007;;;;;1250;1;;;;
Z999;099999;900003;;STRADA PROVINCIALE 12;;;;910006;;;;;1250;;9,13;45,52;0;4
Z999;099999;900001;17;VIA SAN ROCCO;;;;910001;;4;BIS;;;;;;;
Z999;099999;900001;17;VIA SAN ROCCO;;;;910002;;4;;;;1;;;;
Z999;099999;900001;17;VIA SAN ROCCO;;;;910008;;;;;;2;;;;
";

struct Comune {
    database: TestDatabase,
    folder: tempfile::TempDir,
    code: &'static str,
}

impl Comune {
    async fn new(code: &'static str, name: &str, cadastral: &str) -> anyhow::Result<Self> {
        let comune = Self { database: TestDatabase::new().await?, folder: tempfile::tempdir()?, code };
        let put =
            ["admin", "ente", "put", code, "--name", name, "--kind", "comune", "--cadastral-code", cadastral];
        comune.run(&put).await?;
        Ok(comune)
    }

    async fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let done = civico(&self.database, arguments).await?;
        ensure!(done.code == Some(0), "{arguments:?}: {} {}", done.stdout, done.stderr);
        Ok(done.stdout)
    }

    async fn import(&self, text: &str) -> anyhow::Result<String> {
        let file = self.folder.path().join("INDIR.csv");
        std::fs::write(&file, text)?;
        self.run(&["toponymy", "import", "--format", "anncsu", "--ente", self.code, &file.to_string_lossy()])
            .await
    }

    async fn export(&self) -> anyhow::Result<String> {
        let file = self.folder.path().join("out.csv");
        self.run(&["toponymy", "export", "--ente", self.code, "--out", &file.to_string_lossy()]).await?;
        Ok(std::fs::read_to_string(file)?)
    }

    async fn reconcile(&self, text: &str) -> anyhow::Result<Value> {
        let (file, report) = (self.folder.path().join("theirs.csv"), self.folder.path().join("report.json"));
        std::fs::write(&file, text)?;
        let (file, report) = (file.to_string_lossy().into_owned(), report.to_string_lossy().into_owned());
        self.run(&["toponymy", "reconcile", "--ente", self.code, &file, "--report", &report]).await?;
        Ok(serde_json::from_slice(&std::fs::read(report)?)?)
    }

    /// Something happens, and it is told by which act.
    async fn act(&self, command: Command) -> anyhow::Result<uuid::Uuid> {
        let day: Date = "2026-01-01".parse()?;
        let legal_act =
            LegalAct { kind: LegalActKind::Delibera, date: day, protocol: "1".to_owned(), prefect: None };
        let request = ActRequest {
            command,
            legal_act: Some(legal_act),
            reason: Some("prova".to_owned()),
            valid_from: None,
            if_match: None,
        };
        let moment = Moment {
            now: Timestamp::now(),
            today: Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        };
        let actor = Actor::local_administrator();
        Ok(self.database.store.act(&actor, &request, ActMode::Apply, moment).await?.id)
    }

    async fn ids(&self, sql: &str) -> anyhow::Result<Vec<uuid::Uuid>> {
        let rows = self.database.client().await?.query(sql, &[]).await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}

#[tokio::test]
async fn an_export_equals_its_import_whatever_was_done_and_undone() -> anyhow::Result<()> {
    let comune = Comune::new("099999", "Borgo Sereno", "Z999").await?;
    let text = format!("{HEADER}{ROWS}");
    comune.import(&text).await?;
    assert_eq!(comune.export().await?, text);
    let streets = comune.ids("SELECT id FROM civico.thoroughfare ORDER BY name, id").await?;
    let of = format!(
        "SELECT id FROM civico.address WHERE thoroughfare = '{}' ORDER BY number_label, id",
        streets[2]
    );
    let numbers = comune.ids(&of).await?;
    let places = comune.ids("SELECT id FROM civico.locality ORDER BY name").await?;
    let name = |kind: &str, name: &str| civico_domain::toponymy::ThoroughfareName::new(kind, name);
    let locator = |number: u32| -> anyhow::Result<civico_domain::toponymy::Locator> {
        Ok(serde_json::from_value(serde_json::json!({"kind": "number", "number": number}))?)
    };
    let street = |place: usize| streets[place].into();
    let deeds = [
        Command::Rename { thoroughfare: street(0), name: name("VIALE", "DEI GELSI") },
        Command::Renumber {
            thoroughfare: street(2),
            numbers: vec![Renumbering { address: numbers[0].into(), locator: locator(77)? }],
        },
        Command::AttachAlias { thoroughfare: street(1), alias: Alias::new("LA ROTONDA", AliasKind::Popular) },
        Command::Split {
            thoroughfare: street(2),
            name: name("VICOLO", "NUOVO"),
            local_code: String::new(),
            numbers: vec![Renumbering { address: numbers[1].into(), locator: locator(1)? }],
        },
        Command::Retire {
            subject: civico_domain::toponymy::LivingId::Thoroughfare(street(0)),
            with_addresses: true,
        },
        Command::ConfirmOnSite { address: numbers[2].into(), on: "2026-01-02".parse()? },
        Command::ProposeLocality { municipality: "099999".parse()?, name: "Cascina Prova".to_owned() },
        Command::RenameLocality { locality: places[0].into(), name: "Cascina Nuova".to_owned() },
        Command::AssignLocality { thoroughfare: street(2), locality: Some(places[0].into()) },
        Command::AssignLocality { thoroughfare: street(1), locality: None },
    ];
    let mut acts = Vec::new();
    for deed in deeds {
        acts.push(comune.act(deed).await?);
    }
    assert_ne!(comune.export().await?, text, "it was changed");
    for act in acts.into_iter().rev() {
        comune.act(Command::Undo { act }).await?;
    }
    assert_eq!(comune.export().await?, text);
    Ok(())
}

#[tokio::test]
async fn an_access_that_anncsu_has_as_we_do_is_certified_by_it() -> anyhow::Result<()> {
    let comune = Comune::new("099999", "Borgo Sereno", "Z999").await?;
    let text = format!("{HEADER}{ROWS}");
    comune.import(&text).await?;
    let access = comune.ids("SELECT id FROM civico.address WHERE anncsu_id = '910001'").await?[0];
    let certification = async || {
        let (actor, today) = (Actor::Anonymous, "2026-01-01".parse()?);
        let store = &comune.database.store;
        let (_seq, thing) = store.find_thing(&actor, &access.to_string(), AsOf::default(), today).await?;
        thing.and_then(|thing| thing.certification).context("a certification")
    };
    let street = comune.ids("SELECT id FROM civico.thoroughfare WHERE name = 'SAN ROCCO'").await?[0];
    let is_street_aligned = async || {
        let (actor, today) = (Actor::Anonymous, "2026-01-01".parse()?);
        let store = &comune.database.store;
        let (_seq, thing) = store.find_thing(&actor, &street.to_string(), AsOf::default(), today).await?;
        thing.and_then(|thing| thing.anncsu_aligned).context("how it stands")
    };
    assert!(is_street_aligned().await?, "what was just taken from ANNCSU is what both have");
    comune.reconcile(&text).await?;
    assert!(is_street_aligned().await?);
    let level = certification().await?;
    assert!(level.certified && level.anncsu, "{level:?}");
    let theirs = text.replace("910001;;4;BIS", "910001;;4;TER");
    comune.reconcile(&theirs).await?;
    assert!(!certification().await?.anncsu, "they changed it");
    comune.reconcile(&text).await?;
    assert!(certification().await?.anncsu);
    let name = civico_domain::toponymy::ThoroughfareName::new("VIA", "NUOVA");
    comune.act(Command::Rename { thoroughfare: street.into(), name }).await?;
    assert!(!certification().await?.anncsu, "its street changed since");
    assert!(!is_street_aligned().await?, "it changed since");
    Ok(())
}

/// What the geocoder says of a place.
async fn geocoded(server: &TestServer, question: Value) -> anyhow::Result<Value> {
    let (status, found) = server.post("/rest/geocoder/v1/search", &question).await?;
    ensure!(status.is_success(), "{found}");
    Ok(found["features"][0]["properties"].clone())
}

#[tokio::test]
async fn the_geocoder_says_the_numbers_of_anncsu_and_what_certifies() -> anyhow::Result<()> {
    let comune = Comune::new("099999", "Borgo Sereno", "Z999").await?;
    let text = format!("{HEADER}{ROWS}");
    comune.import(&text).await?;
    let server = TestServer::start(&comune.database).await?;
    let square = json!({"q": "piazza dell'orso 1, borgo sereno"});
    let found = geocoded(&server, square.clone()).await?;
    assert_eq!(
        (&found["anncsu_street"], &found["anncsu_access"]),
        (&json!("900002"), &json!("910003")),
        "{found}"
    );
    assert_eq!(found["certification"]["level"], "anncsu", "what was just taken is what both have");
    let whole = geocoded(&server, json!({"q": "piazza dell'orso, borgo sereno"})).await?;
    assert_eq!((&whole["anncsu_street"], &whole["anncsu_access"]), (&json!("900002"), &Value::Null));
    // ANNCSU changes it; an index that is kept hears of that without any event of the register.
    comune.reconcile(&text.replace("910003;AC 7;1;", "910003;AC 7;5;")).await?;
    let last = async || comune.database.store.get_last_seq(&Actor::Node).await;
    caught_up(&server, last().await?).await?;
    assert_eq!(geocoded(&server, square.clone()).await?["certification"], Value::Null);
    let access = comune.ids("SELECT id FROM civico.address WHERE anncsu_id = '910003'").await?[0];
    comune.act(Command::ConfirmOnSite { address: access.into(), on: "2026-01-02".parse()? }).await?;
    let of_another = comune.ids("SELECT id FROM civico.address WHERE anncsu_id = '910001'").await?[0];
    let locator = serde_json::from_value(json!({"kind": "number", "number": 6}))?;
    let numbers = vec![Renumbering { address: of_another.into(), locator }];
    let thoroughfare = comune.ids("SELECT id FROM civico.thoroughfare WHERE name = 'SAN ROCCO'").await?[0];
    comune.act(Command::Renumber { thoroughfare: thoroughfare.into(), numbers }).await?;
    caught_up(&server, last().await?).await?;
    let renumbered = json!({"q": "via san rocco 6, borgo sereno"});
    let anew = TestServer::start(&comune.database).await?;
    for server in [&server, &anew] {
        let found = geocoded(server, square.clone()).await?;
        assert_eq!(
            (&found["certification"]["level"], &found["anncsu_access"]),
            (&json!("on-site"), &json!("910003"))
        );
        let found = geocoded(server, renumbered.clone()).await?;
        assert_eq!(
            (&found["certification"]["level"], &found["anncsu_access"]),
            (&json!("decided"), &json!("910001"))
        );
    }
    let then = json!({"q": "piazza dell'orso 2/a, borgo sereno", "valid_at": "2025-06-01"});
    let now = geocoded(&server, json!({"q": "piazza dell'orso 2/a, borgo sereno"})).await?;
    let then = geocoded(&server, then).await?;
    assert_eq!(now["certification"]["level"], "anncsu");
    assert_eq!((&then["id"], &then["anncsu_access"]), (&now["id"], &json!("910004")));
    assert_eq!(then["certification"], Value::Null, "of the past nobody knows what ANNCSU had");
    other_faces_say_so_too(&server).await
}

/// Tables and addok's dialect carry what single answers do.
async fn other_faces_say_so_too(server: &TestServer) -> anyhow::Result<()> {
    let table = "id,indirizzo\n1,\"piazza dell'orso 1, borgo sereno\"\n";
    let batch = server.client.post(format!("{}/rest/geocoder/v1/batch", server.url));
    let answered = batch.header("content-type", "text/csv").body(table).send().await?.text().await?;
    let mut cells = answered.lines().map(|line| line.split(',').rev().take(5).collect::<Vec<_>>());
    let header = cells.next().context("a header")?;
    assert_eq!(header[2..], ["result_certification", "result_anncsu_access", "result_anncsu_street"]);
    assert_eq!(cells.next().context("a row")?[2..], ["on-site", "910003", "900002"]);
    let single = server.client.get(format!("{}/addok/search", server.url));
    let found: Value = single
        .query(&[("q", "piazza dell'orso 1 borgo sereno"), ("autocomplete", "0")])
        .send()
        .await?
        .json()
        .await?;
    let properties = &found["features"][0]["properties"];
    assert_eq!(
        (&properties["anncsu_access"], &properties["certification"]["level"]),
        (&json!("910003"), &json!("on-site"))
    );
    Ok(())
}

#[tokio::test]
async fn what_would_align_the_archive_is_worked_out_three_ways() -> anyhow::Result<()> {
    let comune = Comune::new("099999", "Borgo Sereno", "Z999").await?;
    let text = format!("{HEADER}{ROWS}");
    comune.import(&text).await?;
    let again = comune.reconcile(&text).await?;
    assert_eq!(again["accesses"]["counts"], serde_json::json!({"equal": 8}), "{again}");
    // We rename a street; they change another's number and lose an access.
    let rocco = comune.ids("SELECT id FROM civico.thoroughfare WHERE name = 'SAN ROCCO'").await?[0];
    let name = civico_domain::toponymy::ThoroughfareName::new("VIA", "NUOVA");
    comune.act(Command::Rename { thoroughfare: rocco.into(), name }).await?;
    let theirs = text.replace(";910003;AC 7;1;;", ";910003;AC 7;3;;");
    let theirs =
        theirs.lines().filter(|line| !line.contains(";910006;")).collect::<Vec<_>>().join("\n") + "\n";
    let found = comune.reconcile(&theirs).await?;
    assert_eq!(found["accesses"]["counts"]["changed-by-them"], 1, "{found}");
    assert_eq!(found["accesses"]["counts"]["only-ours"], 1, "{found}");
    let operations: Vec<&str> = (found["accesses"]["entries"].as_array().into_iter().flatten())
        .chain(found["streets"]["entries"].as_array().into_iter().flatten())
        .filter_map(|entry| entry["operation"].as_str())
        .collect();
    assert!(operations.contains(&"R"), "the street is rectified: {operations:?}");
    Ok(())
}

#[tokio::test]
async fn files_of_another_comune_and_an_ente_that_is_none_are_refused() -> anyhow::Result<()> {
    let comune = Comune::new("099998", "Altro Borgo", "Z998").await?;
    let file = comune.folder.path().join("INDIR.csv");
    std::fs::write(&file, format!("{HEADER}{ROWS}"))?;
    let file = file.to_string_lossy();
    for ente in ["099998", "cm-milano"] {
        let arguments = ["toponymy", "import", "--format", "anncsu", "--ente", ente, &file];
        let done = civico(&comune.database, &arguments).await?;
        assert_ne!(done.code, Some(0), "{ente}");
        assert!(!done.stderr.is_empty());
    }
    let streets = comune.ids("SELECT id FROM civico.thoroughfare").await?;
    assert!(streets.is_empty(), "nothing of it was taken");
    Ok(())
}

#[tokio::test]
async fn nobody_delivers_the_streets_of_another_comune() -> anyhow::Result<()> {
    let comune = Comune::new("099999", "Borgo Sereno", "Z999").await?;
    let text = format!("{HEADER}{ROWS}");
    comune.import(&text).await?;
    let put =
        ["admin", "ente", "put", "099998", "--name", "Altro", "--kind", "comune", "--cadastral-code", "Z998"];
    comune.run(&put).await?;
    let file = comune.folder.path().join("theirs.csv");
    std::fs::write(&file, text.replace("Z999;099999", "Z998;099998"))?;
    let file = file.to_string_lossy();
    let arguments = ["toponymy", "import", "--format", "anncsu", "--ente", "099998", &file];
    let done = civico(&comune.database, &arguments).await?;
    assert_ne!(done.code, Some(0), "their numbers are of another comune: {}", done.stdout);
    assert_eq!(comune.export().await?, text, "nothing was taken");
    Ok(())
}

#[tokio::test]
async fn anagnis_file_comes_back_byte_for_byte() -> anyhow::Result<()> {
    let Some(data) = shared_data() else {
        announce("anagnis_file_comes_back_byte_for_byte");
        return Ok(());
    };
    let path = data.join("civici/anagni_anncsu_indirizzario_20260223.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(&path)?).read_to_string(&mut text)?;
    // The first three columns are not official.
    let official = |line: &str| line.splitn(4, ';').nth(3).map(str::to_owned);
    let official: Vec<String> = text.lines().map(official).collect::<Option<_>>().context("four columns")?;
    let official = official.join("\n") + "\n";
    let comune = Comune::new("060006", "Anagni", "A269").await?;
    comune.import(&official).await?;
    let exported = comune.export().await?;
    ensure!(exported.len() > 500_000, "{}", exported.len());
    ensure!(
        exported == official,
        "{:?}",
        exported.lines().zip(official.lines()).find(|(ours, theirs)| ours != theirs)
    );
    // A comune without territory and coordinates stops no server.
    let server = TestServer::start(&comune.database).await?;
    assert_eq!(server.json("/status").await?["database"], true);
    let as_of = AsOf { valid_at: Some("1990-01-01".parse()?), known_at: None };
    let street = comune.ids("SELECT id FROM civico.thoroughfare LIMIT 1").await?[0].to_string();
    let store = &comune.database.store;
    let (_, thing) = store.find_thing(&Actor::Anonymous, &street, as_of, "2026-01-01".parse()?).await?;
    assert!(thing.is_some(), "nobody knows since when the first delivery holds: so always");
    Ok(())
}
