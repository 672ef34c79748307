import { afterEach, describe, expect, it } from "vitest";
import { ACT_STATES, LEGAL_ACT_KINDS } from "../api/acts";
import { DELIVERY_STATES, LAYOUTS } from "../api/deliveries";
import { CONFLICT_KINDS } from "../api/conflicts";
import { LEVELS } from "../api/geocoder";
import { INTERNAL_PARTS } from "../api/internals";
import { JOB_STATUSES } from "../api/jobs";
import { SHAPES } from "../api/processes";
import { REGISTER, VISIBILITIES } from "../api/catalog";
import { ENTE_KINDS } from "../api/enti";
import { ROLES } from "../api/identity";
import { ROUTES } from "../api/keys";
import { ADDRESS_PARTS, RECORD_KINDS, REVIEW_REASONS } from "../api/records";
import { STAGES } from "../api/register";
import { FORMS } from "../register/form-spec";
import { DELIMITERS, ENCODINGS } from "../csv/sniff";
import { RANGE_PROBLEMS, SIDES } from "../state/arcs";
import { COLUMN_ROLES } from "../state/batch-columns";
import { FAULTS } from "../state/batch-outcome";
import { FILE_PROBLEMS } from "../state/feature-file";
import { INPUT_PROBLEMS } from "../state/process-request";
import { FILE_ROLES, SENDING_PROBLEMS } from "../state/delivery";
import { FORMATS } from "../processes/downloads";
import { ACCOUNT_PAGES } from "../state/permissions";
import { SIGN_IN_ERRORS } from "../state/sign-in-error";
import analysisEn from "./analysis.en.json";
import analysisIt from "./analysis.it.json";
import baseEn from "./en.json";
import baseIt from "./it.json";
import { formatNumber, messageFor, setLanguage, t } from "./language";

/** As the server names them: `EventType` and `Command` of the domain. */
const EVENTS = (
  "imported proposed approved rejected retired reinstated renamed renumbered moved split merged municipality-merged alias-attached twin-declared " +
  "confirmed-on-site name-corrected position-corrected stage-corrected details-corrected undone scheduled unscheduled took-effect locality-assigned internals-recorded arcs-recorded"
).split(" ");
const COMMANDS = (
  "propose-thoroughfare propose-address approve reject retire reinstate rename renumber move split merge merge-municipality attach-alias declare-twin " +
  "confirm-on-site correct-name correct-position correct-stage correct-details propose-locality rename-locality correct-locality-name assign-locality record-internals record-arcs undo"
).split(" ");

const en = { ...baseEn, ...analysisEn };
const it_ = { ...baseIt, ...analysisIt };

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();

afterEach(() => setLanguage("it"));

describe("messages", () => {
  it("have the same keys in both languages, in order", () => {
    for (const [english, italian] of [[baseEn, baseIt], [analysisEn, analysisIt]] as const) {
      expect(Object.keys(english)).toEqual(Object.keys(italian));
      expect(Object.keys(italian)).toEqual(Object.keys(italian).toSorted());
    }
  });

  it("take the same values in both languages", () => {
    const english: Record<string, string> = en;
    for (const [key, text] of Object.entries(it_)) {
      expect(placeholders(english[key] ?? ""), key).toEqual(placeholders(text));
    }
  });

  it("are never empty", () => {
    for (const text of [...Object.values(it_), ...Object.values(en)]) expect(text.trim()).not.toBe("");
  });

  it("name every level of the geocoder and every collection of the register", () => {
    for (const level of LEVELS) expect(messageFor(`level.${level}`)).not.toBeNull();
    for (const id of REGISTER) expect(messageFor(`collection.${id}.one`)).not.toBeNull();
  });

  it("name every role, every kind of ente, every visibility, every service of a key, every page of the account and every way a sign-in fails", () => {
    for (const role of ROLES) expect(messageFor(`role.${role}`), role).not.toBeNull();
    for (const kind of ENTE_KINDS) expect(messageFor(`ente.kind.${kind}`), kind).not.toBeNull();
    for (const visibility of VISIBILITIES) expect(messageFor(`visibility.${visibility}`), visibility).not.toBeNull();
    for (const route of ROUTES) expect(messageFor(`route.${route}`), route).not.toBeNull();
    for (const page of ACCOUNT_PAGES) expect(messageFor(`account.page.${page}`), page).not.toBeNull();
    for (const error of SIGN_IN_ERRORS) expect(messageFor(`signIn.error.${error}`), error).not.toBeNull();
  });

  it("name every stage, event, command and form of the register", () => {
    for (const stage of STAGES) expect(messageFor(`state.${stage}`), stage).not.toBeNull();
    for (const event of EVENTS) expect(messageFor(`event.${event}`), event).not.toBeNull();
    for (const command of COMMANDS) expect(messageFor(`command.${command}`), command).not.toBeNull();
    for (const state of ACT_STATES) expect(messageFor(`act.${state}`), state).not.toBeNull();
    for (const kind of LEGAL_ACT_KINDS) expect(messageFor(`legalAct.kind.${kind}`), kind).not.toBeNull();
    for (const form of FORMS) for (const part of ["open", "title", "submit", "done"]) expect(messageFor(`form.${form}.${part}`), form).not.toBeNull();
  });

  it("name every kind of conflict, and every part of an internal", () => {
    for (const kind of CONFLICT_KINDS) expect(messageFor(`conflict.${kind}`), kind).not.toBeNull();
    for (const part of INTERNAL_PARTS) for (const key of [`internals.${part}`, `internals.said.${part}`]) expect(messageFor(key), key).not.toBeNull();
  });

  it("name the sides of a stretch, and what is wrong with a range", () => {
    for (const side of SIDES) for (const key of [`arcs.${side}`, `arcs.${side}.short`]) expect(messageFor(key), key).not.toBeNull();
    for (const problem of RANGE_PROBLEMS) expect(messageFor(`arcs.problem.${problem}`), problem).not.toBeNull();
  });

  it("name every layout, file, state and smell of a delivery", () => {
    for (const layout of LAYOUTS) for (const key of [`layout.${layout}`, `layout.${layout}.help`, ...FILE_ROLES[layout].map((role) => `file.${role}`)]) expect(messageFor(`delivery.${key}`), key).not.toBeNull();
    for (const state of DELIVERY_STATES) expect(messageFor(`delivery.state.${state}`), state).not.toBeNull();
    for (const problem of SENDING_PROBLEMS) expect(messageFor(`delivery.problem.${problem}`), problem).not.toBeNull();
    for (const smell of ["many-retired", "many-moved-far", "same-shift"]) expect(messageFor(`delivery.smell.${smell}`), smell).not.toBeNull();
  });

  it("name every kind of record, why one waits, and the parts of its address", () => {
    for (const kind of RECORD_KINDS) expect(messageFor(`records.kind.${kind}`), kind).not.toBeNull();
    for (const reason of REVIEW_REASONS) expect(messageFor(`records.reason.${reason}`), reason).not.toBeNull();
    for (const part of ADDRESS_PARTS) if (part !== "q") expect(messageFor(`records.part.${part}`), part).not.toBeNull();
  });

  it("name every fault of the geocoder, and all that a table may be or hold", () => {
    for (const fault of FAULTS) expect(messageFor(`fault.${fault}`), fault).not.toBeNull();
    for (const role of COLUMN_ROLES) expect(messageFor(`batch.role.${role}`), role).not.toBeNull();
    for (const encoding of ENCODINGS) expect(messageFor(`batch.encoding.${encoding}`), encoding).not.toBeNull();
    expect(DELIMITERS).toHaveLength(Object.keys(it_).filter((key) => key.startsWith("batch.delimiter.")).length);
  });

  it("name every state, shape and download of an analysis, and what is wrong with an input", () => {
    for (const status of JOB_STATUSES) expect(messageFor(`analysis.status.${status}`), status).not.toBeNull();
    for (const problem of INPUT_PROBLEMS) expect(messageFor(`analysis.problem.${problem}`), problem).not.toBeNull();
    for (const problem of FILE_PROBLEMS) expect(messageFor(`analysis.file.problem.${problem}`), problem).not.toBeNull();
    for (const format of FORMATS) expect(messageFor(`analysis.download.${format}`), format).not.toBeNull();
    for (const shape of SHAPES) for (const key of ["shape", "draw", "draw.again", "draw.tooShort"]) expect(messageFor(`analysis.${key}.${shape}`), `${key}.${shape}`).not.toBeNull();
    for (const score of [-3, -2, -1, 0, 1, 2, 3]) expect(messageFor(`analysis.value.hot-spots.${score}`), String(score)).not.toBeNull();
  });

  it("follow the language and fill in values", () => {
    expect(t("layers.active", { count: 3 })).toBe("Sulla mappa (3)");
    setLanguage("en");
    expect(t("layers.active", { count: 3 })).toBe("On the map (3)");
    expect(formatNumber(1370000)).toBe("1,370,000");
  });
});
