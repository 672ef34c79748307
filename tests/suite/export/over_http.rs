//! The export that administrators of an ente download.

use civico_domain::identity::Role;
use civico_harness::TestServer;
use reqwest::Response;

use super::count;
use super::opened::Opened;
use crate::enti::{Enti, ROLES};

async fn ask(
    enti: &Enti,
    server: &TestServer,
    who: (&'static str, Role),
    code: &str,
) -> anyhow::Result<Response> {
    let url = format!("{}/rest/catalog/v1/export?ente={code}", server.url);
    let cookie = format!("__Host-civico={}", enti.cookies[&who].0);
    Ok(server.client.get(url).header("cookie", cookie).send().await?)
}

#[tokio::test]
async fn an_administrator_gets_what_is_private_to_the_ente_and_nothing_of_others() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let client = enti.database.client().await?;
    client
        .batch_execute(
            "UPDATE civico.dataset SET visibility = 'shared' WHERE collection = 'rho.parchi';
             INSERT INTO civico.dataset_share VALUES ('rho.parchi', '015009'), ('rho.parchi', 'parco-sud')",
        )
        .await?;
    let server = enti.serve().await?;
    let response = ask(&enti, &server, ("rho", Role::Administrator), "015182").await?;
    assert_eq!(response.status(), 200);
    let headers = response.headers().clone();
    assert_eq!(headers["content-type"], "application/zip");
    let disposition = headers["content-disposition"].to_str()?;
    assert!(disposition.starts_with("attachment; filename=\"civico-rho-20"), "{disposition}");
    assert!(!headers.contains_key("content-encoding") && headers["cache-control"] == "private, no-store");
    let zip = Opened::read(response.bytes().await?.to_vec())?;
    zip.check_sums()?;
    let secret = "datasets/rho.segreto-rho/rho.segreto-rho";
    assert_eq!(zip.rows_of_csv(&format!("{secret}.csv"))?, 3);
    assert_eq!(zip.layers(&format!("{secret}.gpkg"))?, [("rho.segreto-rho".to_owned(), 3)]);
    for other in ["arese", "parco-sud", "cm-milano"] {
        assert!(!zip.contains(&format!("marcatore-{other}")), "{other}");
    }
    let shared = &zip.json("datasets/rho.parchi/metadata.json")?["shared_with"];
    assert_eq!(*shared, serde_json::json!(["015009", "parco-sud"]));
    // What the role of the ente may read of the register's acts is all of its own.
    let events = "SELECT count(*) FROM civico.register_event e JOIN civico.register_act a ON a.id = e.act
                  WHERE a.ente = '015182'";
    let lines = zip.text("toponymy/events.ndjson")?.lines().count() as u64;
    assert_eq!(lines, count(&client, events).await?);
    let keys = zip.text("identity/keys.json")?;
    assert!(keys.contains("chiave-rho") && !keys.contains("secret"), "{keys}");
    assert!(zip.json("identity/roles.json")?.as_array().is_some_and(|roles| roles.len() == ROLES.len()));
    let recorded = client
        .query_one(
            "SELECT row_count, acting_for FROM civico.audit_entry WHERE operation = 'data.export'",
            &[],
        )
        .await?;
    assert!(recorded.get::<_, i64>(0) > 5000 && recorded.get::<_, &str>(1) == "015182");
    Ok(())
}

#[tokio::test]
async fn only_administrators_of_the_ente_export_its_data() -> anyhow::Result<()> {
    let enti = Enti::new().await?;
    let server = enti.serve().await?;
    for who in [
        ("arese", Role::Administrator),
        ("cm-milano", Role::Administrator),
        ("zona-alto-milanese", Role::Administrator),
        ("rho", Role::Approver),
        ("rho", Role::Reader),
    ] {
        assert_eq!(ask(&enti, &server, who, "015182").await?.status(), 403, "{who:?}");
    }
    let path = "/rest/catalog/v1/export?ente=015182";
    let key = server.client.get(format!("{}{path}", server.url)).bearer_auth(&enti.keys["rho"]);
    assert_eq!(key.send().await?.status(), 403);
    assert_eq!(server.get(path).await?.status(), 401);
    // The heir administers what was merged into it.
    let merged = ask(&enti, &server, ("vermezzo-con-zelo", Role::Administrator), "vermezzo").await?;
    assert_eq!(merged.status(), 200);
    let zip = Opened::read(merged.bytes().await?.to_vec())?;
    assert_eq!(zip.rows_of_csv("datasets/vermezzo.segreto-vermezzo/vermezzo.segreto-vermezzo.csv")?, 3);
    let denied = "SELECT count(*) FROM civico.audit_entry WHERE operation = 'data.export'";
    assert_eq!(count(&enti.database.client().await?, denied).await?, 1);
    Ok(())
}
