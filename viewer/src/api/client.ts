import { language } from "../i18n/language";

const NO_CONTENT = 204;

/** An input that a process does not take, and the server's sentence about it. */
export interface InputFault {
  input: string;
  detail: string;
}

/** Why a request gave no answer; `detail` is the server's own sentence where it sent one. */
export class ApiError extends Error {
  constructor(
    readonly kind: "unreachable" | "refused" | "unexpected",
    readonly status: number,
    readonly detail: string,
    /** After how many seconds the server takes requests again, where it says so. */
    readonly retryAfterS: number | null = null,
    /** What is wrong with single inputs of a process, where the server says so. */
    readonly inputs: readonly InputFault[] = [],
  ) {
    super(`${kind} ${status}`);
  }
}

export type Decode<T> = (value: unknown) => T;
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export type WriteMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** The one way to the server: JSON in, checked values out, problem documents as errors. */
export class Client {
  /** Proves that a write comes from our own pages; `/rest/identity/v1/me` gives it to whoever is signed in. */
  csrf: string | null = null;

  constructor(
    private readonly fetch: Fetch = (input, init) => globalThis.fetch(input, init),
    /** `omit` for a page that must not know who is signed in. */
    private readonly credentials: RequestCredentials = "same-origin",
  ) {}

  get<T>(path: string, decode: Decode<T>, signal?: AbortSignal): Promise<T> {
    return this.send(path, { headers: accepting("application/json") }, decode, signal);
  }

  /** For what a person typed: it belongs in a body, never in a URL, and who typed it is nobody's business. */
  post<T>(path: string, body: object, decode: Decode<T>, signal?: AbortSignal): Promise<T> {
    return this.send(path, { ...jsonBody("POST", body), credentials: "omit" }, decode, signal);
  }

  /** The same for text that is no JSON; the answer comes piece by piece. */
  async postText(path: string, type: string, body: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const headers = { ...accepting(type), "content-type": `${type}; charset=utf-8` };
    const response = await this.answer(path, { method: "POST", headers, body, credentials: "omit", signal });
    if (response.body === null) throw new ApiError("unexpected", response.status, "");
    return response.body;
  }

  /** Changes something in the name of whoever is signed in; `more` are further headers. */
  async write<T>(method: WriteMethod, path: string, body: object | null, decode: Decode<T>, more: Record<string, string> = {}, signal?: AbortSignal): Promise<T> {
    const init = body === null ? { method, headers: accepting("application/json") } : jsonBody(method, body);
    return this.send(path, { ...init, headers: { ...init.headers, ...this.proof(), ...more } }, decode, signal);
  }

  /** Sends files in the name of whoever is signed in; `through` may tell how far they have come. */
  async writeForm<T>(path: string, body: FormData, decode: Decode<T>, through: Fetch, signal: AbortSignal): Promise<T> {
    const headers = { ...accepting("application/json"), ...this.proof() };
    return this.send(path, { method: "POST", headers, body }, decode, signal, through);
  }

  /** A file, with the name that the server gives it. It is complete or it is an error, never a part. */
  async download(path: string): Promise<{ blob: Blob; name: string | null }> {
    const response = await this.answer(path, { headers: accepting("*/*") });
    try {
      return { blob: await response.blob(), name: fileName(response.headers.get("content-disposition")) };
    } catch {
      throw new ApiError("unreachable", response.status, "");
    }
  }

  private proof(): Record<string, string> {
    return this.csrf === null ? {} : { "x-csrf-token": this.csrf };
  }

  private async send<T>(path: string, init: RequestInit, decode: Decode<T>, signal?: AbortSignal, through?: Fetch): Promise<T> {
    const response = await this.answer(path, signal ? { ...init, signal } : init, through);
    // Whoever wants nothing of the answer does not care whether there is one.
    if (response.status === NO_CONTENT || decode === (noAnswer as Decode<unknown>)) return decode(null);
    try {
      return decode(await response.json());
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ApiError("unexpected", response.status, "");
    }
  }

  private async answer(path: string, init: RequestInit, through: Fetch = this.fetch): Promise<Response> {
    const response = await this.reach(path, { credentials: this.credentials, ...init }, through);
    if (!response.ok) {
      const { detail, inputs } = await problem(response);
      throw new ApiError("refused", response.status, detail, retryAfter(response), inputs);
    }
    return response;
  }

  private async reach(path: string, init: RequestInit, through: Fetch): Promise<Response> {
    try {
      return await through(path, init);
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ApiError("unreachable", 0, "");
    }
  }
}

/** For writes of which only the outcome counts. */
export const noAnswer: Decode<void> = () => undefined;

/** Problem documents come in the language of the page. */
function accepting(type: string): Record<string, string> {
  return { accept: type, "accept-language": language() };
}

function jsonBody(method: WriteMethod, body: object): { method: string; headers: Record<string, string>; body: string } {
  const headers = { ...accepting("application/json"), "content-type": "application/json" };
  return { method, headers, body: JSON.stringify(body) };
}

/** The name in a `content-disposition` (RFC 6266), without what could lead into another folder. */
function fileName(disposition: string | null): string | null {
  const name = /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1]?.trim();
  return name ? name.replace(/[\\/]/g, "_") : null;
}

/** A request that we cancelled ourselves: nobody needs to hear of it. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

/** Reads RFC 9457: the detail, else the title, else nothing; and what it says of single inputs. */
async function problem(response: Response): Promise<{ detail: string; inputs: InputFault[] }> {
  try {
    const said: unknown = await response.json();
    if (typeof said !== "object" || said === null) return { detail: "", inputs: [] };
    const { detail, title, errors } = said as { detail?: unknown; title?: unknown; errors?: unknown };
    const words = typeof detail === "string" ? detail : title;
    return { detail: typeof words === "string" ? words : "", inputs: Array.isArray(errors) ? errors.flatMap(inputFault) : [] };
  } catch {
    return { detail: "", inputs: [] };
  }
}

function inputFault(value: unknown): InputFault[] {
  if (typeof value !== "object" || value === null) return [];
  const { input, detail } = value as { input?: unknown; detail?: unknown };
  return typeof input === "string" && typeof detail === "string" ? [{ input, detail }] : [];
}
