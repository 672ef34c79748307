//! What services do with their records, and what becomes of these.

use anyhow::{Context, ensure};
use civico_domain::identity::{Actor, Role};
use civico_harness::civico_with;
use civico_store::identity::NewKey;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::desk::{CHANGES, Desk, KEY, NEW_KEY, RECORDS, REVIEWS, path, plate, serve};
use crate::office::{RHO, SESTO, person};

const NOWHERE: &str = "Via Inesistentissima 9999, Rho";

fn problem(answer: &Value) -> &str {
    answer["type"].as_str().unwrap_or_default().trim_start_matches("urn:civico:problem:")
}

#[tokio::test]
async fn the_register_is_read_as_before_when_a_record_is_the_last_that_changed() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (street, ..) = desk.street().await?;
    desk.register("ss-1", &json!({"q": NOWHERE})).await?;
    for path in
        ["thoroughfares?municipality=015182&limit=1", &format!("thoroughfares/{street}"), "changes?limit=1"]
    {
        let path = format!("/rest/toponymy/v1/{path}");
        let anonymous = desk.office.server.get(&path).await?.status();
        ensure!(anonymous == StatusCode::OK, "{path}: {anonymous}");
        for person in [&desk.service, &desk.officer, &desk.foreign, &desk.office.approver] {
            desk.ask(person, Method::GET, &path, None, 200).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_address_becomes_a_link_and_its_text_is_not_stored() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (street, numbers, name) = desk.street().await?;
    let typed = format!("{} {}, RHO", name.to_uppercase(), plate(&numbers[0]));
    let record = desk.register("ss-1", &json!({"q": typed})).await?;
    assert_eq!(record["state"], "resolved", "{record}");
    assert_eq!(record["link"]["address"], numbers[0]["id"]);
    assert_eq!(record["link"]["level"], "house-number");
    assert!(record["link"]["score"].as_f64().is_some_and(|score| score >= 0.9), "{record}");
    assert!(record["link"]["register_seq"].as_i64().is_some_and(|seq| seq > 0), "{record}");
    assert!(record["link"]["model"].is_string() && record["link"]["resolved_at"].is_string(), "{record}");
    assert_eq!(record["kind_label"], "Servizio sociale");
    assert_eq!(desk.read(&record).await?, record);
    assert!(!desk.stored().await?.to_uppercase().contains(&name.to_uppercase()));
    assert_eq!(desk.sealed().await?, 0);
    let fields = json!({"street": name, "number": plate(&numbers[1]), "municipality": "Rho"});
    let in_fields = desk.register("ss-2", &fields).await?;
    assert_eq!(in_fields["link"]["address"], numbers[1]["id"]);
    let given = desk.register("ss-3", &json!({"thoroughfare": street})).await?;
    assert_eq!((&given["link"]["thoroughfare"], &given["link"]["level"]), (&json!(street), &json!("given")));
    let body = json!({"kind": "social-service", "reference": "ss-1", "q": typed});
    let taken = desk.ask(&desk.service, Method::POST, RECORDS, Some(&body), 409).await?;
    assert_eq!(problem(&taken), "problem-record-taken");
    let body = json!({"kind": "parking-permit", "reference": "ss-1", "q": typed});
    desk.ask(&desk.service, Method::POST, RECORDS, Some(&body), 201).await?;
    for (query, count) in [
        ("", 4),
        ("?kind=parking-permit", 1),
        ("?reference=ss-1", 2),
        ("?state=to-review", 0),
        ("?limit=3", 3),
    ] {
        let list = desk.ask(&desk.service, Method::GET, &format!("{RECORDS}{query}"), None, 200).await?;
        assert_eq!(list["items"].as_array().map(Vec::len), Some(count), "{query}: {list}");
        if query == "?limit=3" {
            let next = list["next"].as_str().context("a cursor")?;
            let rest = format!("{RECORDS}?limit=3&cursor={next}");
            let rest = desk.ask(&desk.service, Method::GET, &rest, None, 200).await?;
            assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
        }
    }
    desk.is_fed(&record, &["resolved"]).await?;
    Ok(())
}

#[tokio::test]
async fn who_saw_another_record_changes_nothing() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (_, numbers, name) = desk.street().await?;
    let record = desk.register("ss-1", &json!({"q": NOWHERE})).await?;
    let (record_path, office) = (path(RECORDS, &record), &desk.office);
    let body = json!({"q": format!("{name} {}, Rho", plate(&numbers[0]))});
    let send = async |method: Method, body: Option<&Value>, tag: &str| {
        office.send(&desk.service, method, &record_path, body, Some(tag)).await
    };
    let (status, answer) = send(Method::PUT, Some(&body), "\"7\"").await?;
    assert_eq!((status.as_u16(), problem(&answer)), (412, "problem-changed-since-read"));
    let (status, put) = send(Method::PUT, Some(&body), "\"1\"").await?;
    assert_eq!(status, StatusCode::OK, "{put}");
    assert_eq!(put["link"]["address"], numbers[0]["id"]);
    assert_eq!(desk.sealed().await?, 0, "a new address takes the old text away");
    assert_eq!(send(Method::DELETE, None, "\"1\"").await?.0, 412);
    let answer = desk.service.sign(office.server.client.get(format!("{}{record_path}", office.server.url)));
    assert_eq!(answer.send().await?.headers()["etag"], "\"2\"");
    assert_eq!(send(Method::DELETE, None, "\"2\"").await?.0, 204);
    desk.ask(&desk.service, Method::GET, &record_path, None, 404).await?;
    desk.is_fed(&record, &["to-review", "resolved", "deleted"]).await?;
    Ok(())
}

#[tokio::test]
async fn what_is_not_found_waits_sealed_until_the_officer_decides() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (_, numbers, _) = desk.street().await?;
    let mut records = Vec::new();
    for reference in ["ss-1", "ss-2"] {
        let record = desk.register(reference, &json!({"q": NOWHERE})).await?;
        assert_eq!(record["state"], "to-review", "{record}");
        assert!(record["text_kept_until"].is_string() && record["link"].is_null(), "{record}");
        records.push(record);
    }
    assert_eq!(desk.sealed().await?, 2);
    assert!(!desk.stored().await?.contains("Inesistentissima"));
    desk.ask(&desk.service, Method::GET, REVIEWS, None, 403).await?;
    desk.ask(&desk.office.approver, Method::GET, REVIEWS, None, 403).await?;
    let reviews = desk.ask(&desk.officer, Method::GET, REVIEWS, None, 200).await?;
    assert_eq!(reviews["items"][0]["text"]["q"], NOWHERE, "{reviews}");
    assert!(reviews["items"][0]["candidates"].is_array());
    assert_eq!(
        (&reviews["total"], reviews["items"][0]["review_reason_label"].is_string()),
        (&json!(2), true)
    );
    let page = desk.ask(&desk.officer, Method::GET, &format!("{REVIEWS}?limit=1&lang=en"), None, 200).await?;
    assert_eq!((page["items"].as_array().map(Vec::len), &page["total"]), (Some(1), &json!(2)));
    let told = [&reviews, &page].map(|page| page["items"][0]["review_reason_label"].clone());
    assert_ne!(told[0], told[1], "in the language of whoever asks");
    let client = desk.office.database.client().await?;
    let audited =
        "SELECT sum(row_count)::bigint FROM civico.audit_entry WHERE operation = 'records.read-reviews'";
    assert_eq!(client.query_one(audited, &[]).await?.get::<_, i64>(0), 3);
    let review = path(REVIEWS, &records[0]);
    let choose = json!({"decision": "choose", "address": numbers[0]["id"]});
    desk.ask(&desk.service, Method::POST, &review, Some(&choose), 404).await?;
    let open = json!({"decision": "keep-open"});
    assert_eq!(desk.ask(&desk.officer, Method::POST, &review, Some(&open), 200).await?, records[0]);
    let (status, _) =
        desk.office.send(&desk.officer, Method::POST, &review, Some(&choose), Some("\"9\"")).await?;
    assert_eq!(status, 412);
    let unknown = json!({"decision": "choose", "address": "0189b7a0-0000-7000-8000-000000000000"});
    desk.ask(&desk.officer, Method::POST, &review, Some(&unknown), 404).await?;
    assert_eq!(desk.sealed().await?, 2);
    let decided = desk.ask(&desk.officer, Method::POST, &review, Some(&choose), 200).await?;
    assert_eq!((&decided["state"], &decided["link"]["level"]), (&json!("resolved"), &json!("chosen")));
    assert!(decided["text_kept_until"].is_null());
    assert_eq!(desk.sealed().await?, 1, "erased at the decision");
    let again = desk.ask(&desk.officer, Method::POST, &review, Some(&choose), 409).await?;
    assert_eq!(problem(&again), "problem-record-not-waiting");
    let no_address = json!({"decision": "not-an-address"});
    let review = path(REVIEWS, &records[1]);
    let decided = desk.ask(&desk.officer, Method::POST, &review, Some(&no_address), 200).await?;
    assert_eq!(decided["state"], "not-an-address");
    assert_eq!(desk.sealed().await?, 0);
    desk.is_fed(&records[0], &["to-review", "resolved"]).await?;
    desk.is_fed(&records[1], &["to-review", "not-an-address"]).await?;
    Ok(())
}

#[tokio::test]
async fn a_text_is_gone_after_thirty_days() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let record = desk.register("ss-1", &json!({"q": NOWHERE})).await?;
    let (store, month) = (&desk.office.database.store, SignedDuration::from_hours(24 * 30));
    let day = SignedDuration::from_hours(24);
    assert_eq!(store.erase_record_texts(Timestamp::now() + month - day, month).await?, 0);
    assert_eq!(store.erase_record_texts(Timestamp::now() + month + day, month).await?, 1);
    assert_eq!(store.erase_record_texts(Timestamp::now() + month + day, month).await?, 0);
    assert_eq!(desk.sealed().await?, 0);
    let reviews = desk.ask(&desk.officer, Method::GET, REVIEWS, None, 200).await?;
    assert_eq!(reviews["items"][0]["id"], record["id"], "it goes on waiting");
    assert!(reviews["items"][0]["text"].is_null(), "{reviews}");
    desk.is_fed(&record, &["to-review", "text-erased"]).await?;
    Ok(())
}

#[tokio::test]
async fn without_a_master_key_what_is_not_found_is_refused() -> anyhow::Result<()> {
    let desk = Desk::open_with(&[]).await?;
    let (_, numbers, name) = desk.street().await?;
    let body = json!({"kind": "social-service", "reference": "ss-1", "q": NOWHERE});
    let refused = desk.ask(&desk.service, Method::POST, RECORDS, Some(&body), 422).await?;
    assert_eq!(problem(&refused), "problem-no-master-key");
    assert_eq!(desk.stored().await?, "");
    let found = format!("{name} {}, Rho", plate(&numbers[0]));
    let record = desk.register("ss-1", &json!({"q": found})).await?;
    let body = json!({"q": NOWHERE});
    desk.ask(&desk.service, Method::PUT, &path(RECORDS, &record), Some(&body), 422).await?;
    assert_eq!(desk.read(&record).await?, record);
    Ok(())
}

#[tokio::test]
async fn a_master_key_is_changed_and_no_text_is_lost() -> anyhow::Result<()> {
    let mut desk = Desk::open().await?;
    desk.register("ss-1", &json!({"q": NOWHERE})).await?;
    let key = |key: &str| ("CIVICO_RECORDS__MASTER_KEY", key.to_owned());
    desk.office.server = serve(&desk.office.database, &[key(NEW_KEY)]).await?;
    let lost = desk.ask(&desk.officer, Method::GET, REVIEWS, None, 200).await?;
    assert_eq!(lost["items"][0]["text_is_unreadable"], true, "{lost}");
    let body = json!({"kind": "social-service", "reference": "ss-2", "q": NOWHERE});
    let refused = desk.ask(&desk.service, Method::POST, RECORDS, Some(&body), 503).await?;
    assert_eq!(problem(&refused), "problem-unknown-master-key");
    let mut environment = desk.office.database.environment();
    environment.push(key(NEW_KEY));
    let done = civico_with(&environment, &["admin", "records", "rotate-key"]).await?;
    assert_eq!(done.code, Some(1), "the former key is needed: {}", done.stderr);
    environment.push(("CIVICO_RECORDS__FORMER_MASTER_KEYS", format!("[\"{KEY}\"]")));
    for count in ["1", "0"] {
        let done = civico_with(&environment, &["admin", "records", "rotate-key"]).await?;
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        let said = format!("{}{}", done.stdout, done.stderr);
        assert!(said.contains(&format!(": {count}.")), "{said}");
    }
    let reviews = desk.ask(&desk.officer, Method::GET, REVIEWS, None, 200).await?;
    assert_eq!(reviews["items"][0]["text"]["q"], NOWHERE, "{reviews}");
    let made = civico_with(&environment, &["admin", "records", "new-key"]).await?;
    assert_eq!(made.stdout.trim().len(), 64);
    Ok(())
}

#[tokio::test]
async fn records_are_their_entes_alone() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let record = desk.register("ss-1", &json!({"q": NOWHERE})).await?;
    let (record_path, review) = (path(RECORDS, &record), path(REVIEWS, &record));
    let metropolis =
        person(&desk.office.database, "cm-milano", "metropoli", &[Role::RecordsOfficer, Role::Reader])
            .await?;
    let (place, open) = (json!({"q": NOWHERE}), json!({"decision": "not-an-address"}));
    for stranger in [&desk.foreign, &metropolis, &desk.office.stranger, &desk.office.approver] {
        desk.ask(stranger, Method::GET, &record_path, None, 404).await?;
        desk.ask(stranger, Method::PUT, &record_path, Some(&place), 404).await?;
        desk.ask(stranger, Method::DELETE, &record_path, None, 404).await?;
        desk.ask(stranger, Method::POST, &review, Some(&open), 404).await?;
        for face in [RECORDS, REVIEWS, CHANGES] {
            desk.ask(stranger, Method::GET, &format!("{face}?ente={RHO}"), None, 403).await?;
        }
    }
    for face in [RECORDS, REVIEWS, CHANGES] {
        let own = desk.ask(&desk.foreign, Method::GET, face, None, 200).await?;
        assert_eq!(own["items"].as_array().map(Vec::len), Some(0), "{face}: {own}");
        assert_eq!(desk.office.server.get(face).await?.status(), 401);
    }
    let body = json!({"kind": "social-service", "reference": "ss-1", "q": NOWHERE});
    let own = desk.ask(&desk.foreign, Method::POST, RECORDS, Some(&body), 201).await?;
    assert_eq!(own["ente"], SESTO);
    desk.ask(&desk.office.stranger, Method::POST, RECORDS, Some(&body), 403).await?;
    assert_eq!(desk.read(&record).await?, record);
    // What was sealed for one ente does not open as another's, though somebody moves it.
    let client = desk.office.database.client().await?;
    client
        .batch_execute(&format!(
            "UPDATE civico.record SET sealed_text = (SELECT sealed_text FROM civico.record WHERE ente = '{RHO}')
             WHERE ente = '{SESTO}'"
        ))
        .await?;
    let reviews = desk.ask(&desk.foreign, Method::GET, REVIEWS, None, 200).await?;
    assert_eq!(reviews["items"][0]["text_is_unreadable"], true, "{reviews}");
    Ok(())
}

#[tokio::test]
async fn a_program_registers_with_its_key_and_reads_no_text() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (id, secret) = (Uuid::new_v4(), hex::encode(Sha256::digest("chiave")));
    let key = NewKey {
        id,
        ente: RHO.parse()?,
        label: "cartella sociale".to_owned(),
        purpose: "prova".to_owned(),
        roles: vec![Role::RecordsWriter],
        routes: vec!["records".to_owned()],
        secret_sha256: Sha256::digest(&secret).into(),
        expires_at: Timestamp::now() + SignedDuration::from_hours(1),
    };
    desk.office.database.store.add_key(&Actor::local_administrator(), &key).await?;
    let bearer = format!("civico_{}_{secret}", id.as_simple());
    let server = &desk.office.server;
    let ask = |method: Method, path: &str| {
        server.client.request(method, format!("{}{path}", server.url)).bearer_auth(&bearer)
    };
    let body = json!({"kind": "social-service", "reference": "ss-1", "q": NOWHERE});
    assert_eq!(ask(Method::POST, RECORDS).json(&body).send().await?.status(), 201);
    assert_eq!(ask(Method::GET, CHANGES).send().await?.status(), 200);
    for path in [REVIEWS, "/rest/toponymy/v1/rules", "/rest/records/v1/aggregates"] {
        assert_eq!(ask(Method::GET, path).send().await?.status(), 403, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn many_records_come_at_once_and_each_has_its_outcome() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let (_, numbers, name) = desk.street().await?;
    let one = |reference: &str, number: &Value| json!({"kind": "occupation", "reference": reference, "q": format!("{name} {}, Rho", plate(number))});
    let list = json!([
        one("a", &numbers[0]),
        one("a", &numbers[1]),
        {"kind": "magic", "reference": "b", "q": "x"},
        {"kind": "occupation", "reference": "c", "address": "0189b7a0-0000-7000-8000-000000000000"},
        one("d", &numbers[2]),
    ]);
    let answer = desk.ask(&desk.service, Method::POST, RECORDS, Some(&list), 200).await?;
    assert_eq!((&answer["registered"], &answer["refused"]), (&json!(2), &json!(3)), "{answer}");
    let outcome = |place: usize| problem(&answer["items"][place]["problem"]);
    assert_eq!(
        [1, 2, 3].map(outcome),
        ["problem-record-taken", "problem-record-body", "problem-not-found"],
        "{answer}"
    );
    assert_eq!(answer["items"][4]["record"]["link"]["address"], numbers[2]["id"]);
    let lines = format!("{}\n\nnot json\n{}\n", one("e", &numbers[0]), one("f", &numbers[1]));
    let (status, answer) = desk.send_raw(RECORDS, "application/x-ndjson", lines).await?;
    ensure!(status == 200 && answer["registered"] == 2 && answer["refused"] == 1, "{status} {answer}");
    let many: Vec<Value> = (0..501).map(|_| json!(0)).collect();
    let refused = desk.ask(&desk.service, Method::POST, RECORDS, Some(&json!(many)), 400).await?;
    assert_eq!(problem(&refused), "problem-too-many-records");
    Ok(())
}

#[tokio::test]
async fn bad_records_are_refused_and_not_repeated() -> anyhow::Result<()> {
    let desk = Desk::open().await?;
    let body = |place: Value| {
        let mut body = json!({"kind": "other", "reference": "x"});
        if let (Some(fields), Some(more)) = (body.as_object_mut(), place.as_object()) {
            fields.extend(more.clone());
        }
        body
    };
    let id = "0189b7a0-0000-7000-8000-000000000000";
    for wrong in [
        json!({}),
        json!({"q": ""}),
        json!({"q": "segretissimo", "street": "x"}),
        json!({"q": "segretissimo", "address": id}),
        json!({"address": id, "thoroughfare": id}),
        json!({"number": "4"}),
        json!({"q": ["segretissimo"]}),
        json!({"q": "x".repeat(501)}),
        json!({"q": "segretissimo", "name": "Rossi"}),
        json!({"q": "segretissimo", "reference": "RSSMRA85T10A562S"}),
        json!({"q": "segretissimo", "reference": "Mario Rossi"}),
    ] {
        let answer = desk.ask(&desk.service, Method::POST, RECORDS, Some(&body(wrong)), 400).await?;
        assert_eq!(problem(&answer), "problem-record-body");
        assert!(!answer.to_string().contains("segretissimo"), "{answer}");
    }
    desk.ask(&desk.service, Method::POST, RECORDS, Some(&body(json!({"address": id}))), 404).await?;
    desk.ask(&desk.service, Method::GET, &format!("{RECORDS}/nonsense"), None, 404).await?;
    for query in ["kind=magic", "state=x", "cursor=x", "limit=x", "q=x"] {
        desk.ask(&desk.service, Method::GET, &format!("{RECORDS}?{query}"), None, 400).await?;
    }
    desk.ask(&desk.service, Method::GET, &format!("{CHANGES}?after=-1"), None, 400).await?;
    let decision = json!({"decision": "choose"});
    desk.ask(&desk.officer, Method::POST, &format!("{REVIEWS}/{id}"), Some(&decision), 400).await?;
    assert_eq!(desk.stored().await?, "");
    Ok(())
}
