//! Puts PROJ's database where the programs find it: `target/<profile>/share/proj/proj.db`.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // `proj-sys` builds PROJ and says where, as cargo passes on from packages with `links`.
    println!("cargo:rerun-if-env-changed=DEP_PROJ_ROOT");
    let built = env::var_os("DEP_PROJ_ROOT").map(|root| Path::new(&root).join("share/proj"));
    let share = built.clone().unwrap_or_else(|| PathBuf::from("/usr/share/proj"));
    println!("cargo:rustc-env=CIVICO_PROJ_BUILD_SHARE={}", share.display());
    let (Some(share), Some(profile)) = (built, profile_folder()) else {
        return Ok(());
    };
    let target = profile.join("share/proj");
    fs::create_dir_all(&target)?;
    let database = share.join("proj.db");
    println!("cargo:rerun-if-changed={}", database.display());
    fs::copy(database, target.join("proj.db")).map(drop)
}

/// The folder of the programs: OUT_DIR is `<profile>/build/<package>/out`.
fn profile_folder() -> Option<PathBuf> {
    let out = PathBuf::from(env::var_os("OUT_DIR")?);
    out.ancestors().nth(3).map(Path::to_path_buf)
}
