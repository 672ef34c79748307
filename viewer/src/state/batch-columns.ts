/** What a column of an office's file may hold. */
export const COLUMN_ROLES = ["none", "address", "street", "number", "municipality", "postcode"] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** The names that offices use, without accents, spaces and signs; the server knows the same, the likeliest first. */
const NAMES: Record<"address" | "street" | "name" | "kind" | "number" | "exponent" | "municipality" | "postcode", string> = {
  address:
    "indirizzo indirizzocompleto indirizzoesteso indirizzoresidenza indirizzosede ubicazione localizzazione residenza recapito sede address fulladdress adresse testo text query q",
  street: "via strada odonimo toponimo nomevia nomestrada descrizionevia descvia viapiazza denominazionevia denominazionestrada indirizzovia street streetname road",
  name: "duf denominazioneufficiale nomeufficiale dizione",
  kind: "dug tipovia tipostrada specievia specie qualificazione",
  number: "civico numerocivico ncivico nrcivico numcivico numciv nciv nrciv civ numero number housenumber streetnumber",
  exponent: "esponente esponentecivico esp barrato lettera",
  municipality: "comune nomecomune denominazionecomune descrizionecomune comuneresidenza citta municipality city town ville",
  postcode: "cap codicepostale codavviamentopostale capresidenza postcode postalcode zip zipcode",
};

/** What a row asks: one text, or the fields of an address. */
export interface Plan {
  kind: "text" | "fields";
  /** Which columns make each field, in the order of the file. */
  columns: Partial<Record<QuestionField, number[]>>;
  /** The comune of all rows, where no column says it. */
  municipality: string;
}

/** Names of the columns that are sent: ours, never those of the file. */
export type QuestionField = "q" | "street" | "number" | "municipality" | "postcode";

export type PlanProblem = "missing" | "either";

/** Guesses what each column holds from its name. */
export function guessRoles(header: readonly string[]): ColumnRole[] {
  const folded = header.map(fold);
  const find = (kind: keyof typeof NAMES): number => NAMES[kind].split(" ").map((name) => folded.indexOf(name)).find((at) => at >= 0) ?? -1;
  const roles: ColumnRole[] = header.map(() => "none");
  const give = (at: number, role: ColumnRole): void => {
    if (at >= 0 && roles[at] === "none") roles[at] = role;
  };
  const [address, street, name, number] = [find("address"), find("street"), find("name"), find("number")];
  const own = street >= 0 ? street : name;
  if (own >= 0 && (number >= 0 || address < 0)) {
    give(own, "street");
    give(find("kind"), "street");
  } else give(address, number >= 0 ? "street" : "address");
  if (roles.includes("street")) {
    give(number, "number");
    if (number >= 0) give(find("exponent"), "number");
  }
  give(find("municipality"), "municipality");
  give(find("postcode"), "postcode");
  return roles;
}

/** How rows become questions, or what is missing or too much. */
export function planOf(roles: readonly ColumnRole[], municipality: string): Plan | PlanProblem {
  const having = (role: ColumnRole): number[] => roles.flatMap((own, at) => (own === role ? [at] : []));
  const [address, street, number] = [having("address"), having("street"), having("number")];
  const rest = { municipality: having("municipality"), postcode: having("postcode") };
  if (address.length > 0 && street.length > 0) return "either";
  const common = { municipality: rest.municipality.length > 0 ? "" : municipality.trim() };
  // A whole address beside a number of its own is the street.
  if (street.length > 0 || (address.length > 0 && number.length > 0)) {
    const columns = { street: street.length > 0 ? street : address, number, ...rest };
    return { kind: "fields", columns: Object.fromEntries(Object.entries(columns).filter(([, places]) => places.length > 0)), ...common };
  }
  if (address.length === 0) return "missing";
  return { kind: "text", columns: { q: [...address, ...rest.postcode, ...rest.municipality] }, ...common };
}

/** Names of the columns that are sent, in their order. */
export function fieldsOf({ kind, columns, municipality }: Plan): QuestionField[] {
  if (kind === "text") return ["q"];
  const fields = (["street", "number", "municipality", "postcode"] as const).filter((field) => columns[field] !== undefined);
  return municipality !== "" ? [...fields, "municipality"] : fields;
}

/** What is sent of a row: the cells of the plan and nothing else of it. */
export function questionOf(plan: Plan, row: readonly string[]): string[] {
  const joined = (field: QuestionField): string =>
    (plan.columns[field] ?? []).map((at) => (row[at] ?? "").replace(/\s+/g, " ").trim()).filter((cell) => cell !== "").join(" ");
  return fieldsOf(plan).map((field) => {
    const text = joined(field);
    if (field === "q" && text !== "" && plan.municipality !== "") return `${text}, ${plan.municipality}`;
    return field === "municipality" && plan.columns.municipality === undefined ? plan.municipality : text;
  });
}

function fold(name: string): string {
  return name.normalize("NFD").toLowerCase().replace(/[^a-z0-9]/g, "");
}
